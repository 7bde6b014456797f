import {
  BerthError,
  canonicalProblem,
  type LookupAnswer,
  type LookupRequest,
  type LookupResult,
  type Value,
} from '@berth/core'
import { coerce } from './coerce.ts'
import type { SqlColumn, SqlTable } from './column.ts'
import type { SqlContext } from './context.ts'
import type { SqlDialect } from './dialect.ts'
import { SqlParameters } from './parameters.ts'
import { RowReader } from './row-reader.ts'

/** Statements exist for these numbers of questions only, so that few texts are prepared and all are used again. */
const sizes: readonly number[] = [1, 2, 4, 8, 16, 32, 64]

/** The most questions that any dialect asks in one call; what `capabilities.lookup.maxKeys` of SQL connectors says. */
export const maxLookupKeys = 64

interface Question {
  readonly key: readonly Value[]
  readonly error?: BerthError
}

/**
 * Asks many questions in one statement: the single question for each key of arrays, where the database has them, or a UNION
 * ALL of the single questions, padded with NULL keys, which match nothing. Each answer has the rows, order, limit and error that it would have alone (LKP-3, LKP-4).
 */
export async function lookup(context: SqlContext, request: LookupRequest, signal: AbortSignal): Promise<LookupResult> {
  const { dialect } = context
  const table = await context.table(request.dataset, signal)
  const reader = new RowReader(context, table, request.columns, [])
  const by = request.by.map((name) => context.column(table, name, request.columns))
  for (const name of request.orderBy ?? []) context.column(table, name, [])
  const questions = request.keys.map((key) => question(dialect, by, key))
  const fitting = Math.max(1, Math.floor(dialect.maxParameters / by.length))
  const branches = reader.columns.some(({ notInUnion }) => notInUnion === true) ? 1 : dialect.maxUnionBranches
  const together = Math.min(maxLookupKeys, branches, fitting)
  const answers: LookupAnswer[] = []
  let start = 0
  while (start < questions.length) {
    const size = bucket(Math.min(together, questions.length - start), together)
    const part = questions.slice(start, start + size)
    const rows = await ask(context, request, table, reader, by, part, size, signal)
    part.forEach(({ error }, index) => {
      answers.push(error === undefined ? answer(reader, rows[index] ?? [], request.limit) : failed(error))
    })
    start += size
  }
  return { fields: reader.fields, answers }
}

/** The smallest bucket that holds the questions, or the largest that the dialect allows. */
function bucket(count: number, together: number): number {
  const allowed = sizes.filter((size) => size <= together)
  return allowed.find((size) => size >= count) ?? allowed[allowed.length - 1] ?? 1
}

/**
 * A key that cannot be a value of its column is this question's own failure. One that is too long for its column, or no
 * Unicode text, or NULL, matches nothing.
 */
function question(dialect: SqlDialect, by: readonly SqlColumn[], key: readonly Value[]): Question {
  const nothing = by.map(() => null)
  try {
    const values = by.map((column, index) => coerce(key[index] ?? null, column.type))
    const matching = by.map((column, index) => canMatch(dialect, column, values[index] ?? null))
    return { key: matching.includes(false) ? nothing : values }
  } catch (error) {
    if (!BerthError.is(error)) throw error
    return error.code === 'VALUE_TOO_LONG' && dialect.ignoresLengths !== true
      ? { key: nothing }
      : { key: nothing, error }
  }
}

function canMatch(dialect: SqlDialect, column: SqlColumn, value: Value): boolean {
  if (value === null) return false
  const problem = canonicalProblem(value, column.type)
  if (problem === 'shape') throw invalid(column, value)
  if (typeof value === 'string' && !value.isWellFormed()) return false
  if (problem === 'length' && dialect.ignoresLengths !== true) return false
  column.bind?.(value)
  return true
}

function invalid(column: SqlColumn, value: Value): BerthError {
  return new BerthError('VALUE_INVALID', { column: column.name, type: column.type.name, length: String(value).length })
}

async function ask(
  context: SqlContext,
  request: LookupRequest,
  table: SqlTable,
  reader: RowReader,
  by: readonly SqlColumn[],
  part: readonly Question[],
  size: number,
  signal: AbortSignal,
): Promise<unknown[][][]> {
  const { dialect, connection } = context
  const elements = by.flatMap((column) => elementOf(dialect, column) ?? [])
  const asArrays = size > 1 && elements.length === by.length
  const parameters = new SqlParameters(dialect)
  const limit = dialect.limit(request.limit + 1)
  const orderBy = (request.orderBy ?? []).map((name) => dialect.quote(name)).join(', ')
  const columns = reader.expressions.map((expression, index) => `${expression} AS BERTH_${index}`).join(', ')
  const branch = (index: number, number: string): string => {
    const conditions = by.map((column, at) => {
      const reference = dialect.quote(column.name)
      const marker = asArrays ? `BERTH_KEYS.K${at}` : parameters.add(column, part[index]?.key[at] ?? null)
      return column.equals?.(reference, marker) ?? `${reference} = ${marker}`
    })
    const order = orderBy === '' ? '' : ` ORDER BY ${orderBy}`
    // Under an alias: Firebird 3 puts that of the branch before the name, and cuts both within a character. And a table
    // called as the keys are would hide them.
    const from = size === 1 ? table.reference : `${table.reference} T`
    return `SELECT ${limit.head} ${columns}${number} FROM ${from} WHERE ${conditions.join(' AND ')}${order} ${limit.tail}`
  }
  if (size === 1) return [await connection.query(branch(0, ''), parameters.values, signal)]
  const answers: unknown[][][] = Array.from({ length: size }, () => [])
  const put = (rows: unknown[][]): unknown[][][] => {
    for (const row of rows) answers[Number(row.pop())]?.push(row)
    return answers
  }
  if (asArrays) {
    const arrays = elements.map((element, at) => {
      const column = by[at] as SqlColumn
      const bound = part.map(({ key }) => boundKey(column, key[at] ?? null))
      return `${parameters.next(bound)}::${element}[]`
    })
    const names = [...by.map((_, at) => `K${at}`), 'QUESTION'].join(', ')
    const keys = `unnest(${arrays.join(', ')}) WITH ORDINALITY AS BERTH_KEYS(${names})`
    const text = `SELECT A.*, BERTH_KEYS.QUESTION - 1 FROM ${keys} CROSS JOIN LATERAL (${branch(0, '')}) A`
    return put(await connection.query(text, parameters.values, signal))
  }
  const branches = Array.from({ length: size }, (_, index) => {
    return `SELECT B${index}.* FROM (${branch(index, `, ${index} AS BERTH_QUESTION`)}) B${index}`
  })
  return put(await connection.query(branches.join(' UNION ALL '), parameters.values, signal))
}

/** Undefined where something else than the value itself is compared. */
function elementOf(dialect: SqlDialect, column: SqlColumn): string | undefined {
  return column.equals === undefined && column.marker === undefined ? dialect.arrayElement?.(column) : undefined
}

function boundKey(column: SqlColumn, value: Value): unknown {
  return value === null || column.bind === undefined ? value : column.bind(value)
}

function answer(reader: RowReader, rows: unknown[][], limit: number): LookupAnswer {
  const more = rows.length > limit
  if (more) rows.length = limit
  try {
    const { rows: read, unreadable } = reader.read(rows, 0)
    const error = unreadable?.[0]?.error
    return error === undefined ? { rows: read, more } : failed(error)
  } catch (error) {
    if (!BerthError.is(error)) throw error
    return failed(error)
  }
}

function failed(error: BerthError): LookupAnswer {
  return { rows: [], more: false, error }
}
