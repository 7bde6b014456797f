import { BerthError } from '@berth/core'
import { maxAnswerRows, type SqlBulkWrite, type SqlConnection } from '@berth/sql'
import { write as writeStatement } from './dialect.ts'
import type { WireField, WireStatement } from './driver.ts'
import type { Line } from './line.ts'
import { MarkerTexts } from './markers.ts'
import { RowStream } from './row-stream.ts'

/** The most rows of one statement of a bulk write. */
const bulkRows = 1000

/** The protocol counts parameters in 16 bits. */
const maxProtocolParameters = 65_535

/** The most texts of bulk writes that are kept. */
const maxWrites = 50

/** What a packet holds besides its parameters. */
const packetOverhead = 65_536

/** Rows of a statement with their columns. */
export interface RowSet {
  readonly fields: readonly WireField[]
  readonly rows: unknown[][]
}

/** One line to a server for the shared SQL operations. */
export class MysqlConnection implements SqlConnection {
  readonly line: Line
  /** The longest packet that the server takes. */
  readonly #maxPacket: number
  readonly #texts: MarkerTexts = new MarkerTexts()
  /** Statements of bulk writes, by what they write. */
  readonly #writes: Map<string, string> = new Map()

  constructor(line: Line, maxPacket: number) {
    this.line = line
    this.#maxPacket = maxPacket
  }

  async query(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<unknown[][]> {
    const answer = await this.#run('read', text, parameters, signal)
    return answer as unknown[][]
  }

  async *stream(
    text: string,
    parameters: readonly unknown[],
    batchRows: number,
    signal: AbortSignal,
  ): AsyncIterable<unknown[][]> {
    const { line } = this
    if (line.failure !== undefined) throw line.failure
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'read' })
    const statement = this.#statement(text, parameters)
    const command = parameters.length === 0 ? line.wire.query(statement) : line.wire.execute(statement)
    const rows = new RowStream(line.wire, command, batchRows)
    const next = (): Promise<unknown[][] | undefined> =>
      line.during((fail) => {
        fail((failure) => rows.fail(failure))
        return rows.next().catch((error: unknown) => {
          throw line.told(error, 'read')
        })
      })
    const drain = (): Promise<void> =>
      line.during((fail) => {
        fail((failure) => rows.fail(failure))
        return rows.drain()
      })
    try {
      for (;;) {
        const batch = await line.cancellable('read', signal, next, drain)
        if (signal.aborted) throw new BerthError('ABORTED', { call: 'read' })
        if (batch === undefined) return
        yield batch
      }
    } finally {
      if (!rows.ended && line.failure === undefined) await line.stop(drain, 'read')
    }
  }

  async execute(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<void> {
    await this.#run('write', text, parameters, signal)
  }

  /** Any statement as a prepared one, with the first set of rows that it answers, cut behind what an answer may hold. */
  call(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<RowSet | undefined> {
    const { line } = this
    return line.cancellable('call', signal, () => {
      const statement = this.#statement(text, parameters)
      return line.request<RowSet | undefined>('call', (callback) => {
        let first: RowSet | undefined
        let isFirst = false
        line.wire
          .execute(statement)
          .on('fields', (fields) => {
            isFirst = first === undefined && fields !== undefined
            if (first === undefined && fields !== undefined) first = { fields, rows: [] }
          })
          .on('result', (row) => {
            if (isFirst && first !== undefined && first.rows.length <= maxAnswerRows) first.rows.push(row)
          })
          .on('error', (error) => callback(error, first))
          .on('end', () => callback(null, first))
      })
    })
  }

  /**
   * Statements are full or hold a power of two of rows, so that few texts are prepared. One alone needs no savepoint: a
   * statement that fails undoes itself.
   */
  async bulk(write: SqlBulkWrite, signal: AbortSignal): Promise<void> {
    const most = Math.max(1, Math.min(bulkRows, Math.floor(maxProtocolParameters / write.columns.length)))
    let holds = false
    try {
      for (let start = 0; start < write.rows.length; ) {
        const fitting = this.#fitting(write.rows, start, most)
        const rows = fitting === most ? most : 2 ** Math.floor(Math.log2(fitting))
        if (!holds && rows < write.rows.length) await this.execute('SAVEPOINT BERTH', [], signal)
        holds ||= rows < write.rows.length
        const values: unknown[] = []
        for (let index = start; index < start + rows; index++)
          for (const cell of write.rows[index] ?? []) values.push(cell)
        await this.#send('write', { sql: this.#writeText(write, rows), values }, signal)
        start += rows
      }
    } catch (error) {
      if (holds && BerthError.is(error) && error.action === 'skip')
        await this.execute('ROLLBACK TO SAVEPOINT BERTH', [], signal)
      throw error
    }
    if (holds) await this.execute('RELEASE SAVEPOINT BERTH', [], signal)
  }

  /** Made once for its form: it is long. */
  #writeText({ table, columns, key }: SqlBulkWrite, rows: number): string {
    const form = JSON.stringify([table.name, rows, key, columns.map(({ name }) => name)])
    let text = this.#writes.get(form)
    if (text === undefined) {
      text = this.#texts.positional(writeStatement({ table, columns, key, rows })).sql
      if (this.#writes.size >= maxWrites) this.#writes.clear()
      this.#writes.set(form, text)
    }
    return text
  }

  /** How many rows from `start` on the server takes together, at least one and no more than `most`. */
  #fitting(rows: SqlBulkWrite['rows'], start: number, most: number): number {
    let bytes = packetOverhead
    for (let index = start; index < rows.length && index < start + most; index++) {
      for (const cell of rows[index] ?? []) bytes += sizeOf(cell)
      if (bytes <= this.#maxPacket) continue
      if (index === start) this.#requireFitting(bytes)
      return index - start
    }
    return Math.min(most, rows.length - start)
  }

  async begin(signal: AbortSignal): Promise<void> {
    await this.#run('begin', 'START TRANSACTION', [], signal)
  }

  async commit(signal: AbortSignal): Promise<void> {
    await this.#run('commit', 'COMMIT', [], signal)
  }

  async rollback(): Promise<void> {
    await this.line.request('rollback', (callback) => this.line.wire.query({ sql: 'ROLLBACK' }, callback))
  }

  async #run(call: string, text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<unknown> {
    return await this.#send(call, this.#statement(text, parameters), signal)
  }

  #send(call: string, statement: WireStatement, signal: AbortSignal): Promise<unknown> {
    const { line } = this
    return line.cancellable(call, signal, () =>
      line.request<unknown>(call, (callback) =>
        statement.values === undefined ? line.wire.query(statement, callback) : line.wire.execute(statement, callback),
      ),
    )
  }

  /** The statement for the driver. */
  #statement(text: string, parameters: readonly unknown[]): WireStatement {
    if (parameters.length === 0) return { sql: text }
    const { sql, order } = this.#texts.positional(text)
    let bytes = text.length + packetOverhead
    const values = order.map((index) => {
      const value = parameters[index] ?? null
      bytes += sizeOf(value)
      return value
    })
    this.#requireFitting(bytes)
    return { sql, values }
  }

  /** A statement that the server would not take whole would cost the line: it is refused here. */
  #requireFitting(bytes: number): void {
    if (bytes > this.#maxPacket)
      throw new BerthError('VALUE_TOO_LONG', { column: '-', length: bytes, maxLength: this.#maxPacket })
  }
}

/** What a bound value takes on the line, at most. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length * 3 + 9
  return value instanceof Uint8Array ? value.length + 9 : 9
}
