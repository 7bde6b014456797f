import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { BerthError } from '@berth/core'
import type { FileContent } from '../codec.ts'
import type { DbfTable } from './dbf-table.ts'

/** Where the text of a memo begins, and how many bytes it has. Undefined: it goes on to its end mark. */
interface MemoPlace {
  readonly start: number
  readonly length: number | undefined
}

/** The long texts of a table, which lie in a file beside it: `.dbt` of dBase, `.fpt` of FoxPro. */
export class MemoFile implements Disposable {
  readonly #name: string
  readonly #handle: number
  readonly #size: number
  readonly #version: number
  readonly #foxPro: boolean
  readonly #blockBytes: number
  readonly #maxBytes: number

  private constructor(name: string, handle: number, table: DbfTable, foxPro: boolean, maxBytes: number) {
    this.#name = name
    this.#handle = handle
    this.#size = fstatSync(handle).size
    this.#version = table.version
    this.#foxPro = foxPro
    this.#maxBytes = maxBytes
    const header = this.#bytes(0, Math.min(32, this.#size))
    const told = foxPro ? header.readUInt16BE(6) : table.version === 0x8b ? header.readUInt16LE(20) : 0
    this.#blockBytes = told === 0 ? 512 : told
  }

  /**
   * The memo file of a table. Rejects with `FILE_PART_MISSING` where there is none, and with `FILE_CUT`. It is read on this machine: a
   * remote one is copied first.
   */
  static async open(content: FileContent, table: DbfTable, maxBytes: number, signal: AbortSignal): Promise<MemoFile> {
    const foxPro = table.visualFoxPro || table.version === 0xf5 || table.version === 0xfb
    const extension = foxPro ? 'fpt' : 'dbt'
    const memos = await content.beside?.(extension, signal)
    if (memos === undefined) throw new BerthError('FILE_PART_MISSING', { file: content.name, part: `.${extension}` })
    const handle = openSync(await memos.local(signal), 'r')
    try {
      return new MemoFile(memos.name, handle, table, foxPro, maxBytes)
    } catch (error) {
      closeSync(handle)
      throw error
    }
  }

  /** The bytes of a memo. Throws `VALUE_INVALID` for a place outside the file, `VALUE_TOO_LONG` for one beyond the bound. */
  read(block: number, column: string): Uint8Array {
    const { start, length } = this.#place(block, column)
    if (length === undefined) return this.#untilMark(start, column)
    if (length > this.#maxBytes) throw new BerthError('VALUE_TOO_LONG', { column, length, maxLength: this.#maxBytes })
    if (start + length > this.#size) throw new BerthError('VALUE_INVALID', { column, type: 'memo', length })
    return this.#bytes(start, length)
  }

  [Symbol.dispose](): void {
    closeSync(this.#handle)
  }

  #place(block: number, column: string): MemoPlace {
    const at = block * this.#blockBytes
    const head = this.#bytes(at, Math.max(0, Math.min(8, this.#size - at)))
    if (head.length === 0 || (this.#foxPro && head.length < 8))
      throw new BerthError('VALUE_INVALID', { column, type: 'memo', length: this.#size })
    if (this.#foxPro) return { start: at + 8, length: head.readUInt32BE(4) }
    // dBase IV says how long a memo is, its head counted; dBase III ends it with a mark.
    if (this.#version !== 0x83 && head.length === 8 && head.readUInt32LE(0) === 0x0008ffff)
      return { start: at + 8, length: Math.max(0, head.readUInt32LE(4) - 8) }
    return { start: at, length: undefined }
  }

  #untilMark(start: number, column: string): Uint8Array {
    const pieces: Buffer[] = []
    let length = 0
    for (let at = start; at < this.#size; at += 4096) {
      const piece = this.#bytes(at, Math.min(4096, this.#size - at))
      const end = piece.indexOf(0x1a)
      pieces.push(end < 0 ? piece : piece.subarray(0, end))
      length += end < 0 ? piece.length : end
      if (length > this.#maxBytes) throw new BerthError('VALUE_TOO_LONG', { column, length, maxLength: this.#maxBytes })
      if (end >= 0) return Buffer.concat(pieces)
    }
    throw new BerthError('VALUE_INVALID', { column, type: 'memo', length })
  }

  #bytes(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(length)
    let done = 0
    while (done < length) {
      const count = readSync(this.#handle, bytes, done, length - done, at + done)
      if (count === 0) throw new BerthError('FILE_CUT', { file: this.#name, offset: at + done })
      done += count
    }
    return bytes
  }
}
