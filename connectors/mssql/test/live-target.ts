import type { Target, TargetColumn, TargetDataset } from '@berth/conformance'
import { type LogicalType, type Row, type Value, validateOptions } from '@berth/core'
import tedious from 'tedious'
import { manifest } from '../src/index.ts'
import { quote } from '../src/quote.ts'
import { foreignCollation, nativeType } from './target.ts'

const { Connection, Request } = tedious

/** Where the server is: `MSSQL_ADDRESS=host:port:user:password`. */
export interface LiveAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
}

/** Undefined without an address in the environment. */
export function liveAddress(): LiveAddress | undefined {
  const address = process.env['MSSQL_ADDRESS']
  if (address === undefined || address === '') return undefined
  const [, host, port, user, password] = /^([^:]+):(\d+):([^:]+):(.+)$/.exec(address) ?? []
  if (host === undefined || user === undefined || password === undefined)
    throw new Error('MSSQL_ADDRESS is host:port:user:password')
  return { host, port: Number(port), user, password }
}

/** A line of the second channel: literals out, hexadecimal digits in, so that no conversion of the driver is trusted. */
class Line {
  readonly #connection: InstanceType<typeof Connection>

  private constructor(connection: InstanceType<typeof Connection>) {
    this.#connection = connection
  }

  static async open({ host, port, user, password }: LiveAddress, database: string): Promise<Line> {
    const connection = new Connection({
      server: host,
      authentication: { type: 'default', options: { userName: user, password } },
      options: { port, database, encrypt: true, trustServerCertificate: true, requestTimeout: 60_000 },
    })
    connection.on('error', () => undefined)
    await new Promise<void>((resolve, reject) => {
      connection.connect((error) => (error === undefined ? resolve() : reject(error)))
    })
    return new Line(connection)
  }

  async run(text: string): Promise<unknown[][]> {
    const rows: unknown[][] = []
    await new Promise<void>((resolve, reject) => {
      const request = new Request(text, (error) => (error ? reject(error) : resolve()))
      request.on(
        'row',
        (cells: readonly { readonly value: unknown }[]) => void rows.push(cells.map(({ value }) => value)),
      )
      this.#connection.execSqlBatch(request)
    })
    return rows
  }

  async close(): Promise<void> {
    const ended = new Promise<void>((resolve) => void this.#connection.once('end', resolve))
    this.#connection.close()
    await ended
  }
}

/** The kit's second channel to a real SQL Server, in a database of its own. */
export async function liveTarget(address: LiveAddress): Promise<Target> {
  const database = `BERTH_KIT_${process.pid}`
  const master = await Line.open(address, 'master')
  await master.run(`CREATE DATABASE ${quote(database)} COLLATE Chinese_PRC_CI_AS`)
  await master.run(`ALTER DATABASE ${quote(database)} SET ALLOW_SNAPSHOT_ISOLATION ON`)
  const line = await Line.open(address, database)
  const put = async (dataset: TargetDataset, rows: readonly Row[]): Promise<void> => {
    const names = dataset.columns.map(({ name }) => quote(name)).join(', ')
    for (const row of rows) {
      const cells = dataset.columns.map((column, at) => literal(row[at] ?? null, column))
      const gone = dataset.key.length === 0 ? '' : `DELETE FROM ${quote(dataset.name)} WHERE ${keyed(dataset, row)};`
      await line.run(`SET XACT_ABORT ON; BEGIN TRANSACTION; ${gone}
INSERT INTO ${quote(dataset.name)} (${names}) VALUES (${cells.join(', ')}); COMMIT`)
    }
  }
  const { host, port, user, password } = address
  const place = { host, port, database, user, password, tls: 'required' }
  return {
    options: validateOptions(manifest, place) as Readonly<Record<string, unknown>>,
    holds,
    holdsName: (name, of) => of === 'column' || !name.startsWith('#'),
    longText: true,
    create: async (dataset) => {
      const columns = dataset.columns.map((column) => {
        const collation = column.charset === undefined ? '' : ` COLLATE ${foreignCollation}`
        return `${quote(column.name)} ${nativeType(column)}${collation}${column.nullable ? '' : ' NOT NULL'}`
      })
      if (dataset.key.length > 0) columns.push(`PRIMARY KEY (${dataset.key.map(quote).join(', ')})`)
      await line.run(`CREATE TABLE ${quote(dataset.name)} (${columns.join(', ')})`)
      for (const { name, comment } of dataset.columns) {
        if (comment === undefined) continue
        const [told, table, column] = [comment, dataset.name, name].map((text) => `N'${text.replaceAll("'", "''")}'`)
        await line.run(
          `EXEC sp_addextendedproperty N'MS_Description', ${told}, N'SCHEMA', N'dbo', N'TABLE', ${table}, N'COLUMN', ${column}`,
        )
      }
      await put(dataset, dataset.rows)
    },
    put,
    remove: async (dataset, keys) => {
      for (const key of keys) {
        const row = dataset.columns.map(({ name }) => key[dataset.key.indexOf(name)] ?? null)
        await line.run(`DELETE FROM ${quote(dataset.name)} WHERE ${keyed(dataset, row)}`)
      }
    },
    read: async (dataset) => {
      const cells = dataset.columns.map((column) => readBack(column)).join(', ')
      const rows = await line.run(`SELECT ${cells} FROM ${quote(dataset.name)}`)
      return rows.map((row) => row.map((cell, at) => value(cell, dataset.columns[at])))
    },
    drop: async ({ name }) => void (await line.run(`DROP TABLE ${quote(name)}`)),
    runScript: async (script) => {
      for (const part of script.split(/^GO$/m)) await line.run(part)
    },
    createView: async (dataset, view) => {
      await line.run(`CREATE VIEW ${quote(view)} AS SELECT * FROM ${quote(dataset.name)}`)
      return async () => void (await line.run(`DROP VIEW ${quote(view)}`))
    },
    createSynonym: async (dataset, synonym) => {
      await line.run(`CREATE SYNONYM ${quote(synonym)} FOR [dbo].${quote(dataset.name)}`)
      return async () => void (await line.run(`DROP SYNONYM ${quote(synonym)}`))
    },
    createProcedure: async (dataset, kind) => {
      const name = `${dataset.name}_P`
      const fails = kind === 'fails' ? "; RAISERROR('refused', 16, 1)" : ''
      await line.run(`CREATE PROCEDURE ${quote(name)} @id int, @name nvarchar(40), @next int OUTPUT AS
BEGIN SET NOCOUNT ON; INSERT INTO ${quote(dataset.name)} VALUES (@id, @name); SET @next = @id + 1${fails} END`)
      const integer = { name: 'integer' } as const
      return {
        name,
        parameters: [
          { name: 'id', type: integer },
          { name: 'name', type: { name: 'text', maxLength: 40 } },
        ],
        output: [{ name: 'next', type: integer }],
        drop: async () => void (await line.run(`DROP PROCEDURE ${quote(name)}`)),
      }
    },
    connections: async () => {
      const text = `SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE database_id = DB_ID() AND session_id <> @@SPID`
      return Number((await line.run(text))[0]?.[0])
    },
    locks: async () => {
      const text = `SELECT COUNT(*) FROM sys.dm_tran_locks WHERE resource_database_id = DB_ID() AND resource_type <> 'DATABASE' AND request_session_id <> @@SPID`
      return Number((await line.run(text))[0]?.[0])
    },
    close: async () => {
      await line.close()
      await master.run(
        `ALTER DATABASE ${quote(database)} SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE ${quote(database)}`,
      )
      await master.close()
    },
  }
}

function holds(type: LogicalType, cell: Value): boolean {
  // SQL Server keeps no denormal doubles.
  if (type.name === 'double') return cell === 0 || Math.abs(Number(cell)) >= 2.23e-308
  return type.name !== 'json'
}

function keyed(dataset: TargetDataset, row: Row): string {
  return dataset.columns
    .flatMap((column, at) =>
      dataset.key.includes(column.name) ? [`${quote(column.name)} = ${literal(row[at] ?? null, column)}`] : [],
    )
    .join(' AND ')
}

function hexadecimal(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`
}

function literal(cell: Value, column: TargetColumn): string {
  if (cell === null) return 'NULL'
  // As the Latin characters that they are under the column's collation: bytes would be converted from the database's.
  if (cell instanceof Uint8Array && column.charset !== undefined)
    return `CONVERT(${nativeType(column)}, CONVERT(nvarchar(max), N'${latin(cell)}') COLLATE ${foreignCollation})`
  if (cell instanceof Uint8Array) return hexadecimal(cell)
  if (typeof cell === 'boolean') return cell ? '1' : '0'
  if (typeof cell === 'number')
    return column.type.name === 'double' ? `CONVERT(float, '${cell.toExponential(16)}')` : String(cell)
  if (column.type.name === 'text') return `CONVERT(nvarchar(max), ${hexadecimal(Buffer.from(cell, 'utf16le'))})`
  return `'${cell}'`
}

/** The characters that these bytes are in Windows' code page 1252, whose five empty places are control characters. */
function latin(bytes: Uint8Array): string {
  return new TextDecoder('windows-1252').decode(bytes).replaceAll("'", "''")
}

function readBack({ name, type, charset }: TargetColumn): string {
  const reference = quote(name)
  if (charset !== undefined || type.name === 'binary')
    return `CONVERT(varchar(max), CONVERT(varbinary(max), ${reference}), 2)`
  if (type.name === 'text') return `CONVERT(varchar(max), CONVERT(varbinary(max), ${reference}), 2)`
  if (type.name === 'double') return `CONVERT(varchar(20), CONVERT(binary(8), ${reference}), 2)`
  if (type.name === 'instant') return `CONVERT(varchar(40), SWITCHOFFSET(${reference}, '+00:00'), 126)`
  return `CONVERT(varchar(60), ${reference}${type.name === 'datetime' ? ', 126' : ''})`
}

function value(cell: unknown, column: TargetColumn | undefined): Value {
  if (cell === null || column === undefined) return null
  const text = String(cell)
  if (column.charset !== undefined || column.type.name === 'binary') return new Uint8Array(Buffer.from(text, 'hex'))
  switch (column.type.name) {
    case 'text':
      return Buffer.from(text, 'hex').toString('utf16le')
    case 'double':
      return Buffer.from(text, 'hex').readDoubleBE()
    case 'integer':
      return Number(text)
    case 'boolean':
      return text === '1'
    case 'time':
    case 'datetime':
      return withoutZeros(text)
    case 'instant':
      return `${withoutZeros(text.replace(/(?:Z|\+00:00)$/, ''))}Z`
    default:
      return text
  }
}

function withoutZeros(time: string): string {
  return time.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
}
