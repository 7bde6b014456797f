import type { Target, TargetColumn, TargetDataset } from '@berth/conformance'
import { type LogicalType, type Row, type Value, validateOptions } from '@berth/core'
import type { FirebirdServer } from '../../../test/servers/firebird-server.ts'
import { manifest } from '../src/index.ts'

/**
 * The conformance kit's second channel to a Firebird database: scripts and questions through isql. Cells travel as
 * literals of hexadecimal digits and come back as such, so that no encoder is trusted.
 */
export async function firebirdTarget(server: FirebirdServer, name: string): Promise<Target> {
  const file = await server.createDatabase(name, 'UTF8')
  const { host, port, user, password } = server.data
  return {
    options: validateOptions(manifest, { host, port, database: file, user, password }),
    line: {
      host,
      port,
      through: (toHost, toPort) => ({ host: toHost, port: toPort, wireCrypt: 'disabled' }),
    },
    program: {
      module: new URL('../src/index.ts', import.meta.url).href,
      options: { host, port, database: file, user, password },
    },
    holds,
    create: async (dataset) => {
      await server.run(file, createScript(dataset))
      await put(server, file, dataset, dataset.rows)
    },
    put: (dataset, rows) => put(server, file, dataset, rows),
    remove: async (dataset, keys) => {
      const columns = dataset.key.map((key) => column(dataset, key))
      const statements = keys.map((key) => {
        const conditions = columns.map((each, index) => `${quoted(each.name)} = ${literal(key[index] ?? null, each)}`)
        return `DELETE FROM ${quoted(dataset.name)} WHERE ${conditions.join(' AND ')};`
      })
      await server.run(file, statements.join('\n'))
    },
    read: (dataset) => read(server, file, dataset),
    longText: true,
    // isql takes a single quote within a name for the beginning of a text.
    holdsName: (name) => Buffer.byteLength(name) <= 31 && !name.includes("'"),
    // What stays behind where a script was run: the numbers of the entries.
    drop: (dataset) =>
      server.run(
        file,
        `DROP TABLE ${quoted(dataset.name)}; COMMIT; SET TERM ^;
EXECUTE BLOCK AS BEGIN
  IF (EXISTS(SELECT 1 FROM RDB$GENERATORS WHERE RDB$GENERATOR_NAME = '${dataset.name}_N')) THEN
    EXECUTE STATEMENT 'DROP GENERATOR "${dataset.name}_N"';
END^
COMMIT^`,
      ),
    runScript: (script) => server.run(file, script),
    forgetChanges: (_dataset, by) =>
      by.kind === 'outbox'
        ? server.run(
            file,
            `DELETE FROM ${quoted(by.dataset)} WHERE BERTH_NUMBER < (SELECT MAX(BERTH_NUMBER) FROM ${quoted(by.dataset)}); COMMIT;`,
          )
        : Promise.reject(new TypeError('Firebird keeps no log')),
    putLate: async (dataset, rows) => (await server.hold(file, putStatements(dataset, rows))).commit,
    protect: async (dataset, keys) => {
      const held = keys.map((key) =>
        dataset.key
          .map((name, at) => `OLD.${quoted(name)} = ${literal(key[at] ?? null, column(dataset, name))}`)
          .join(' AND '),
      )
      await server.run(
        file,
        `CREATE OR ALTER EXCEPTION KIT_PROTECTED 'protected'; COMMIT; SET TERM ^;
CREATE TRIGGER ${quoted(`${dataset.name}_P`)} FOR ${quoted(dataset.name)} BEFORE DELETE AS
BEGIN IF (${held.map((each) => `(${each})`).join(' OR ')}) THEN EXCEPTION KIT_PROTECTED; END^
COMMIT^`,
      )
    },
    createProcedure: async (dataset, kind) => {
      const procedure = `${dataset.name}_P`
      const [first, second] = dataset.columns.map((each) => `${quoted(each.name)}`)
      const failing = kind === 'fails' ? 'EXCEPTION KIT_FAILED;' : ''
      await server.run(
        file,
        `CREATE OR ALTER EXCEPTION KIT_FAILED 'failed'; COMMIT; SET TERM ^;
CREATE PROCEDURE ${procedure} (P_ID INTEGER, P_NAME VARCHAR(40) CHARACTER SET UTF8) RETURNS (NEXT_ID INTEGER) AS
BEGIN
  INSERT INTO ${quoted(dataset.name)} (${first}, ${second}) VALUES (:P_ID, :P_NAME);
  NEXT_ID = P_ID + 1;
  ${failing}
END^
COMMIT^`,
      )
      return {
        name: procedure,
        parameters: [
          { name: 'P_ID', type: { name: 'integer' } },
          { name: 'P_NAME', type: { name: 'text', maxLength: 40 } },
        ],
        output: [{ name: 'NEXT_ID', type: { name: 'integer' } }],
        drop: () => server.run(file, `DROP PROCEDURE ${procedure};`),
      }
    },
    createView: async (dataset, view) => {
      await server.run(file, `CREATE VIEW ${quoted(view)} AS SELECT * FROM ${quoted(dataset.name)};`)
      return () => server.run(file, `DROP VIEW ${quoted(view)};`)
    },
    // What read-only transactions of committed data see holds nothing back.
    locks: async () => {
      const count = `SELECT COUNT(*) FROM MON$TRANSACTIONS T JOIN MON$ATTACHMENTS A USING (MON$ATTACHMENT_ID)
WHERE A.MON$SYSTEM_FLAG = 0 AND MON$ATTACHMENT_ID <> CURRENT_CONNECTION
AND NOT (T.MON$READ_ONLY = 1 AND T.MON$ISOLATION_MODE IN (2, 3))`
      return Number((await server.read(file, count))[0])
    },
    connections: async () => {
      const count = `SELECT COUNT(*) FROM MON$ATTACHMENTS WHERE MON$SYSTEM_FLAG = 0 AND MON$ATTACHMENT_ID <> CURRENT_CONNECTION`
      return Number((await server.read(file, count))[0])
    },
    close: async () => server.run(file, 'DROP DATABASE;'),
  }
}

const digitsAfterPoint = /\.(\d+)/

function holds(type: LogicalType, value: Value): boolean {
  switch (type.name) {
    case 'json':
    case 'instant':
      return false
    case 'decimal':
      return (type.precision ?? 0) <= 18
    case 'time':
    case 'datetime':
      return (digitsAfterPoint.exec(String(value))?.[1]?.length ?? 0) <= 4
    default:
      return true
  }
}

function nativeType({ type, charset }: TargetColumn): string {
  switch (type.name) {
    case 'text': {
      const set = charset === undefined ? 'UTF8' : 'NONE'
      if (type.maxLength === undefined) return `BLOB SUB_TYPE TEXT CHARACTER SET ${set}`
      return `VARCHAR(${type.maxLength}) CHARACTER SET ${set}`
    }
    case 'decimal':
      return `NUMERIC(${type.precision},${type.scale})`
    case 'binary':
      return type.maxLength === undefined ? 'BLOB SUB_TYPE BINARY' : `VARCHAR(${type.maxLength}) CHARACTER SET OCTETS`
    default: {
      const native = plainTypes[type.name]
      if (native === undefined) throw new TypeError(`Firebird has no type for ${type.name}`)
      return native
    }
  }
}

const plainTypes: Readonly<Record<string, string>> = {
  integer: 'INTEGER',
  int64: 'BIGINT',
  double: 'DOUBLE PRECISION',
  boolean: 'BOOLEAN',
  date: 'DATE',
  time: 'TIME',
  datetime: 'TIMESTAMP',
}

function createScript(dataset: TargetDataset): string {
  const columns = dataset.columns.map((each) => {
    return `${quoted(each.name)} ${nativeType(each)}${each.nullable ? '' : ' NOT NULL'}`
  })
  if (dataset.key.length > 0) columns.push(`PRIMARY KEY (${dataset.key.map((key) => `${quoted(key)}`).join(', ')})`)
  const comments = dataset.columns.flatMap(({ name, comment }) =>
    comment === undefined ? [] : [`COMMENT ON COLUMN ${quoted(dataset.name)}.${quoted(name)} IS '${comment}';`],
  )
  return [`CREATE TABLE ${quoted(dataset.name)} (${columns.join(', ')});`, ...comments, 'COMMIT;'].join('\n')
}

function column(dataset: TargetDataset, name: string): TargetColumn {
  const found = dataset.columns.find((each) => each.name === name)
  if (found === undefined) throw new TypeError(`${dataset.name} has no column ${name}`)
  return found
}

async function put(server: FirebirdServer, file: string, dataset: TargetDataset, rows: readonly Row[]): Promise<void> {
  if (rows.length > 0) await server.run(file, `${putStatements(dataset, rows)};\nCOMMIT;`)
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Without the semicolon of the last. */
function putStatements(dataset: TargetDataset, rows: readonly Row[]): string {
  const names = dataset.columns.map(({ name }) => `${quoted(name)}`).join(', ')
  const insert = dataset.key.length === 0 ? 'INSERT' : 'UPDATE OR INSERT'
  const statements = rows.map((row) => {
    const cells = dataset.columns.map((each, index) => literal(row[index] ?? null, each))
    return `${insert} INTO ${quoted(dataset.name)} (${names}) VALUES (${cells.join(', ')})`
  })
  return statements.join(';\n')
}

function literal(value: Value, { type, charset }: TargetColumn): string {
  if (value === null) return 'NULL'
  if (value instanceof Uint8Array)
    return `${charset === undefined ? '' : '_NONE '}x'${Buffer.from(value).toString('hex')}'`
  switch (type.name) {
    case 'text':
      return `_UTF8 x'${Buffer.from(String(value)).toString('hex')}'`
    case 'date':
    case 'time':
    case 'datetime':
      return `'${String(value).replace('T', ' ')}'`
    case 'double':
      return exactLiteral(Number(value))
    default:
      return String(value)
  }
}

/** A double as a whole number times powers of two, for the server reads no denormal numbers. */
function exactLiteral(value: number): string {
  let whole = value
  let power = 0
  while (!Number.isInteger(whole)) {
    whole *= 2
    power++
  }
  const half = Math.trunc(power / 2)
  return `CAST('${whole}' AS DOUBLE PRECISION) * POWER(2e0, -${half}) * POWER(2e0, -${power - half})`
}

/** An exact form of a double: a whole number and the power of two that it was multiplied with. */
function exactDouble(name: string): string {
  const power = `(54 - FLOOR(LOG(2, ABS(${name}))))`
  const half = `TRUNC(${power} / 2)`
  const scaled = `${name} * POWER(2e0, ${half}) * POWER(2e0, ${power} - ${half})`
  return `IIF(${name} = 0, '0;0', CAST(CAST(${scaled} AS BIGINT) AS VARCHAR(20)) || ';' || CAST(${power} AS INTEGER))`
}

/** isql prints bytes as hexadecimal digits. */
async function read(server: FirebirdServer, file: string, dataset: TargetDataset): Promise<Row[]> {
  const expressions = dataset.columns.map(({ name, type }) => {
    const reference = type.name === 'double' ? exactDouble(`${quoted(name)}`) : `${quoted(name)}`
    return `CAST(${reference} AS VARCHAR(2000) CHARACTER SET OCTETS)`
  })
  const rows = await server.readBytes(file, expressions, `${quoted(dataset.name)}`)
  return rows.map((row) => row.map((bytes, index) => canonical(bytes, dataset.columns[index])))
}

function canonical(bytes: Buffer | null, told: TargetColumn | undefined): Value {
  if (bytes === null || told === undefined) return null
  const { type, charset } = told
  if (charset !== undefined || type.name === 'binary') return new Uint8Array(bytes)
  const text = bytes.toString('utf8')
  switch (type.name) {
    case 'integer':
      return Number(text)
    case 'boolean':
      return text === 'TRUE'
    case 'double': {
      const [whole = '0', power = '0'] = text.split(';')
      const half = Math.trunc(Number(power) / 2)
      return (Number(whole) / 2 ** half) * 2 ** (half - Number(power))
    }
    case 'time':
    case 'datetime':
      return text
        .replace(' ', 'T')
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '')
    default:
      return text
  }
}
