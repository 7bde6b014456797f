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
  encoding: PostgresEncoding = 'UTF8',
): Promise<Target> {
  await server.createDatabase(name, encoding)
  const { host, port, user, password } = server.data
  const run = async (script: string): Promise<void> => void (await server.run(name, script))
  return {
    options: validateOptions(manifest, { host, port, database: name, user, password }),
    holds: (type, value) => holds(type, value),
    create: async (dataset) => {
      await run(`${createScript(dataset)}\n${putScript(dataset, dataset.rows)}\nANALYZE ${quoted(dataset.name)};`)
    },
    put: (dataset, rows) => run(putScript(dataset, rows)),
    remove: async (dataset, keys) => {
      const statements = keys.map((key) => `DELETE FROM ${quoted(dataset.name)} WHERE ${named(dataset, key, '')};`)
      await run(statements.join('\n'))
    },
    read: (dataset) => read(server, name, dataset),
    longText: true,
    line: { host, port, through: (toHost, toPort) => ({ host: toHost, port: toPort, tls: 'disabled' }) },
    program: {
      module: new URL('../src/index.ts', import.meta.url).href,
      options: { host, port, database: name, user, password },
    },
    holdsName: (told) => Buffer.byteLength(told) <= 63 && !told.includes('\0'),
    drop: async (dataset) => {
      const slot = slotOf(dataset.name)
      await run(`SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '${slot}';
DROP PUBLICATION IF EXISTS ${slot}; DROP TABLE ${quoted(dataset.name)} CASCADE;
DROP FUNCTION IF EXISTS ${quoted(`${dataset.name}_rows`)}();`)
    },
    runScript: run,
    logName: slotOf,
    forgetChanges: async (dataset, by) => {
      const slot = slotOf(dataset.name)
      if (by.kind === 'log') return await run(`SELECT pg_replication_slot_advance('${slot}', pg_current_wal_lsn());`)
      const entries = quoted(by.dataset)
      const newest = `(SELECT max("BERTH_NUMBER") FROM ${entries})`
      await run(`DELETE FROM ${entries} WHERE "BERTH_NUMBER" < ${newest};`)
    },
    putLate: async (dataset, rows) => (await server.hold(name, putStatements(dataset, rows).join('\n'))).commit,
    protect: async (dataset, keys) => {
      const held = keys.map((key) => `(${named(dataset, key, 'OLD.')})`).join(' OR ')
      const trigger = quoted(`${dataset.name}_p`)
      await run(`CREATE FUNCTION ${trigger}() RETURNS trigger LANGUAGE plpgsql AS $kit$ BEGIN
  IF ${held} THEN RAISE EXCEPTION 'protected'; END IF; RETURN OLD; END $kit$;
CREATE TRIGGER ${trigger} BEFORE DELETE ON ${quoted(dataset.name)} FOR EACH ROW EXECUTE FUNCTION ${trigger}();`)
    },
    createProcedure: async (dataset, kind) => {
      const procedure = `${dataset.name}_f`
      const [first, second] = dataset.columns.map((each) => quoted(each.name))
      const failing = kind === 'fails' ? "RAISE EXCEPTION 'failed';" : ''
      await run(`CREATE FUNCTION ${quoted(procedure)}(p_id integer, p_name varchar, OUT next_id integer) LANGUAGE plpgsql AS
$kit$ BEGIN INSERT INTO ${quoted(dataset.name)} (${first}, ${second}) VALUES (p_id, p_name); next_id := p_id + 1; ${failing} END $kit$;`)
      return {
        name: procedure,
        parameters: [
          { name: 'p_id', type: { name: 'integer' } },
          { name: 'p_name', type: { name: 'text' } },
        ],
        output: [{ name: 'next_id', type: { name: 'integer' } }],
        drop: () => run(`DROP FUNCTION ${quoted(procedure)};`),
      }
    },
    createView: async (dataset, view) => {
      await run(`CREATE VIEW ${quoted(view)} AS SELECT * FROM ${quoted(dataset.name)};`)
      return () => run(`DROP VIEW ${quoted(view)};`)
    },
    // Statistics are sent at the end of a statement, at most every second; a session that ends sends them at once.
    writes: async () => {
      const count = `SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables`
      for (;;) {
        const before = await server.value(name, `${count}`)
        await new Promise((resolve) => setTimeout(resolve, 1100))
        if ((await server.value(name, count)) === before) return Number(before)
      }
    },
    locks: async () => {
      const count = `SELECT (SELECT count(*) FROM pg_locks WHERE pid <> pg_backend_pid() AND database IS NOT NULL) +
  (SELECT count(*) FROM pg_stat_activity WHERE datname = '${name}' AND pid <> pg_backend_pid() AND xact_start IS NOT NULL)`
      return Number(await server.value(name, count))
    },
    connections: async () => {
      const count = `SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name = 'berth' AND datname = '${name}'`
      return Number(await server.value('postgres', count))
    },
    close: () => server.dropDatabase(name),
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function slotOf(dataset: string): string {
  return `kit_${dataset.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}`
}

/** The condition for the row with a key. */
function named(dataset: TargetDataset, key: Row, row: string): string {
  const columns = dataset.key.map((each) => column(dataset, each))
  return columns.map((each, at) => `${row}${quoted(each.name)} = ${literal(key[at] ?? null, each)}`).join(' AND ')
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
    return `${quoted(each.name)} ${nativeType(each)}${each.nullable ? '' : ' NOT NULL'}`
  })
  if (dataset.key.length > 0) columns.push(`PRIMARY KEY (${dataset.key.map((key) => quoted(key)).join(', ')})`)
  const comments = dataset.columns.flatMap(({ name, comment }) =>
    comment === undefined ? [] : [`COMMENT ON COLUMN ${quoted(dataset.name)}.${quoted(name)} IS '${comment}';`],
  )
  return [`CREATE TABLE ${quoted(dataset.name)} (${columns.join(', ')});`, ...comments].join('\n')
}

function column(dataset: TargetDataset, name: string): TargetColumn {
  const found = dataset.columns.find((each) => each.name === name)
  if (found === undefined) throw new TypeError(`${dataset.name} has no column ${name}`)
  return found
}

function putScript(dataset: TargetDataset, rows: readonly Row[]): string {
  return ['BEGIN;', ...putStatements(dataset, rows), 'COMMIT;'].join('\n')
}

function putStatements(dataset: TargetDataset, rows: readonly Row[]): string[] {
  const names = dataset.columns.map(({ name }) => quoted(name)).join(', ')
  const key = dataset.key.map((name) => quoted(name)).join(', ')
  const updates = dataset.columns.map(({ name }) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ')
  const replace = key === '' ? '' : ` ON CONFLICT (${key}) DO UPDATE SET ${updates}`
  return rows.map((row) => {
    const cells = dataset.columns.map((each, index) => literal(row[index] ?? null, each))
    return `INSERT INTO ${quoted(dataset.name)} (${names}) VALUES (${cells.join(', ')})${replace};`
  })
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
      return `encode(convert_to(${quoted(name)}::text, getdatabaseencoding()), 'hex')`
    return type.name === 'binary' ? `encode(${quoted(name)}, 'hex')` : quoted(name)
  })
  const rows = await server.read(database, `SELECT ${expressions.join(', ')} FROM ${quoted(dataset.name)}`)
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
