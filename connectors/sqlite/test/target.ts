import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite'
import type { Target, TargetDataset } from '@berth/conformance'
import type { LogicalType, LogicalTypeName, Row } from '@berth/core'
import { holdsDecimal, quoted, readCell, selectedCell, storedCell } from '../../../test/servers/sqlite-cells.ts'

/** How the kit declares its columns. `instant` has no declared type in SQLite. */
const declared: Readonly<Partial<Record<LogicalTypeName, (type: LogicalType) => string>>> = {
  text: ({ maxLength }) => (maxLength === undefined ? 'TEXT' : `VARCHAR(${maxLength})`),
  integer: () => 'INT',
  int64: () => 'INTEGER',
  decimal: ({ precision, scale }) => `DECIMAL(${precision},${scale})`,
  double: () => 'DOUBLE PRECISION',
  boolean: () => 'BOOLEAN',
  date: () => 'DATE',
  time: () => 'TIME',
  datetime: () => 'TIMESTAMP',
  binary: () => 'BLOB',
  json: () => 'JSON',
}

/** Opens a new database file with a connection of its own, apart from the connector's. */
export async function sqliteTarget(): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-sqlite-'))
  const file = join(folder, 'kit.db')
  const database = new DatabaseSync(file, { timeout: 1000 })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')

  const run = (text: string, cells: readonly SQLInputValue[]): void => void database.prepare(text).run(...cells)
  const insert = (dataset: TargetDataset, rows: readonly Row[]): void => {
    const markers = dataset.columns.map(({ charset }) => (charset === undefined ? '?' : 'CAST(? AS TEXT)')).join(', ')
    const text = `INSERT OR REPLACE INTO ${quoted(dataset.name)} VALUES (${markers})`
    for (const row of rows)
      run(
        text,
        dataset.columns.map((column, index) => storedCell(row[index] ?? null, column)),
      )
  }

  return {
    options: { file },
    holds: (type, value) => declared[type.name] !== undefined && holdsDecimal(type, value),
    holdsIllTyped: () => true,
    create: async (dataset) => {
      const columns = dataset.columns.map((column, index) => {
        const comma = index < dataset.columns.length - 1 || dataset.key.length > 0 ? ',' : ''
        const comment = column.comment === undefined ? '' : ` -- ${column.comment}`
        const type = declared[column.type.name]?.(column.type) ?? ''
        return `  ${quoted(column.name)} ${type}${column.nullable ? '' : ' NOT NULL'}${comma}${comment}`
      })
      const key = dataset.key.length === 0 ? [] : [`  PRIMARY KEY (${dataset.key.map(quoted).join(', ')})`]
      database.exec([`CREATE TABLE ${quoted(dataset.name)} (`, ...columns, ...key, ')'].join('\n'))
      insert(dataset, dataset.rows)
    },
    put: async (dataset, rows) => insert(dataset, rows),
    remove: async (dataset, keys) => {
      const condition = dataset.key.map((name) => `${quoted(name)} = ?`).join(' AND ')
      for (const key of keys) run(`DELETE FROM ${quoted(dataset.name)} WHERE ${condition}`, key as SQLInputValue[])
    },
    read: async (dataset) => {
      const statement = database.prepare(
        `SELECT ${dataset.columns.map(selectedCell).join(', ')} FROM ${quoted(dataset.name)}`,
      )
      statement.setReturnArrays(true)
      const rows = statement.all() as unknown as SQLOutputValue[][]
      return rows.map((row) => row.map((cell, index) => readCell(cell, dataset.columns[index])))
    },
    longText: true,
    program: { module: new URL('../src/index.ts', import.meta.url).href, options: { file } },
    holdsName: () => true,
    runScript: async (script) => database.exec(script),
    forgetChanges: async (_dataset, by) => {
      if (by.kind !== 'outbox') throw new TypeError('SQLite keeps no log')
      const entries = quoted(by.dataset)
      database.exec(`DELETE FROM ${entries} WHERE BERTH_NUMBER < (SELECT MAX(BERTH_NUMBER) FROM ${entries})`)
    },
    protect: async (dataset, keys) => {
      for (const [index, key] of keys.entries()) {
        const condition = dataset.key
          .map((name, at) => `OLD.${quoted(name)} = ${JSON.stringify(key[at])}`)
          .join(' AND ')
        database.exec(
          `CREATE TRIGGER ${quoted(`${dataset.name}_${index}`)} BEFORE DELETE ON ${quoted(dataset.name)} WHEN ${condition}
BEGIN SELECT RAISE(ABORT, 'protected'); END`,
        )
      }
    },
    createView: async (dataset, view) => {
      database.exec(`CREATE VIEW ${quoted(view)} AS SELECT * FROM ${quoted(dataset.name)}`)
      return async () => database.exec(`DROP VIEW ${quoted(view)}`)
    },
    drop: async (dataset) => database.exec(`DROP TABLE ${quoted(dataset.name)}`),
    close: async () => {
      database.close()
      rmSync(folder, { recursive: true })
    },
  }
}
