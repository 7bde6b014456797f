import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ErrorCode, UnreadableRow } from '@berth/core'
import type { RejectedRow } from '../plan/plan.ts'
import { fileError } from './file-error.ts'
import { PartFile } from './part-file.ts'
import { removeFile } from './remove-file.ts'

/** A row that was left out; `change` where it was one to delete. */
export interface LeftRow extends RejectedRow {
  readonly change?: 'delete'
}

/** Why a row was left out. It names places and lengths, never a value (SEC-2). */
export interface RejectedRecord {
  /** Position in the read, from 1. Where `batch` is given: in that batch. */
  readonly row: number
  readonly batch?: number
  /** It was one to delete. */
  readonly change?: 'delete'
  readonly item?: string
  readonly code: ErrorCode
  readonly length?: number
  /** The source's column, where the row could not be read; the target's, where the target refused it. */
  readonly column?: string
  /** Where it stands, where the source is a file: its name, the line and the record in it, from 1. */
  readonly file?: string
  readonly line?: number
  readonly record?: number
  /** Of the byte that cannot be decoded, from 0 in its cell; where there is a file, in that. */
  readonly offset?: number
  readonly nativeCode?: string
}

/**
 * The rows that an exchange left out, one JSON object a line, in a file of the department's own. The file is made with
 * its first row.
 */
export class RejectsFile {
  readonly path: string
  readonly #folder: string
  #file: PartFile | undefined

  constructor(folder: string, name: string) {
    this.#folder = folder
    this.path = join(folder, `${name}.rejects.ndjson`)
  }

  get bytes(): number {
    return this.#file?.bytes ?? 0
  }

  /** Goes on behind what a checkpoint says was written; what came after it, or is of a run that was given up, is removed. */
  async begin(bytes: number): Promise<void> {
    if (bytes > 0) this.#file = await PartFile.resume(this.path, bytes)
    else await removeFile(this.path)
  }

  async add(records: readonly RejectedRecord[]): Promise<void> {
    if (records.length === 0) return
    if (this.#file === undefined) {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) =>
        Promise.reject(fileError(cause, this.#folder)),
      )
      this.#file = await PartFile.create(this.path)
    }
    await this.#file.append(records.map((record) => `${JSON.stringify(record)}\n`))
  }

  async sync(): Promise<void> {
    await this.#file?.sync()
  }

  async close(): Promise<void> {
    await this.#file?.close()
    this.#file = undefined
  }
}

/**
 * Names the rows that the source could not give and the plan did not take. `before` is how many rows were read before
 * this batch; `unreadable` counts from the beginning of this read, which began behind `skipped` rows.
 */
export function rejectedRecords(
  before: number,
  skipped: number,
  unreadable: readonly UnreadableRow[],
  rejects: readonly LeftRow[],
): RejectedRecord[] {
  const records: RejectedRecord[] = unreadable.map(({ row, error }) => {
    const { length, column, offset, file, line, record } = error.details
    return {
      row: skipped + row,
      code: error.code,
      ...(typeof column === 'string' ? { column } : {}),
      ...(typeof file === 'string' ? { file } : {}),
      ...(typeof line === 'number' ? { line } : {}),
      ...(typeof record === 'number' ? { record } : {}),
      ...(typeof offset === 'number' ? { offset } : {}),
      ...(typeof length === 'number' ? { length } : {}),
    }
  })
  const gaps = new Set(records.map((record) => record.row))
  let position = before
  let index = -1
  for (const { row, ...rest } of rejects.toSorted((one, other) => one.row - other.row)) {
    while (index < row) {
      position++
      if (!gaps.has(position)) index++
    }
    records.push({ row: position, ...rest })
  }
  return records.sort((one, other) => one.row - other.row)
}
