import {
  BerthError,
  type ChangeBatch,
  type ChangeColumn,
  type ChangesRequest,
  type CursorPlace,
  decodeCursor,
  encodeCursor,
  type Value,
  valueBefore,
} from '@berth/core'
import type { SqlColumn, SqlTable } from './column.ts'
import type { SqlContext } from './context.ts'
import { keysetCondition, ordered } from './keyset.ts'
import { isLastPage } from './last-page.ts'
import { SqlParameters } from './parameters.ts'
import { isPrimaryKey } from './primary-key.ts'
import { RowReader } from './row-reader.ts'

/** One part of a read of changes. */
interface Section {
  /** The condition of its rows, of those behind a row where one is given. */
  readonly condition: (parameters: SqlParameters, behind: readonly unknown[] | undefined) => string
  /** What its batches keep where they do not move the cursor. */
  readonly cursor?: string
}

/**
 * Reads what changed, ordered by the change column and then the key, up to the greatest value that the column had when
 * the read began, so that it ends on a table that is written to (CHG-1).
 *
 * Rows with NULL in the change column come first, in a read that starts at the beginning, and never again: nothing
 * tells that they changed. Rows inside the overlap come with the cursor the read began with, so that a cut there
 * neither loses nor moves back. Values are compared as bound values of the column's own type, with all their digits.
 * With `scansInPages` and the primary key, every batch is a statement of its own, so that no lock stays between batches.
 * Without a key to break ties it is `KEY_MISSING`. A row with a cell that cannot be read is told in `unreadable`; in the
 * change column or the key such a cell ends the read.
 */
export async function* columnChanges(
  context: SqlContext,
  request: ChangesRequest,
  by: ChangeColumn,
  signal: AbortSignal,
): AsyncIterable<ChangeBatch> {
  const { dataset, columns, batchRows } = request
  if (by.key.length === 0) throw new BerthError('KEY_MISSING', { dataset, purpose: 'follow changes' })
  const order = [by.column, ...by.key]
  const table = await context.table(dataset, signal)
  const reader = new RowReader(context, table, columns, order, by.column)
  const place: CursorPlace = { read: 'changes', dataset, order }
  const from = request.after === undefined ? undefined : decodeCursor(place, request.after)
  const [column] = reader.key as [SqlColumn, ...SqlColumn[]]
  const upper = await greatest(context, table, column, signal)
  const ordering = reader.key.map((each) => ordered(each, context.dialect.quote(each.name))).join(', ')
  const { fields } = reader
  const paged = (context.dialect.scansInPages ?? table.scansInPages) === true && isPrimaryKey(table, by.key)
  const limit = paged ? context.dialect.limit(batchRows) : { head: '', tail: '' }
  for (const section of sections(context, table, request.after, by.overlap ?? 0, reader.key, from, upper)) {
    const batch = (raw: unknown[][]): ChangeBatch => {
      const { lastKey, ...read } = reader.read(raw)
      behind = lastKey
      return { fields, ...read, cursor: section.cursor ?? encodeCursor(place, lastKey) }
    }
    let behind: readonly unknown[] | undefined
    for (let last = false; !last; ) {
      const parameters = new SqlParameters(context.dialect)
      const condition = section.condition(parameters, behind)
      const text = `SELECT ${limit.head} ${reader.expressions.join(', ')} FROM ${table.reference} WHERE ${condition} ORDER BY ${ordering} ${limit.tail}`
      if (paged) {
        const raw = await context.connection.query(text, parameters.values, signal)
        last = isLastPage(context.dialect, raw.length, batchRows)
        if (raw.length > 0) yield batch(raw)
      } else {
        last = true
        for await (const raw of context.connection.stream(text, parameters.values, batchRows, signal)) yield batch(raw)
      }
    }
  }
}

/** The greatest value that is read up to, as a cursor would keep it, or null when there is none. */
async function greatest(
  context: SqlContext,
  table: SqlTable,
  column: SqlColumn,
  signal: AbortSignal,
): Promise<unknown> {
  const maximum = `MAX(${context.dialect.quote(column.name)})`
  const text = column.upTo ?? `SELECT ${column.select?.(maximum) ?? maximum} FROM ${table.reference}`
  const raw = (await context.connection.query(text, [], signal))[0]?.[0] ?? null
  return raw === null || column.bindsRaw === true ? raw : canonical(table, column, raw)
}

function canonical(table: SqlTable, column: SqlColumn, raw: unknown): Value {
  try {
    return column.convert === undefined ? (raw as Value) : column.convert(raw)
  } catch (error) {
    if (!BerthError.is(error)) throw error
    throw new BerthError(error.code, { ...error.details, dataset: table.name, column: column.name }, { cause: error })
  }
}

function* sections(
  context: SqlContext,
  table: SqlTable,
  after: string | undefined,
  overlap: number,
  order: readonly SqlColumn[],
  from: readonly unknown[] | undefined,
  upper: unknown,
): Iterable<Section> {
  const { dialect } = context
  const [column, ...key] = order as [SqlColumn, ...SqlColumn[]]
  const reference = dialect.quote(column.name)
  const last = from?.[0]
  const keyset = (
    columns: readonly SqlColumn[],
    operator: '>' | '<=',
    values: readonly unknown[],
    parameters: SqlParameters,
  ): string => keysetCondition(dialect, columns, operator, values, parameters)
  if (last === undefined || last === null) {
    yield {
      condition: (parameters, behind = from) =>
        `${reference} IS NULL${behind === undefined ? '' : ` AND ${keyset(key, '>', behind.slice(1), parameters)}`}`,
    }
  }
  if (upper === null) return
  if (from !== undefined && last !== undefined && last !== null && overlap > 0 && after !== undefined) {
    const start = column.bindsRaw === true ? canonical(table, column, last) : (last as Value)
    const before = valueBefore(start, overlap, column.type, dialect.name)
    const like = before === null ? undefined : column.bindLike?.(before, last)
    const lower = (parameters: SqlParameters): string =>
      like === undefined ? parameters.add(column, before) : parameters.addKey(column, like)
    yield {
      condition: (parameters, behind) => {
        const above =
          behind === undefined
            ? `${ordered(column, reference)} >= ${ordered(column, lower(parameters))}`
            : keyset(order, '>', behind, parameters)
        return `${above} AND ${keyset(order, '<=', from, parameters)}`
      },
      cursor: after,
    }
  }
  const start = last === undefined || last === null ? undefined : from
  yield {
    condition: (parameters, behind = start) => {
      const bound = `${ordered(column, reference)} <= ${ordered(column, parameters.addKey(column, upper))}`
      return behind === undefined ? bound : `${bound} AND ${keyset(order, '>', behind, parameters)}`
    },
  }
}
