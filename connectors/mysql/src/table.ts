import type { SqlColumn, SqlTable } from '@berth/sql'

/** A table with what MySQL alone has to know of it. */
export interface MysqlTable extends SqlTable {
  /** The columns of every unique index, the primary key among them; an expression as an empty name. */
  readonly unique: readonly (readonly string[])[]
  /** The storage engine; absent for a view. */
  readonly engine?: string
}

/** A column with what MySQL alone has to know of it. */
export interface MysqlColumn extends SqlColumn {
  /** Of text: the character set, and how it is compared. */
  readonly charset?: string
  readonly collation?: string
  /** The column takes what is bound as it is; what stands around a marker is for comparisons alone. */
  readonly storesPlain?: true
}

/** The columns of a table that `loadTable` made. */
export function mysqlColumns(columns: readonly SqlColumn[]): readonly MysqlColumn[] {
  return columns
}

/** A value of the column as its bytes: collations take `a` for `A`, and blanks at the end for none. */
export function exactly({ charset }: { readonly charset?: string }, expression: string): string {
  return charset === undefined ? expression : `CAST(CONVERT(${expression} USING ${charset}) AS BINARY)`
}

const transactional: ReadonlySet<string> = new Set(['innodb', 'rocksdb', 'tokudb', 'xtradb', 'ndbcluster', 'oceanbase'])

/** Whether tables of this storage engine take back what was begun. */
export function isTransactional(engine: string): boolean {
  return transactional.has(engine.toLowerCase())
}
