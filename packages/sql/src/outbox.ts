import { BerthError, type ChangeOutbox, type Row } from '@berth/core'
import type { SqlChangeEntries, SqlChangeLog } from './change-log.ts'
import type { SqlTable } from './column.ts'
import type { SqlContext } from './context.ts'
import { joined, type LateRange, skipped, withoutSeen } from './late-numbers.ts'
import { SqlParameters } from './parameters.ts'
import { RowReader } from './row-reader.ts'

/**
 * The column of an outbox that numbers its entries, in the order in which transactions took the numbers. The others have
 * the names and types of the key.
 */
export const outboxNumber = 'BERTH_NUMBER'

/** How many numbers before the end a first read looks through for some that are still to come. */
const lookBack = 10_000

const defaultLateCommitMs = 600_000

/** What a cursor keeps: the greatest number seen, and the smaller ones that may still be committed. */
interface Place {
  readonly number: number
  readonly late: readonly LateRange[]
}

/**
 * A table beside the dataset that triggers fill, as a log of changes. A transaction takes its number before it commits, so
 * smaller numbers may appear later: those that are missing stay in the cursor and are asked for again until
 * `lateCommitMs` have passed, and once more behind that, however long no read came; then they are taken for rolled back.
 */
export class OutboxLog implements SqlChangeLog<ChangeOutbox> {
  readonly #context: SqlContext
  /** Up to here the running read has asked for late numbers; it does not ask again, so that it comes to its end. */
  #asked = 0

  constructor(context: SqlContext) {
    this.#context = context
  }

  async end(_table: SqlTable, by: ChangeOutbox, signal: AbortSignal): Promise<string> {
    this.#asked = 0
    const outbox = await this.#context.table(by.dataset, signal)
    const { least, greatest } = await this.#bounds(outbox, signal)
    if (greatest === undefined || least === undefined) return JSON.stringify({ number: 0, late: [] })
    // Not from the least: what came first may be committed last.
    const from = Math.max(1, greatest - lookBack)
    const rows = await this.#read(outbox, [], [[from, greatest]], undefined, signal)
    const late = skipped(from - 1, numbersOf(rows), until(by))
    return JSON.stringify({ number: greatest, late: joined(late) } satisfies Place)
  }

  async entries(
    table: SqlTable,
    by: ChangeOutbox,
    range: { readonly from: string; readonly to: string; readonly limit: number },
    signal: AbortSignal,
  ): Promise<SqlChangeEntries> {
    const outbox = await this.#context.table(by.dataset, signal)
    const from = JSON.parse(range.from) as Place
    const to = (JSON.parse(range.to) as Place).number
    const { least, greatest } = await this.#bounds(outbox, signal)
    // Purging keeps the newest entry, so that a table that begins behind the next number has lost some unread. One that
    // ends before the cursor is another one: made anew, or of a database that was restored.
    const isLost = least !== undefined && from.number > 0 && least > from.number + 1
    if (isLost || (greatest !== undefined && greatest < from.number))
      throw new BerthError('CURSOR_EXPIRED', { resource: table.name })
    const now = Date.now()
    const before = this.#asked
    const ranges = from.late.flatMap((each): [number, number][] =>
      each.to > before ? [[Math.max(each.from, before + 1), each.to]] : [],
    )
    const rows = await this.#read(outbox, by.key, [...ranges, [from.number + 1, to]], range.limit, signal)
    const seen = numbersOf(rows)
    const last = rows.length < range.limit
    const reached = Math.max(from.number, last ? to : (seen.at(-1) ?? 0))
    this.#asked = last ? reached : (seen.at(-1) ?? 0)
    const fresh = [...seen.filter((number) => number > from.number), ...(reached > from.number ? [reached] : [])]
    // One whose time is over goes when it was asked for behind that: the last read may have been long before.
    const late = withoutSeen(from.late, seen).filter(
      (each) => each.until > now || each.from <= before || each.to > this.#asked,
    )
    const stillLate = [...late, ...skipped(from.number, fresh, until(by))]
    const position = JSON.stringify({ number: reached, late: joined(stillLate) } satisfies Place)
    return { keys: rows.map(([, ...key]) => key), position, last }
  }

  async #bounds(outbox: SqlTable, signal: AbortSignal): Promise<{ least?: number; greatest?: number }> {
    const { dialect, connection } = this.#context
    const column = this.#context.column(outbox, outboxNumber, [])
    const number = dialect.quote(outboxNumber)
    // Two statements: an index answers each of them, and few databases use one for both.
    const bound = async (name: 'MIN' | 'MAX'): Promise<unknown> => {
      const expression = `${name}(${number})`
      const text = `SELECT ${column.select?.(expression) ?? expression} FROM ${outbox.reference}`
      return (await connection.query(text, [], signal))[0]?.[0] ?? null
    }
    const least = await bound('MIN')
    return least === null ? {} : { least: exact(least), greatest: exact(await bound('MAX')) }
  }

  /** Number and key of the entries in any of the ranges, by number. */
  async #read(
    outbox: SqlTable,
    key: readonly string[],
    ranges: readonly (readonly [number, number])[],
    rows: number | undefined,
    signal: AbortSignal,
  ): Promise<Row[]> {
    const { dialect, connection } = this.#context
    const columns = [outboxNumber, ...key].map((name) => ({ name }))
    const reader = new RowReader(this.#context, outbox, columns, [])
    const column = this.#context.column(outbox, outboxNumber, [])
    const parameters = new SqlParameters(dialect)
    const number = dialect.quote(outboxNumber)
    const bound = (value: number): string =>
      parameters.add(column, column.type.name === 'integer' ? value : String(value))
    // Numbers of ranges are powers of two, so that few texts are prepared; none lies in the empty range.
    const count = 2 ** Math.ceil(Math.log2(ranges.length))
    const conditions = Array.from({ length: count }, (_, at) => {
      const [from, to] = ranges[at] ?? [1, 0]
      return `(${number} >= ${bound(from)} AND ${number} <= ${bound(to)})`
    })
    const limit = rows === undefined ? { head: '', tail: '' } : dialect.limit(rows)
    const text = `SELECT ${limit.head} ${reader.expressions.join(', ')} FROM ${outbox.reference} WHERE ${conditions.join(' OR ')} ORDER BY ${number} ${limit.tail}`
    const read = reader.read(await connection.query(text, parameters.values, signal))
    const [bad] = read.unreadable ?? []
    if (bad !== undefined) throw bad.error
    return read.rows
  }
}

function numbersOf(rows: readonly Row[]): number[] {
  return rows.map(([number]) => exact(number))
}

/** Throws `VALUE_INVALID` for a number that is not held exactly: its neighbours would be taken for it. */
function exact(value: unknown): number {
  const number = Number(value)
  if (Number.isSafeInteger(number)) return number
  throw new BerthError('VALUE_INVALID', { column: outboxNumber, type: 'integer', length: String(value).length })
}

function until({ lateCommitMs = defaultLateCommitMs }: ChangeOutbox): number {
  return Date.now() + lateCommitMs
}
