import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { Target, TargetColumn, TargetDataset } from '@berth/conformance'
import { type LogicalType, type Row, type Value, validateOptions } from '@berth/core'
import { addObject, comment, enterTable, insert, typeCells } from '../../../test/servers/tds/engine/catalogue.ts'
import type { EngineTable } from '../../../test/servers/tds/engine/create-table.ts'
import { TdsEngine } from '../../../test/servers/tds/engine/engine.ts'
import { EngineError } from '../../../test/servers/tds/engine/engine-error.ts'
import { quote } from '../../../test/servers/tds/engine/rewrite.ts'
import { runScript } from '../../../test/servers/tds/engine/script.ts'
import { startTdsServer, type TdsServer } from '../../../test/servers/tds/server.ts'
import { manifest } from '../src/index.ts'

export const password = 'synthetic-Pass-1'

/** A TDS server before an engine, and the options that lead to it. */
export async function startEngine(snapshot = false): Promise<{
  readonly engine: TdsEngine
  readonly server: TdsServer
  readonly options: Readonly<Record<string, unknown>>
}> {
  const engine = new TdsEngine({ name: 'registry', collation: 'Chinese_PRC_CI_AS', snapshot })
  const server = await startTdsServer((login) =>
    login.password === password
      ? engine.session()
      : { kind: 'error', number: 18456, severity: 14, message: 'Login failed' },
  )
  const place = { host: '127.0.0.1', port: server.port, database: 'registry', tls: 'disabled' }
  const options = validateOptions(manifest, { ...place, user: 'berth', password })
  return { engine, server, options: options as Readonly<Record<string, unknown>> }
}

const plainTypes: Readonly<Record<string, string>> = {
  integer: 'int',
  int64: 'bigint',
  double: 'float',
  boolean: 'bit',
  date: 'date',
  time: 'time(7)',
  datetime: 'datetime2(7)',
  instant: 'datetimeoffset(7)',
}

export function nativeType({ type, charset }: TargetColumn): string {
  const { name, maxLength, precision, scale } = type
  if (charset !== undefined) return `varchar(${(maxLength ?? 500) * 4})`
  if (name === 'text') return `nvarchar(${maxLength ?? 'max'})`
  if (name === 'binary') return `varbinary(${maxLength ?? 'max'})`
  if (name === 'decimal') return `decimal(${precision},${scale})`
  const plain = plainTypes[name]
  if (plain === undefined) throw new TypeError(`SQL Server has no type for ${name}`)
  return plain
}

/** Bytes of a charset of their own stand in columns that the server takes for Latin text. */
export const foreignCollation = 'Latin1_General_CI_AS'

function engineTable({ columns, key }: Pick<TargetDataset, 'columns' | 'key'>): EngineTable {
  const made = columns.map((column) => ({
    name: column.name,
    type: nativeType(column),
    collation: column.charset === undefined ? undefined : foreignCollation,
    nullable: column.nullable && !key.includes(column.name),
    identity: false,
  }))
  return { columns: made, key }
}

/** Opens a new engine behind a TDS server. The second channel is the engine's database, past protocol and driver. */
export async function engineTarget(snapshot = false): Promise<Target> {
  const { engine, server, options } = await startEngine(snapshot)
  const { database } = engine
  const put = (dataset: TargetDataset, rows: readonly Row[]): void => {
    const names = dataset.columns.map(({ name }) => quote(name))
    const text = `INSERT OR REPLACE INTO ${quote(dataset.name)} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
    const statement = database.prepare(text)
    for (const row of rows) statement.run(...dataset.columns.map((column, at) => stored(row[at] ?? null, column)))
  }
  return {
    options,
    line: { host: '127.0.0.1', port: server.port, through: (host, port) => ({ host, port }) },
    givesBackMs: 10_000,
    program: { module: new URL('../src/index.ts', import.meta.url).href, options: { ...options, password } },
    holds: ({ name }) => name in plainTypes || ['text', 'binary', 'decimal'].includes(name),
    // A name that begins so is that of a temporary table, also in brackets.
    holdsName: (name, of) => of === 'column' || !name.startsWith('#'),
    longText: true,
    create: async (dataset) => {
      const id = engine.createTable(dataset.name, engineTable(dataset))
      dataset.columns.forEach((column, at) => {
        if (column.comment !== undefined) comment(database, id, at + 1, column.comment)
      })
      put(dataset, dataset.rows)
    },
    put: async (dataset, rows) => put(dataset, rows),
    remove: async (dataset, keys) => {
      const condition = dataset.key.map((name) => `${quote(name)} = ?`).join(' AND ')
      const columns = dataset.key.map((name) => columnOf(dataset, name))
      const statement = database.prepare(`DELETE FROM ${quote(dataset.name)} WHERE ${condition}`)
      for (const key of keys) statement.run(...columns.map((column, at) => stored(key[at] ?? null, column)))
    },
    read: async (dataset) => {
      const names = dataset.columns.map(({ name }) => quote(name)).join(', ')
      const statement = database.prepare(`SELECT ${names} FROM ${quote(dataset.name)}`)
      statement.setReturnArrays(true)
      statement.setReadBigInts(true)
      const rows = statement.all() as unknown as SQLOutputValue[][]
      return rows.map((row) => row.map((cell, at) => value(cell, dataset.columns[at]?.type)))
    },
    drop: async ({ name }) => engine.run(`DROP TABLE [${name.replaceAll(']', ']]')}]`),
    runScript: async (script) => runScript(engine, script),
    forgetChanges: async (dataset, by) => {
      if (by.kind === 'outbox') {
        const entries = quote(by.dataset)
        database.exec(`DELETE FROM ${entries} WHERE BERTH_NUMBER < (SELECT MAX(BERTH_NUMBER) FROM ${entries})`)
      } else {
        const version = '(SELECT version FROM "sys.version")'
        database.exec(`UPDATE "sys.change_tracking_tables" SET min_valid_version = ${version}
WHERE object_id = (SELECT object_id FROM "sys.objects" WHERE name = '${dataset.name}')`)
      }
    },
    protect: async (dataset, keys) => {
      for (const [index, key] of keys.entries()) {
        const condition = dataset.key.map((name, at) => `OLD.${quote(name)} = ${JSON.stringify(key[at])}`).join(' AND ')
        database.exec(`CREATE TRIGGER ${quote(`${dataset.name}_${index}`)} BEFORE DELETE ON ${quote(dataset.name)}
WHEN ${condition} BEGIN SELECT RAISE(ABORT, 'protected'); END`)
      }
    },
    createProcedure: async (dataset, kind) => {
      const name = `${dataset.name}_P`
      const id = addObject(database, name, 'P')
      const [first, second] = dataset.columns.map((column) => typeCells(nativeType(column)))
      insert(database, 'parameters', [
        [id, 1, '@id', ...(first ?? []), 0],
        [id, 2, '@name', ...(second ?? []), 0],
        [id, 3, '@next', ...typeCells('int'), 1],
      ])
      engine.procedures.set(name, ({ id: given, name: text }, session) => {
        const cells = dataset.columns.map(({ name: each }) => quote(each)).join(', ')
        session.database
          .prepare(`INSERT INTO ${quote(dataset.name)} (${cells}) VALUES (?, ?)`)
          .run(given ?? null, text ?? null)
        if (kind === 'fails') throw new EngineError(50_001)
        return { output: { next: BigInt(String(given)) + 1n } }
      })
      const integer = { name: 'integer' } as const
      return {
        name,
        parameters: [
          { name: 'id', type: integer },
          { name: 'name', type: { name: 'text', maxLength: 40 } },
        ],
        output: [{ name: 'next', type: integer }],
        drop: async () => {
          engine.procedures.delete(name)
          database.prepare('DELETE FROM "sys.objects" WHERE object_id = ?').run(id)
        },
      }
    },
    createView: async (dataset, view) => {
      database.exec(`CREATE VIEW ${quote(view)} AS SELECT * FROM ${quote(dataset.name)}`)
      const id = enterTable(database, view, engineTable({ columns: dataset.columns, key: [] }), 'V')
      return async () => {
        database.exec(`DROP VIEW ${quote(view)}; DELETE FROM "sys.objects" WHERE object_id = ${id}`)
      }
    },
    createSynonym: async (dataset, synonym) => {
      database.exec(`CREATE VIEW ${quote(synonym)} AS SELECT * FROM ${quote(dataset.name)}`)
      const id = addObject(database, synonym, 'SN')
      insert(database, 'synonyms', [[id, `[dbo].[${dataset.name}]`, null]])
      return async () => {
        database.exec(`DROP VIEW ${quote(synonym)}; DELETE FROM "sys.objects" WHERE object_id = ${id}`)
        database.exec(`DELETE FROM "sys.synonyms" WHERE object_id = ${id}`)
      }
    },
    connections: async () => server.connections,
    writes: async () => Number(Object.values(database.prepare('PRAGMA data_version').get() ?? {})[0]),
    close: async () => {
      await server[Symbol.asyncDispose]()
      engine.close()
    },
  }
}

function columnOf(dataset: TargetDataset, name: string): TargetColumn {
  const found = dataset.columns.find((column) => column.name === name)
  if (found === undefined) throw new TypeError(`${dataset.name} has no column ${name}`)
  return found
}

function stored(cell: Value, { type }: TargetColumn): SQLInputValue {
  if (cell === null || cell instanceof Uint8Array) return cell
  if (type.name === 'int64' || type.name === 'integer') return BigInt(String(cell))
  return typeof cell === 'boolean' ? Number(cell) : cell
}

function value(cell: SQLOutputValue | undefined, type: LogicalType | undefined): Value {
  if (cell === undefined || cell === null || cell instanceof Uint8Array) return cell ?? null
  if (type?.name === 'boolean') return BigInt(String(cell)) === 1n
  if (type?.name === 'int64') return String(cell)
  return typeof cell === 'bigint' ? Number(cell) : cell
}
