import type { SqlColumn } from './column.ts'
import type { SqlDialect } from './dialect.ts'
import type { SqlParameters } from './parameters.ts'

/** A reference to the column, or what stands for one of its values, as rows are ordered by it. */
export function ordered(column: SqlColumn, expression: string): string {
  return column.order?.(expression) ?? expression
}

/**
 * The condition that a row's tuple stands behind (`>`) or up to (`<=`) a tuple of values, in the order of the columns.
 * Without row values it is spelled out, led by a bound on the first column that an index can use.
 */
export function keysetCondition(
  dialect: SqlDialect,
  columns: readonly SqlColumn[],
  operator: '>' | '<=',
  values: readonly unknown[],
  parameters: SqlParameters,
): string {
  const add = (index: number): string => {
    const column = columns[index] as SqlColumn
    return ordered(column, parameters.addKey(column, values[index] ?? null))
  }
  const references = columns.map((column) => ordered(column, dialect.quote(column.name)))
  if (columns.length === 1) return `${references[0]} ${operator} ${add(0)}`
  if (dialect.rowValues) return `(${references.join(', ')}) ${operator} (${columns.map((_, at) => add(at)).join(', ')})`
  const strict = operator === '>' ? '>' : '<'
  const from = (index: number): string => {
    const reference = references[index]
    if (index === columns.length - 1) return `${reference} ${operator} ${add(index)}`
    return `(${reference} ${strict} ${add(index)} OR (${reference} = ${add(index)} AND ${from(index + 1)}))`
  }
  return `${references[0]} ${strict}= ${add(0)} AND ${from(0)}`
}
