import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite'
import type { Target, TargetDataset } from '@berth/conformance'
import type { LogicalType, LogicalTypeName, Row } from '@berth/core'
import { holdsDecimal, quoted, readCell, selectedCell, storedCell } from '../../../test/servers/sqlite-cells.ts'
import { sqliteOptions } from './options.ts'

/** How the kit declares its columns, in types whose cells sqliteodbc gives out whole. */
const declared: Readonly<Partial<Record<LogicalTypeName, (type: LogicalType) => string>>> = {
  text: ({ maxLength }) => (maxLength === undefined || maxLength > 255 ? 'TEXT' : `VARCHAR(${maxLength})`),
  integer: () => 'INT',
  int64: () => 'BIGINT',
  decimal: ({ precision, scale }) => `DECIMAL(${precision},${scale})`,
  double: () => 'DOUBLE',
  date: () => 'DATE',
  time: () => 'TIME',
  datetime: () => 'TIMESTAMP',
  binary: () => 'LONGVARBINARY',
}

/** A SQLite file for the kit, written and read through Node's own SQLite. */
export async function sqliteTarget(driver: string): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-odbc-'))
  const file = join(folder, 'kit.db')
  const database = new DatabaseSync(file, { timeout: 1000 })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
  const insert = (dataset: TargetDataset, rows: readonly Row[]): void => {
    const markers = dataset.columns.map(({ charset }) => (charset === undefined ? '?' : 'CAST(? AS TEXT)')).join(', ')
    const statement = database.prepare(`INSERT OR REPLACE INTO ${quoted(dataset.name)} VALUES (${markers})`)
    for (const row of rows) statement.run(...dataset.columns.map((column, at) => storedCell(row[at] ?? null, column)))
  }
  return {
    options: sqliteOptions(driver, file),
    holds: (type, value) => declared[type.name] !== undefined && holdsDecimal(type, value),
    longText: true,
    create: async (dataset) => {
      const columns = dataset.columns.map((column) => {
        const type = declared[column.type.name]?.(column.type) ?? ''
        return `${quoted(column.name)} ${type}${column.nullable ? '' : ' NOT NULL'}`
      })
      if (dataset.key.length > 0) columns.push(`PRIMARY KEY (${dataset.key.map(quoted).join(', ')})`)
      database.exec(`CREATE TABLE ${quoted(dataset.name)} (${columns.join(', ')})`)
      insert(dataset, dataset.rows)
    },
    put: async (dataset, rows) => insert(dataset, rows),
    remove: async (dataset, keys) => {
      const condition = dataset.key.map((name) => `${quoted(name)} = ?`).join(' AND ')
      const statement = database.prepare(`DELETE FROM ${quoted(dataset.name)} WHERE ${condition}`)
      for (const key of keys) statement.run(...(key as SQLInputValue[]))
    },
    read: async (dataset) => {
      const columns = dataset.columns.map(selectedCell)
      const statement = database.prepare(`SELECT ${columns.join(', ')} FROM ${quoted(dataset.name)}`)
      statement.setReturnArrays(true)
      const rows = statement.all() as unknown as SQLOutputValue[][]
      return rows.map((row) => row.map((cell, index) => readCell(cell, dataset.columns[index])))
    },
    drop: async (dataset) => database.exec(`DROP TABLE ${quoted(dataset.name)}`),
    runScript: async (script) => database.exec(script),
    close: async () => {
      database.close()
      rmSync(folder, { recursive: true })
    },
  }
}
