import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite'
import type { Target, TargetColumn, TargetDataset } from '@berth/conformance'
import type { LogicalType, LogicalTypeName, Row, Value } from '@berth/core'

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
    const text = `INSERT OR REPLACE INTO ${quote(dataset.name)} VALUES (${markers})`
    for (const row of rows)
      run(
        text,
        dataset.columns.map((column, index) => stored(row[index] ?? null, column)),
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
        return `  ${quote(column.name)} ${type}${column.nullable ? '' : ' NOT NULL'}${comma}${comment}`
      })
      const key = dataset.key.length === 0 ? [] : [`  PRIMARY KEY (${dataset.key.map(quote).join(', ')})`]
      database.exec([`CREATE TABLE ${quote(dataset.name)} (`, ...columns, ...key, ')'].join('\n'))
      insert(dataset, dataset.rows)
    },
    put: async (dataset, rows) => insert(dataset, rows),
    remove: async (dataset, keys) => {
      const condition = dataset.key.map((name) => `${quote(name)} = ?`).join(' AND ')
      for (const key of keys) run(`DELETE FROM ${quote(dataset.name)} WHERE ${condition}`, key as SQLInputValue[])
    },
    read: async (dataset) => {
      const statement = database.prepare(
        `SELECT ${dataset.columns.map(readBack).join(', ')} FROM ${quote(dataset.name)}`,
      )
      statement.setReturnArrays(true)
      const rows = statement.all() as unknown as SQLOutputValue[][]
      return rows.map((row) => row.map((cell, index) => value(cell, dataset.columns[index])))
    },
    longText: true,
    holdsName: () => true,
    runScript: async (script) => database.exec(script),
    forgetChanges: async (_dataset, by) => {
      if (by.kind !== 'outbox') throw new TypeError('SQLite keeps no log')
      const entries = quote(by.dataset)
      database.exec(`DELETE FROM ${entries} WHERE BERTH_NUMBER < (SELECT MAX(BERTH_NUMBER) FROM ${entries})`)
    },
    protect: async (dataset, keys) => {
      for (const [index, key] of keys.entries()) {
        const condition = dataset.key.map((name, at) => `OLD.${quote(name)} = ${JSON.stringify(key[at])}`).join(' AND ')
        database.exec(
          `CREATE TRIGGER ${quote(`${dataset.name}_${index}`)} BEFORE DELETE ON ${quote(dataset.name)} WHEN ${condition}
BEGIN SELECT RAISE(ABORT, 'protected'); END`,
        )
      }
    },
    createView: async (dataset, view) => {
      database.exec(`CREATE VIEW ${quote(view)} AS SELECT * FROM ${quote(dataset.name)}`)
      return async () => database.exec(`DROP VIEW ${quote(view)}`)
    },
    drop: async (dataset) => database.exec(`DROP TABLE ${quote(dataset.name)}`),
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

/** Whole numbers and decimals are printed by SQLite itself. */
function readBack({ name, type }: TargetColumn): string {
  if (type.name === 'int64') return `CAST(${quote(name)} AS TEXT)`
  if (type.name !== 'decimal') return quote(name)
  return `CASE WHEN ${quote(name)} IS NOT NULL THEN printf('%.${type.scale ?? 0}f', ${quote(name)}) END`
}

function value(cell: SQLOutputValue | undefined, column: TargetColumn | undefined): Value {
  if (cell === null || cell === undefined || cell instanceof Uint8Array) return cell ?? null
  if (column?.type.name === 'boolean') return cell === 1
  if (column?.type.name === 'datetime') return String(cell).replace(' ', 'T')
  return typeof cell === 'bigint' ? Number(cell) : cell
}
