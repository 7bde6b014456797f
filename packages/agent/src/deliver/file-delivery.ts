import { basename, join } from 'node:path'
import { BerthError, type Cursor, type Receipt } from '@berth/core'
import { type DataFileManifest, dataFileParts } from '@berth/files'
import type { DataFileFormat, FileLayout } from '@berth/manifest'
import type { SignerSource } from '@berth/trust'
import type { Checkpoint, SentFile, Stream } from '../state/state-port.ts'
import type { FileCarrier } from './carry-files.ts'
import { claimDataFile, dataFileName, exists, schemaOf, sealDataFile, syncFolder } from './data-file.ts'
import {
  type Delivery,
  type DeliveryEnd,
  type DeliveryStart,
  type ExchangeCounts,
  noCounts,
  type PlannedBatch,
} from './delivery.ts'
import { type ExchangeExit, schemaDigest } from './exchange-exit.ts'
import { fileExtensions } from './file-layout.ts'
import { assembleFile, type FileFrame, growingPath, removeUnderWay } from './growing-file.ts'
import { PartFile, type Piece } from './part-file.ts'
import type { RejectsFile } from './rejects-file.ts'
import { removeFile } from './remove-file.ts'

/** Where data files go and how. */
export interface FileExit extends ExchangeExit {
  readonly folder: string
  readonly format: DataFileFormat
  /** What the manifest says of how they are written. */
  readonly layout: FileLayout | undefined
  readonly frame: FileFrame
  /** Ends what takes long at the end of a file. */
  readonly signal: AbortSignal | undefined
  readonly key: SignerSource | undefined
  /** Takes finished files to the other side; `folder` is then where they wait. Absent: `folder` is where they belong. */
  readonly carrier: FileCarrier | undefined
  /** Each file is remembered until its receiver has confirmed it, and one that was carried stays in `folder`. */
  readonly awaitsReceipts: boolean
  /** A checkpoint is kept after so many rows, or so long, whatever comes first. */
  readonly checkpointRows: number
  readonly checkpointMs: number
}

/** What a checkpoint keeps of a file under way. */
interface FileProgress {
  readonly phase: 'writing' | 'sealing' | 'done'
  /** Of the items, the format and the layout. */
  readonly schema: string
  /** Where reading began for this file. */
  readonly begin?: Cursor
  readonly counts: ExchangeCounts
  readonly rejectsBytes: number
  /** Once sealing began: what the file is, whatever the docking's manifest says by the time it appears. */
  readonly manifest?: DataFileManifest
}

const nothingRefused: readonly number[] = []

/**
 * Delivers into a data file. The file grows under a name of its own; checkpoints say up to which byte it holds, a run
 * that goes on cuts what came after. When it is complete this is written down first, then the file appears whole
 * (FIL-1, AVL-2).
 */
export class FileDelivery implements Delivery<readonly Piece[]> {
  readonly acknowledges = 'end'
  readonly #exit: FileExit
  readonly #schema: string
  #number = 0
  #begin: Cursor | undefined
  #cursor: Cursor | undefined
  #counts: ExchangeCounts = noCounts
  #part: PartFile | undefined
  #rejects: RejectsFile | undefined
  #sealing: (FileProgress & { readonly manifest: DataFileManifest }) | undefined
  #kept = { rows: 0, at: 0 }
  #keeping: Promise<void> = Promise.resolve()
  /** What stands behind the last record is written: what was kept before holds. */
  #ended = false

  constructor(exit: FileExit) {
    this.#exit = exit
    const { given, format, layout, tellsDeletes } = exit
    this.#schema = schemaDigest(given, layout === undefined ? format : JSON.stringify([format, layout]), tellsDeletes)
  }

  get counts(): ExchangeCounts {
    return this.#counts
  }

  get rejectsFile(): string | undefined {
    return this.#rejects?.path
  }

  async begin(): Promise<DeliveryStart> {
    const { state, stream, restart, keepsCursor } = this.#exit
    if (restart) await this.#abandon()
    const checkpoint = await state.checkpoint(stream)
    const progress = checkpoint?.progress as FileProgress | undefined
    this.#kept.at = performance.now()
    if (checkpoint !== undefined && progress !== undefined && progress.phase !== 'done') {
      this.#number = checkpoint.number
      const resumed = await this.#resume(checkpoint, progress)
      if (resumed !== undefined) return resumed
      this.#begin = progress.begin
    } else {
      this.#number = (await state.delivered(stream)) + 1
      if (keepsCursor) this.#begin = checkpoint?.cursor
    }
    return await this.#start()
  }

  async add(batch: PlannedBatch<readonly Piece[]>): Promise<readonly number[]> {
    const { checkpointRows, checkpointMs, frame, format } = this.#exit
    const { maxRecords = Number.POSITIVE_INFINITY } = frame
    if (this.#counts.rows + batch.rows > maxRecords)
      throw new BerthError('FILE_TOO_MANY_RECORDS', { file: basename(this.#path()), format, maximum: maxRecords })
    await this.#rejects?.add(batch.left)
    await this.#part?.append(batch.output)
    this.#cursor = batch.cursor
    this.#counts = {
      read: this.#counts.read + batch.read,
      rows: this.#counts.rows + batch.rows,
      deleted: this.#counts.deleted + batch.deleted,
      rejected: this.#counts.rejected + batch.left.length,
      bytes: this.#part?.bytes ?? 0,
    }
    const due =
      this.#counts.read - this.#kept.rows >= checkpointRows || performance.now() - this.#kept.at >= checkpointMs
    if (!due) return nothingRefused
    // The disk works on a checkpoint while the next rows are read.
    await this.#keeping
    this.#keeping = this.#keep()
    this.#keeping.catch(() => undefined)
    return nothingRefused
  }

  async pause(): Promise<void> {
    await this.#keeping
    if (this.#sealing === undefined && !this.#ended) await this.#keep()
  }

  async finish(): Promise<DeliveryEnd> {
    await this.#keeping
    const nothing =
      this.#exit.keepsCursor && this.#begin !== undefined && this.#counts.rows + this.#counts.rejected === 0
    if (this.#sealing === undefined && nothing) {
      await this.#part?.discard()
      this.#part = undefined
      return { counts: this.#counts, files: [], batches: 0 }
    }
    const sealing = this.#sealing ?? (await this.#complete())
    const receipt = await this.#deliver(sealing)
    const { carrier, folder } = this.#exit
    const name = sealing.manifest.file
    const file = carrier === undefined ? join(folder, name) : `${carrier.place}${name}`
    return { counts: sealing.counts, files: [file], batches: 0, ...(receipt === undefined ? {} : { receipt }) }
  }

  async close(): Promise<void> {
    await this.#keeping.catch(() => undefined)
    await this.#part?.close()
    await this.#rejects?.close()
    this.#part = undefined
  }

  /** Gives up what is under way. A file that was seen already is delivered all the same: its number is taken. */
  async #abandon(): Promise<void> {
    const { state, stream, folder } = this.#exit
    const checkpoint = await state.checkpoint(stream).catch((error: unknown) => {
      // One that cannot be read is what a restart is for.
      if (BerthError.is(error) && error.code.startsWith('CURSOR_')) return undefined
      throw error
    })
    const progress = checkpoint?.progress as FileProgress | undefined
    const { phase, manifest } = progress ?? {}
    if (progress !== undefined && phase === 'sealing' && manifest !== undefined) {
      const data = join(folder, manifest.file)
      if ((await exists(data)) && !(await exists(`${data}.part`))) await this.#deliver({ ...progress, manifest })
    }
    await state.commit({ stream, restart: true })
  }

  /** Lets the file appear, and writes down that it is delivered. */
  async #deliver(sealing: FileProgress & { readonly manifest: DataFileManifest }): Promise<Receipt | undefined> {
    const { folder, state, stream, key, keepsCursor, carrier, frame } = this.#exit
    const { rows, sha256: digest, file: reference, sequence, schema } = sealing.manifest
    const growing = growingPath(join(folder, reference), frame)
    await sealDataFile(folder, sealing.manifest, key)
    if (frame.assemble !== undefined) await removeFile(growing)
    const waiting = carrier === undefined ? [] : dataFileParts(join(folder, reference))
    await carrier?.carry(waiting)
    const cursor = keepsCursor && this.#cursor !== undefined ? { cursor: this.#cursor } : {}
    const items = schema.map(({ item }) => item)
    const [receipt] = await state.commit({
      stream,
      delivered: sequence,
      checkpoint: { number: sequence, ...cursor, progress: { ...sealing, phase: 'done' } },
      receipts: [this.#exit.receipt({ rows, digest, reference, items })],
      ...(this.#exit.awaitsReceipts ? { sent: [sentFile(stream, sealing.manifest)] } : {}),
    })
    // Until its receipt comes it may have to be sent once more.
    if (!this.#exit.awaitsReceipts) for (const file of waiting) await removeFile(file)
    return receipt
  }

  async #start(): Promise<DeliveryStart> {
    const { folder, resource, format, frame, carrier, awaitsReceipts } = this.#exit
    const data = this.#path()
    // A run that ended between its receipt and its tidying up left them.
    if (carrier !== undefined && !awaitsReceipts)
      for (const file of dataFileParts(join(folder, dataFileName(resource, this.#number - 1, fileExtensions[format]))))
        await removeFile(file)
    await claimDataFile(data)
    // What a run under another format left behind.
    for (const extension of Object.values(fileExtensions))
      await removeUnderWay(join(folder, dataFileName(resource, this.#number, extension)))
    this.#part = await PartFile.create(growingPath(data, frame))
    await this.#part.append([frame.begin])
    this.#rejects = this.#exit.rejects(this.#number)
    await this.#rejects.begin(0)
    this.#counts = noCounts
    this.#cursor = this.#begin
    return { ...after(this.#begin), resumed: false, counts: noCounts, complete: false }
  }

  /** Undefined: what the checkpoint is about cannot go on, and the file begins anew. */
  async #resume(checkpoint: Checkpoint, progress: FileProgress): Promise<DeliveryStart | undefined> {
    const data = this.#path()
    const appeared = progress.phase === 'sealing' && !(await exists(`${data}.part`))
    if (progress.schema !== this.#schema && !appeared) return undefined
    this.#begin = progress.begin
    this.#cursor = checkpoint.cursor
    this.#counts = { ...noCounts, ...progress.counts }
    this.#rejects = this.#exit.rejects(this.#number)
    const start = { ...after(checkpoint.cursor), resumed: true, counts: this.#counts }
    if (progress.phase === 'sealing' && progress.manifest !== undefined) {
      this.#sealing = { ...progress, manifest: progress.manifest }
      return { ...start, complete: true }
    }
    this.#part = await PartFile.resume(growingPath(data, this.#exit.frame), progress.counts.bytes)
    if (this.#part === undefined) return undefined
    await this.#rejects.begin(progress.rejectsBytes)
    this.#kept = { rows: progress.counts.read, at: performance.now() }
    return { ...start, complete: false }
  }

  /** Writes down that the file is complete, before anything of it can be seen. */
  async #complete(): Promise<FileProgress & { readonly manifest: DataFileManifest }> {
    const { folder, system, resource, format, layout, given, tellsDeletes, frame, signal } = this.#exit
    // To make a file of its records takes long; they stay should that fail.
    if (frame.assemble !== undefined) await this.#keep()
    this.#ended = true
    await this.#part?.append([frame.end])
    await this.#part?.sync()
    if (frame.assemble !== undefined) {
      await this.#part?.close()
      this.#part = undefined
      this.#part = await assembleFile(this.#path(), frame.assemble, this.#counts.rows, signal)
    }
    await this.#rejects?.sync()
    await syncFolder(folder)
    const progress = this.#progress()
    const manifest: DataFileManifest = {
      berth: 1,
      system,
      resource,
      file: dataFileName(resource, this.#number, fileExtensions[format]),
      format,
      ...(layout === undefined ? {} : { layout: { ...layout } }),
      sequence: this.#number,
      rows: progress.counts.rows,
      bytes: progress.counts.bytes,
      sha256: this.#part?.digest() ?? '',
      schema: schemaOf(given),
      ...(tellsDeletes ? { deletes: true } : {}),
      created: new Date().toISOString(),
    }
    const sealing = { ...progress, phase: 'sealing', manifest } as const
    await this.#write(this.#cursor, sealing)
    this.#sealing = sealing
    await this.#part?.close()
    this.#part = undefined
    return sealing
  }

  #progress(): Omit<FileProgress, 'phase'> {
    this.#counts = { ...this.#counts, bytes: this.#part?.bytes ?? this.#counts.bytes }
    const begin = this.#begin === undefined ? {} : { begin: this.#begin }
    return { schema: this.#schema, ...begin, counts: this.#counts, rejectsBytes: this.#rejects?.bytes ?? 0 }
  }

  /** Keeps a checkpoint of what was added up to now. */
  async #keep(): Promise<void> {
    const cursor = this.#cursor
    if (this.#part === undefined || cursor === undefined || !this.#exit.resumes) return
    const progress: FileProgress = { ...this.#progress(), phase: 'writing' }
    this.#kept = { rows: this.#counts.read, at: performance.now() }
    await this.#part.sync()
    await this.#rejects?.sync()
    await this.#write(cursor, progress)
  }

  async #write(cursor: Cursor | undefined, progress: FileProgress): Promise<void> {
    const { state, stream } = this.#exit
    const place = cursor === undefined ? {} : { cursor }
    await state.commit({ stream, checkpoint: { number: this.#number, ...place, progress: { ...progress } } })
  }

  #path(): string {
    return join(this.#exit.folder, dataFileName(this.#exit.resource, this.#number, fileExtensions[this.#exit.format]))
  }
}

function sentFile({ resource, exit }: Stream, { sequence, file, rows, bytes, sha256 }: DataFileManifest): SentFile {
  return { resource, exit, number: sequence, file, rows, bytes, sha256, sentAt: Date.now() }
}

function after(cursor: Cursor | undefined): { readonly after?: Cursor } {
  return cursor === undefined ? {} : { after: cursor }
}
