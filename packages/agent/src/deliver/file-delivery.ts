import { join } from 'node:path'
import type { Cursor } from '@berth/core'
import type { SigningKey } from '@berth/trust'
import type { Checkpoint } from '../state/state-port.ts'
import {
  claimDataFile,
  type DataFileManifest,
  dataFileName,
  exists,
  schemaOf,
  sealDataFile,
  syncFolder,
} from './data-file.ts'
import type { Delivery, DeliveryEnd, DeliveryStart, ExchangeCounts, PlannedBatch } from './delivery.ts'
import { type ExchangeExit, schemaDigest } from './exchange-exit.ts'
import { PartFile } from './part-file.ts'
import type { RejectsFile } from './rejects-file.ts'

/** Where data files go and how. */
export interface FileExit extends ExchangeExit {
  readonly folder: string
  readonly format: 'ndjson' | 'csv'
  /** What stands before the first record. */
  readonly header: string
  readonly key: SigningKey | undefined
  /** A checkpoint is kept after so many rows, or so long, whatever comes first. */
  readonly checkpointRows: number
  readonly checkpointMs: number
}

/** What a checkpoint keeps of a file under way. */
interface FileProgress {
  readonly phase: 'writing' | 'sealing' | 'done'
  /** Of the items and the format. */
  readonly schema: string
  /** Where reading began for this file. */
  readonly begin?: Cursor
  readonly counts: ExchangeCounts
  readonly rejectsBytes: number
  /** Once sealing began: what the file is, whatever the docking's manifest says by the time it appears. */
  readonly manifest?: DataFileManifest
}

const none: ExchangeCounts = { read: 0, rows: 0, rejected: 0, bytes: 0 }

/**
 * Delivers into a data file. The file grows under a name of its own; checkpoints say up to which byte it holds, a run
 * that goes on cuts what came after. When it is complete this is written down first, then the file appears whole
 * (FIL-1, AVL-2).
 */
export class FileDelivery implements Delivery<readonly string[]> {
  readonly #exit: FileExit
  readonly #schema: string
  #number = 0
  #begin: Cursor | undefined
  #cursor: Cursor | undefined
  #counts: ExchangeCounts = none
  #part: PartFile | undefined
  #rejects: RejectsFile | undefined
  #sealing: (FileProgress & { readonly manifest: DataFileManifest }) | undefined
  #kept = { rows: 0, at: 0 }
  #keeping: Promise<void> = Promise.resolve()

  constructor(exit: FileExit) {
    this.#exit = exit
    this.#schema = schemaDigest(exit.given, exit.format)
  }

  get counts(): ExchangeCounts {
    return this.#counts
  }

  get rejectsFile(): string | undefined {
    return this.#rejects?.path
  }

  async begin(): Promise<DeliveryStart> {
    const { state, stream, restart, keepsCursor } = this.#exit
    if (restart) await state.commit({ stream, restart: true })
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

  async add(batch: PlannedBatch<readonly string[]>): Promise<void> {
    const { checkpointRows, checkpointMs } = this.#exit
    await this.#rejects?.add(batch.left)
    await this.#part?.append(batch.output)
    this.#cursor = batch.cursor
    this.#counts = {
      read: this.#counts.read + batch.read,
      rows: this.#counts.rows + batch.rows,
      rejected: this.#counts.rejected + batch.left.length,
      bytes: this.#part?.bytes ?? 0,
    }
    const due =
      this.#counts.read - this.#kept.rows >= checkpointRows || performance.now() - this.#kept.at >= checkpointMs
    if (!due) return
    // The disk works on a checkpoint while the next rows are read.
    await this.#keeping
    this.#keeping = this.#keep()
    this.#keeping.catch(() => undefined)
  }

  async pause(): Promise<void> {
    await this.#keeping
    if (this.#sealing === undefined) await this.#keep()
  }

  async finish(): Promise<DeliveryEnd> {
    await this.#keeping
    const nothing = this.#exit.keepsCursor && this.#begin !== undefined && this.#counts.read === 0
    if (this.#sealing === undefined && nothing) {
      await this.#part?.discard()
      this.#part = undefined
      return { counts: this.#counts, files: [], batches: 0 }
    }
    const sealing = this.#sealing ?? (await this.#complete())
    const { counts, manifest } = sealing
    const { folder, state, stream, key, keepsCursor } = this.#exit
    await sealDataFile(folder, manifest, key)
    const cursor = keepsCursor && this.#cursor !== undefined ? { cursor: this.#cursor } : {}
    const progress = { ...sealing, phase: 'done' }
    const { rows, sha256: digest, file: reference, sequence } = manifest
    const items = manifest.schema.map(({ item }) => item)
    const [receipt] = await state.commit({
      stream,
      delivered: sequence,
      checkpoint: { number: sequence, ...cursor, progress },
      receipts: [this.#exit.receipt({ rows, digest, reference, items })],
    })
    return { counts, files: [join(folder, reference)], batches: 0, ...(receipt === undefined ? {} : { receipt }) }
  }

  async close(): Promise<void> {
    await this.#keeping.catch(() => undefined)
    await this.#part?.close()
    await this.#rejects?.close()
    this.#part = undefined
  }

  async #start(): Promise<DeliveryStart> {
    const data = this.#path()
    await claimDataFile(data)
    this.#part = await PartFile.create(`${data}.part`)
    await this.#part.append([this.#exit.header])
    this.#rejects = this.#exit.rejects(this.#number)
    this.#counts = none
    this.#cursor = this.#begin
    return { ...after(this.#begin), resumed: false, counts: none, complete: false }
  }

  /** Undefined: what the checkpoint is about cannot go on, and the file begins anew. */
  async #resume(checkpoint: Checkpoint, progress: FileProgress): Promise<DeliveryStart | undefined> {
    const data = this.#path()
    const appeared = progress.phase === 'sealing' && !(await exists(`${data}.part`))
    if (progress.schema !== this.#schema && !appeared) return undefined
    this.#begin = progress.begin
    this.#cursor = checkpoint.cursor
    this.#counts = progress.counts
    this.#rejects = this.#exit.rejects(this.#number)
    const start = { ...after(checkpoint.cursor), resumed: true, counts: progress.counts }
    if (progress.phase === 'sealing' && progress.manifest !== undefined) {
      this.#sealing = { ...progress, manifest: progress.manifest }
      return { ...start, complete: true }
    }
    this.#part = await PartFile.resume(`${data}.part`, progress.counts.bytes)
    if (this.#part === undefined) return undefined
    await this.#rejects.resume(progress.rejectsBytes)
    this.#kept = { rows: progress.counts.read, at: performance.now() }
    return { ...start, complete: false }
  }

  /** Writes down that the file is complete, before anything of it can be seen. */
  async #complete(): Promise<FileProgress & { readonly manifest: DataFileManifest }> {
    const { folder, system, resource, format, given } = this.#exit
    await this.#part?.sync()
    await this.#rejects?.sync()
    await syncFolder(folder)
    const progress = this.#progress()
    const manifest: DataFileManifest = {
      berth: 1,
      system,
      resource,
      file: dataFileName(resource, this.#number, format),
      format,
      sequence: this.#number,
      rows: progress.counts.rows,
      bytes: progress.counts.bytes,
      sha256: this.#part?.digest() ?? '',
      schema: schemaOf(given),
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
    if (this.#part === undefined || cursor === undefined) return
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
    return join(this.#exit.folder, dataFileName(this.#exit.resource, this.#number, this.#exit.format))
  }
}

function after(cursor: Cursor | undefined): { readonly after?: Cursor } {
  return cursor === undefined ? {} : { after: cursor }
}
