import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite'
import type { Target, TargetColumn, TargetDataset } from '@berth/conformance'
import type { LogicalType, LogicalTypeName, Row, Value } from '@berth/core'
import { sqliteOptions } from './options.ts'

/** How the kit declares its columns, in types whose cells sqliteodbc gives out whole. */
const declared: Readonly<Partial<Record<LogicalTypeName, (type: LogicalType) => string>>> = {
  text: ({ maxLength }) => (maxLength === undefined ? 'TEXT' : `VARCHAR(${maxLength})`),
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
    const statement = database.prepare(`INSERT OR REPLACE INTO ${quote(dataset.name)} VALUES (${markers})`)
    for (const row of rows) statement.run(...dataset.columns.map((column, at) => stored(row[at] ?? null, column)))
  }
  return {
    options: sqliteOptions(driver, file),
    holds: (type, value) => declared[type.name] !== undefined && holdsDecimal(type, value),
    longText: true,
    create: async (dataset) => {
      const columns = dataset.columns.map((column) => {
        const type = declared[column.type.name]?.(column.type) ?? ''
        return `${quote(column.name)} ${type}${column.nullable ? '' : ' NOT NULL'}`
      })
      if (dataset.key.length > 0) columns.push(`PRIMARY KEY (${dataset.key.map(quote).join(', ')})`)
      database.exec(`CREATE TABLE ${quote(dataset.name)} (${columns.join(', ')})`)
      insert(dataset, dataset.rows)
    },
    put: async (dataset, rows) => insert(dataset, rows),
    remove: async (dataset, keys) => {
      const condition = dataset.key.map((name) => `${quote(name)} = ?`).join(' AND ')
      const statement = database.prepare(`DELETE FROM ${quote(dataset.name)} WHERE ${condition}`)
      for (const key of keys) statement.run(...(key as SQLInputValue[]))
    },
    read: async (dataset) => {
      const columns = dataset.columns.map(readBack)
      const statement = database.prepare(`SELECT ${columns.join(', ')} FROM ${quote(dataset.name)}`)
      statement.setReturnArrays(true)
      const rows = statement.all() as unknown as SQLOutputValue[][]
      return rows.map((row) => row.map((cell, index) => value(cell, dataset.columns[index])))
    },
    drop: async (dataset) => database.exec(`DROP TABLE ${quote(dataset.name)}`),
    runScript: async (script) => database.exec(script),
    close: async () => {
      database.close()
      rmSync(folder, { recursive: true })
    },
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function holdsDecimal(type: LogicalType, cell: Value): boolean {
  return type.name !== 'decimal' || (Number(type.precision) <= 18 && String(cell).replace(/\D/g, '').length <= 15)
}

function stored(cell: Value, { type }: TargetColumn): SQLInputValue {
  if (cell === null || cell instanceof Uint8Array) return cell
  if (type.name === 'int64') return BigInt(String(cell))
  if (type.name === 'datetime') return String(cell).replace('T', ' ')
  return typeof cell === 'boolean' ? Number(cell) : cell
}

function readBack({ name, type }: TargetColumn): string {
  if (type.name === 'int64') return `CAST(${quote(name)} AS TEXT)`
  if (type.name !== 'decimal') return quote(name)
  return `CASE WHEN ${quote(name)} IS NOT NULL THEN printf('%.${type.scale ?? 0}f', ${quote(name)}) END`
}

function value(cell: SQLOutputValue | undefined, column: TargetColumn | undefined): Value {
  if (cell === null || cell === undefined || cell instanceof Uint8Array) return cell ?? null
  if (column?.type.name === 'datetime') return String(cell).replace(' ', 'T')
  return typeof cell === 'bigint' ? Number(cell) : cell
}
