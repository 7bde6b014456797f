import type { Target, TargetColumn, TargetDataset } from '@berth/conformance'
import { type LogicalType, type Row, type Value, validateOptions } from '@berth/core'
import type { PostgresEncoding, PostgresServer } from '../../../test/servers/postgres-server.ts'
import { manifest } from '../src/index.ts'

/**
 * The conformance kit's second channel to a PostgreSQL database: scripts and COPY through psql. Text and bytes travel as
 * hexadecimal digits, so that no encoder is trusted.
 */
export async function postgresTarget(
  server: PostgresServer,
  name: string,
  encoding: PostgresEncoding,
): Promise<Target> {
  await server.createDatabase(name, encoding)
  const { host, port, user, password } = server.data
  const run = async (script: string): Promise<void> => void (await server.run(name, script))
  return {
    options: validateOptions(manifest, { host, port, database: name, user, password }),
    holds: (type, value) => holds(type, value),
    create: async (dataset) => {
      await run(createScript(dataset))
      await run(putScript(dataset, dataset.rows))
    },
    put: (dataset, rows) => run(putScript(dataset, rows)),
    remove: async (dataset, keys) => {
      const columns = dataset.key.map((key) => column(dataset, key))
      const statements = keys.map((key) => {
        const conditions = columns.map((each, index) => `"${each.name}" = ${literal(key[index] ?? null, each)}`)
        return `DELETE FROM "${dataset.name}" WHERE ${conditions.join(' AND ')};`
      })
      await run(statements.join('\n'))
    },
    read: (dataset) => read(server, name, dataset),
    drop: (dataset) => run(`DROP TABLE "${dataset.name}";`),
    connections: async () => {
      const count = `SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name = 'berth' AND datname = '${name}'`
      return Number(await server.value('postgres', count))
    },
    close: () => server.dropDatabase(name),
  }
}

/** PostgreSQL keeps no character of code 0, and times to the microsecond. */
function holds(type: LogicalType, value: Value): boolean {
  if (type.name === 'text' || type.name === 'json') return !String(value).includes('\0')
  const isTime = type.name === 'time' || type.name === 'datetime' || type.name === 'instant'
  return !isTime || (/\.(\d+)/.exec(String(value))?.[1]?.length ?? 0) <= 6
}

const plainTypes: Readonly<Record<string, string>> = {
  integer: 'integer',
  int64: 'bigint',
  double: 'double precision',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  datetime: 'timestamp',
  instant: 'timestamptz',
  binary: 'bytea',
  json: 'json',
}

function nativeType({ type }: TargetColumn): string {
  if (type.name === 'text') return type.maxLength === undefined ? 'text' : `varchar(${type.maxLength})`
  if (type.name === 'decimal')
    return type.precision === undefined ? 'numeric' : `numeric(${type.precision},${type.scale})`
  const native = plainTypes[type.name]
  if (native === undefined) throw new TypeError(`PostgreSQL has no type for ${type.name}`)
  return native
}

function createScript(dataset: TargetDataset): string {
  const columns = dataset.columns.map((each) => {
    return `"${each.name}" ${nativeType(each)}${each.nullable ? '' : ' NOT NULL'}`
  })
  if (dataset.key.length > 0) columns.push(`PRIMARY KEY (${dataset.key.map((key) => `"${key}"`).join(', ')})`)
  const comments = dataset.columns.flatMap(({ name, comment }) =>
    comment === undefined ? [] : [`COMMENT ON COLUMN "${dataset.name}"."${name}" IS '${comment}';`],
  )
  return [`CREATE TABLE "${dataset.name}" (${columns.join(', ')});`, ...comments].join('\n')
}

function column(dataset: TargetDataset, name: string): TargetColumn {
  const found = dataset.columns.find((each) => each.name === name)
  if (found === undefined) throw new TypeError(`${dataset.name} has no column ${name}`)
  return found
}

function putScript(dataset: TargetDataset, rows: readonly Row[]): string {
  const names = dataset.columns.map(({ name }) => `"${name}"`).join(', ')
  const key = dataset.key.map((name) => `"${name}"`).join(', ')
  const updates = dataset.columns.map(({ name }) => `"${name}" = excluded."${name}"`).join(', ')
  const replace = key === '' ? '' : ` ON CONFLICT (${key}) DO UPDATE SET ${updates}`
  const statements = rows.map((row) => {
    const cells = dataset.columns.map((each, index) => literal(row[index] ?? null, each))
    return `INSERT INTO "${dataset.name}" (${names}) VALUES (${cells.join(', ')})${replace};`
  })
  return ['BEGIN;', ...statements, 'COMMIT;'].join('\n')
}

/** Text goes in past every conversion, as the bytes that the database is to hold. */
function literal(value: Value, { type }: TargetColumn): string {
  if (value === null) return 'NULL'
  const hex = (bytes: Uint8Array): string => `'\\x${Buffer.from(bytes).toString('hex')}'::bytea`
  if (type.name === 'binary') return hex(value as Uint8Array)
  const isText = type.name === 'text' || type.name === 'json'
  if (!isText) return type.name === 'double' ? `'${String(value)}'::float8` : `'${String(value)}'`
  const bytes = value instanceof Uint8Array ? value : Buffer.from(String(value))
  const text = `convert_from(${hex(bytes)}, getdatabaseencoding())`
  return type.name === 'json' ? `${text}::json` : text
}

/** psql prints the cells as they are; text and bytes as hexadecimal digits. */
async function read(server: PostgresServer, database: string, dataset: TargetDataset): Promise<Row[]> {
  const expressions = dataset.columns.map(({ name, type }) => {
    if (type.name === 'text' || type.name === 'json')
      return `encode(convert_to("${name}"::text, getdatabaseencoding()), 'hex')`
    return type.name === 'binary' ? `encode("${name}", 'hex')` : `"${name}"`
  })
  const rows = await server.read(database, `SELECT ${expressions.join(', ')} FROM "${dataset.name}"`)
  return rows.map((row) => row.map((cell, index) => canonical(cell, dataset.columns[index])))
}

function canonical(cell: string | null, told: TargetColumn | undefined): Value {
  if (cell === null || told === undefined) return null
  const { type, charset } = told
  switch (type.name) {
    case 'text':
    case 'json':
    case 'binary': {
      const bytes = Buffer.from(cell, 'hex')
      return charset !== undefined || type.name === 'binary' ? new Uint8Array(bytes) : bytes.toString('utf8')
    }
    case 'integer':
    case 'double':
      return Number(cell)
    case 'boolean':
      return cell === 't'
    case 'datetime':
      return cell.replace(' ', 'T')
    case 'instant':
      return cell.replace(' ', 'T').replace('+00', 'Z')
    default:
      return cell
  }
}
