import { BerthError } from '@berth/core'
import type { Attachment } from './attachment.ts'
import { type BlobColumn, readExactly } from './cells.ts'
import type { WireStatement, WireTransaction } from './driver.ts'

/** Prepared statements that are kept for their next use. */
const maxKept = 64

/** The most bytes of a text or binary parameter that is no blob. */
const maxParameterBytes = 32_765

const sqlVarying = 448
const sqlBlob = 520

/** Times as parameters: the driver would send them in milliseconds of the local time zone. */
const times: ReadonlySet<number> = new Set([510, 560, 570])

/** Names and texts in quotes, and numbered markers: the server knows markers without numbers only. */
const numbered = /"[^"]*"|'[^']*'|\?(\d+)/g

/** A prepared statement whose cells are read exactly and whose parameters are sent as they are. */
export class Statement {
  readonly text: string
  readonly native: WireStatement
  readonly blobs: readonly BlobColumn[]
  /** Whether parameters go to the server ahead of the statement, as blobs. */
  readonly sendsBlobs: boolean
  /** Which parameter stands at each marker; undefined where each stands at its own. */
  readonly #order: readonly number[] | undefined

  constructor(text: string, native: WireStatement, order: readonly number[]) {
    this.text = text
    this.#order = order.every((position, at) => position === at + 1) ? undefined : order
    this.native = native
    this.blobs = readExactly(native.output)
    this.sendsBlobs = native.input.some(({ type }) => type === sqlBlob)
    // Sent as text, which the server turns into the time exactly.
    for (const descriptor of native.input) if (times.has(descriptor.type)) descriptor.type = sqlVarying
  }

  /** The parameters as the server takes them, one that is named again repeated. */
  arranged(parameters: readonly unknown[]): readonly unknown[] {
    return this.#order?.map((position) => parameters[position - 1]) ?? parameters
  }

  /** Throws `VALUE_TOO_LONG` for what no column can hold and the driver cannot send. */
  check(parameters: readonly unknown[]): void {
    for (const [index, value] of parameters.entries()) {
      if (typeof value !== 'string' && !Buffer.isBuffer(value)) continue
      if (value.length <= maxParameterBytes / 4 || this.native.input[index]?.type === sqlBlob) continue
      const length = Buffer.byteLength(value)
      if (length > maxParameterBytes)
        throw new BerthError('VALUE_TOO_LONG', { column: '-', length, maxLength: maxParameterBytes })
    }
  }
}

/** The prepared statements of one attachment, the least recently used given up first. */
export class Statements {
  readonly #attachment: Attachment
  readonly #kept: Map<string, Statement> = new Map()

  constructor(attachment: Attachment) {
    this.#attachment = attachment
  }

  /** The statement of this text, prepared when it is not at hand. It belongs to the caller until given back. */
  async take(text: string, transaction: WireTransaction): Promise<Statement> {
    const kept = this.#kept.get(text)
    if (kept !== undefined) {
      this.#kept.delete(text)
      return kept
    }
    const order: number[] = []
    const unnumbered = text.replace(numbered, (found, position: string | undefined) => {
      if (position === undefined) return found
      order.push(Number(position))
      return '?'
    })
    const native = await this.#attachment.request<WireStatement>('prepare', (callback) =>
      transaction.newStatement(unnumbered, callback),
    )
    return new Statement(text, native, order)
  }

  /** After its last row. The cursor is closed with the next request. */
  giveBack(statement: Statement): void {
    if (statement.native.type === statementDdl) {
      this.drop(statement)
      return
    }
    if (statement.native.output.length > 0) statement.native.close(ignore)
    this.#kept.set(statement.text, statement)
    for (const [text, oldest] of this.#kept) {
      if (this.#kept.size <= maxKept) break
      this.#kept.delete(text)
      this.drop(oldest)
    }
  }

  /** After a failure, or in the middle of its rows. */
  drop(statement: Statement): void {
    statement.native.drop(ignore)
  }
}

const statementDdl = 5

function ignore(): void {
  // The next request tells whether the line still stands.
}
