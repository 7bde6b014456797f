import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { BerthError } from '@berth/core'
import {
  insertStatement,
  type LoadSqlTable,
  type SqlColumn,
  type SqlConnection,
  type SqlDialect,
  standardLiteral,
} from '../src/index.ts'

/** A real database for the shared operations, as small as one can be. */
export interface SqliteLine {
  readonly database: DatabaseSync
  readonly dialect: SqlDialect
  readonly connection: SqlConnection
  readonly loadTable: LoadSqlTable
  /** The statements sent so far. */
  readonly sent: string[]
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** `columns` changes the columns of the tables, by name. */
export function sqliteLine(columns: Readonly<Record<string, Partial<SqlColumn>>> = {}): SqliteLine {
  const database = new DatabaseSync(':memory:')
  const sent: string[] = []
  const run = <Result>(text: string, work: () => Result): Result => {
    sent.push(text)
    try {
      return work()
    } catch (error) {
      const refused = String(error).includes('constraint') || String(error).includes('refused')
      throw new BerthError(refused ? 'CONSTRAINT_VIOLATED' : 'QUERY_FAILED', { nativeCode: '19' }, { cause: error })
    }
  }
  const rowsOf = (text: string, parameters: readonly unknown[]): unknown[][] =>
    run(text, () => {
      const statement = database.prepare(text)
      statement.setReturnArrays(true)
      return statement.all(...(parameters as SQLInputValue[])) as unknown as unknown[][]
    })
  const connection: SqlConnection = {
    query: async (text, parameters) => rowsOf(text, parameters),
    async *stream(text, parameters, batchRows) {
      const rows = rowsOf(text, parameters)
      for (let start = 0; start < rows.length; start += batchRows) yield rows.slice(start, start + batchRows)
    },
    execute: async (text, parameters) =>
      run(text, () => void database.prepare(text).run(...(parameters as SQLInputValue[]))),
    begin: async () => run('BEGIN', () => database.exec('BEGIN')),
    commit: async () => run('COMMIT', () => database.exec('COMMIT')),
    rollback: async () => {
      if (database.isTransaction) run('ROLLBACK', () => database.exec('ROLLBACK'))
    },
  }
  const dialect: SqlDialect = {
    name: 'test',
    quote,
    marker: (position) => `?${position}`,
    limit: (rows) => ({ head: '', tail: `LIMIT ${rows}` }),
    maxParameters: 1000,
    maxUnionBranches: 1,
    maxWriteRows: 3,
    rowValues: true,
    literal: standardLiteral,
    write: (write) => {
      const insert = insertStatement({ quote, marker: (position) => `?${position}` }, write)
      const set = write.columns.map(({ name }) => `${quote(name)} = excluded.${quote(name)}`).join(', ')
      return write.key.length === 0
        ? insert
        : `${insert} ON CONFLICT (${write.key.map(quote).join(', ')}) DO UPDATE SET ${set}`
    },
    outboxScript: (table, key, outbox) => `${outbox} of ${table.name} by ${key.map(({ name }) => name).join(', ')}`,
    ledger: (table) => ({
      exists: `SELECT 1 FROM sqlite_schema WHERE name = '${table}'`,
      create: `CREATE TABLE ${quote(table)} (BATCH TEXT NOT NULL PRIMARY KEY)`,
      find: `SELECT 1 FROM ${quote(table)} WHERE BATCH = ?1`,
      insert: `INSERT INTO ${quote(table)} VALUES (?1)`,
    }),
  }
  const loadTable: LoadSqlTable = async (dataset) => {
    const told = database.prepare('SELECT name, type, "notnull" AS fixed, pk FROM pragma_table_info(?)').all(dataset)
    if (told.length === 0) return undefined
    return {
      name: dataset,
      reference: quote(dataset),
      columns: told.map(({ name, type, fixed }): SqlColumn => {
        const isNumber = String(type) === 'INTEGER'
        return {
          name: String(name),
          type: isNumber ? { name: 'integer' } : { name: 'text' },
          nativeType: String(type),
          nullable: fixed === 0,
          ...columns[String(name)],
        }
      }),
      key: told.filter(({ pk }) => Number(pk) > 0).map(({ name }) => String(name)),
    }
  }
  return { database, dialect, connection, loadTable, sent }
}
