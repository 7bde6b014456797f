import { BerthError, type ColumnSelection } from '@berth/core'
import { charsetColumn } from './charset-column.ts'
import type { LoadSqlTable, SqlColumn, SqlTable } from './column.ts'
import type { SqlConnection } from './connection.ts'
import type { SqlDialect } from './dialect.ts'

/** What the operations of one session work with. Tables are loaded at their first use. */
export class SqlContext {
  readonly dialect: SqlDialect
  readonly connection: SqlConnection
  readonly #load: LoadSqlTable
  readonly #tables: Map<string, SqlTable> = new Map()
  readonly #columns: Map<SqlTable, Map<string, SqlColumn>> = new Map()
  /** Columns in a charset declared for them, by column and charset. */
  readonly #inCharset: Map<SqlColumn, Map<string, SqlColumn>> = new Map()

  constructor(dialect: SqlDialect, connection: SqlConnection, load: LoadSqlTable) {
    this.dialect = dialect
    this.connection = connection
    this.#load = load
  }

  /** Rejects with `DATASET_UNKNOWN`. */
  async table(dataset: string, signal: AbortSignal): Promise<SqlTable> {
    const known = this.#tables.get(dataset)
    if (known !== undefined) return known
    const table = await this.#load(dataset, signal)
    if (table === undefined) throw new BerthError('DATASET_UNKNOWN', { dataset })
    this.#tables.set(dataset, table)
    this.#columns.set(table, new Map(table.columns.map((column) => [column.name, column])))
    return table
  }

  /**
   * The column of a table, read in the charset that `selection` declares for it. Throws `COLUMN_UNKNOWN`,
   * `CHARSET_UNKNOWN`, or `NOT_SUPPORTED`.
   */
  column(table: SqlTable, name: string, selection: readonly ColumnSelection[]): SqlColumn {
    const column = this.#columns.get(table)?.get(name)
    if (column === undefined) throw new BerthError('COLUMN_UNKNOWN', { dataset: table.name, column: name })
    const charset = selection.find((candidate) => candidate.name === name)?.charset
    if (charset === undefined) return column
    const known = this.#inCharset.get(column) ?? new Map<string, SqlColumn>()
    const inCharset = known.get(charset) ?? charsetColumn(column, charset, this.dialect.name)
    this.#inCharset.set(column, known.set(charset, inCharset))
    return inCharset
  }

  /** What reads the column in a SELECT. */
  expression(column: SqlColumn): string {
    const reference = this.dialect.quote(column.name)
    const read = column.select?.(reference) ?? reference
    if (column.limit === undefined) return read
    return `CASE WHEN ${column.limit.length(reference)} <= ${column.limit.maxLength} THEN ${read} END`
  }

  /** What tells the length of a cell that is too long to be read, and NULL of any other. */
  excess(column: SqlColumn): string | undefined {
    if (column.limit === undefined) return undefined
    const length = column.limit.length(this.dialect.quote(column.name))
    return `CASE WHEN ${length} > ${column.limit.maxLength} THEN ${length} END`
  }
}
