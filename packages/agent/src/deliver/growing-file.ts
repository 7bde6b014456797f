import { createReadStream } from 'node:fs'
import { BerthError } from '@berth/core'
import type { FileWriter } from '@berth/files'
import { fileError } from './file-error.ts'
import { PartFile, type Piece } from './part-file.ts'
import { removeFile } from './remove-file.ts'

/** How the records of a file become the file. */
export interface FileFrame {
  /** What stands before the first record, and behind the last. */
  readonly begin: Piece
  readonly end: Piece
  readonly maxRecords: number | undefined
  /** Makes the file of what has grown. Undefined: that is the file. */
  readonly assemble: FileWriter['assemble']
}

/** A file is not there before it has a name without this. */
const underWay = '.part'

/** Where the records of a file grow: in the file under way itself, or beside it, where the file is made of them. */
export function growingPath(data: string, { assemble }: Pick<FileFrame, 'assemble'>): string {
  return assemble === undefined ? `${data}${underWay}` : `${data}.records${underWay}`
}

/**
 * Makes the file under way of the records that have grown beside it, from the first to the last: a run that was killed here
 * does it anew. Rejects with `DISK_FULL`, `FILE_UNWRITABLE` and `ABORTED`.
 */
export async function assembleFile(
  data: string,
  assemble: NonNullable<FileFrame['assemble']>,
  records: number,
  signal: AbortSignal | undefined,
): Promise<PartFile> {
  const part = await PartFile.create(`${data}${underWay}`)
  try {
    for await (const bytes of assemble(grown(growingPath(data, { assemble }), signal), records))
      await part.append([bytes])
    await part.sync()
    return part
  } catch (error) {
    await part.close()
    throw error
  }
}

/** Removes what a run under whatever format left of a file that never appeared. */
export async function removeUnderWay(data: string): Promise<void> {
  for (const path of [`${data}${underWay}`, `${data}.records${underWay}`]) await removeFile(path)
}

async function* grown(path: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = createReadStream(path, { highWaterMark: 1 << 18 })
  try {
    for await (const bytes of stream) {
      if (signal?.aborted === true) throw new BerthError('ABORTED', { call: 'file' })
      yield bytes as Uint8Array
    }
  } catch (cause) {
    throw fileError(cause, path)
  } finally {
    stream.destroy()
  }
}
