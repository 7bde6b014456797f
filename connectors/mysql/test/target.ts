import type { Target, TargetColumn, TargetDataset } from '@berth/conformance'
import { type LogicalType, type Row, type Value, validateOptions } from '@berth/core'
import type { MariadbServer } from '../../../test/servers/mariadb-server.ts'
import { manifest } from '../src/index.ts'

/**
 * The conformance kit's second channel to a MariaDB database: scripts and questions through the server's own client. Cells
 * travel as literals of hexadecimal digits and come back as such, so that no encoder is trusted.
 */
export async function mariadbTarget(server: MariadbServer, name: string): Promise<Target> {
  const database = await server.createDatabase(name)
  const { host, port, user, password } = server.data
  const run = (script: string): Promise<void> => server.run(database, `${modes}${script}`)
  const put = async (dataset: TargetDataset, rows: readonly Row[]): Promise<void> => {
    if (rows.length > 0) await run(inserts(dataset, rows))
  }
  return {
    options: validateOptions(manifest, { host, port, database, user, password }),
    line: { host, port, through: (toHost, toPort) => ({ host: toHost, port: toPort, tls: 'disabled' }) },
    program: {
      module: new URL('../src/index.ts', import.meta.url).href,
      options: { host, port, database, user, password },
    },
    holds,
    holdsIllTyped: ({ name: type }, value) => (type === 'date' || type === 'datetime') && value !== '',
    holdsName: (given) => !given.endsWith(' '),
    longText: true,
    create: async (dataset) => {
      await run(createScript(dataset))
      await put(dataset, dataset.rows)
    },
    put,
    remove: async (dataset, keys) =>
      run(keys.map((key) => `DELETE FROM ${quote(dataset.name)} WHERE ${named(dataset, key)};`).join('\n')),
    read: (dataset) => read(server, database, dataset),
    drop: async (dataset) =>
      run(`SET foreign_key_checks = 0; DROP TABLE IF EXISTS ${quote(dataset.name)}, ${quote(`${dataset.name} kept`)};`),
    runScript: run,
    forgetChanges: async (_dataset, by) => {
      if (by.kind !== 'outbox') throw new TypeError('there is no log to forget')
      await run(
        `DELETE FROM ${quote(by.dataset)} WHERE BERTH_NUMBER < (SELECT N FROM (SELECT MAX(BERTH_NUMBER) N FROM ${quote(by.dataset)}) X);`,
      )
    },
    putLate: async (dataset, rows) => {
      const held = await server.hold(database, `${modes}${inserts(dataset, rows)}`, 'COMMIT')
      return () => held.end()
    },
    protect: async (dataset, keys) => {
      const conditions = keys.map((key) => `(${named(dataset, key, 'OLD.')})`).join(' OR ')
      await run(`DELIMITER //
CREATE TRIGGER ${quote(`${dataset.name} kept`)} BEFORE DELETE ON ${quote(dataset.name)} FOR EACH ROW
  IF ${conditions} THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'kept'; END IF//
DELIMITER ;
`)
    },
    createProcedure: async (dataset, kind) => {
      const [first, second] = dataset.columns as [TargetColumn, TargetColumn]
      const procedure = `${dataset.name}_${kind}`
      const fails = kind === 'fails' ? "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no';" : ''
      await run(`DELIMITER //
CREATE PROCEDURE ${quote(procedure)} (IN P_FIRST ${nativeType(first)}, IN P_SECOND ${nativeType(second)}, OUT P_NEXT INT)
BEGIN
  INSERT INTO ${quote(dataset.name)} (${quote(first.name)}, ${quote(second.name)}) VALUES (P_FIRST, P_SECOND);
  SET P_NEXT = P_FIRST + 1;
  ${fails}
END//
DELIMITER ;
`)
      return {
        name: procedure,
        parameters: [
          { name: 'P_FIRST', type: first.type },
          { name: 'P_SECOND', type: second.type },
        ],
        output: [{ name: 'P_NEXT', type: { name: 'integer' } }],
        drop: () => run(`DROP PROCEDURE ${quote(procedure)};`),
      }
    },
    createView: async (dataset, view) => {
      await run(`CREATE VIEW ${quote(view)} AS SELECT * FROM ${quote(dataset.name)};`)
      return () => run(`DROP VIEW ${quote(view)};`)
    },
    connections: async () =>
      Number(
        await server.value(
          database,
          "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND USER = SUBSTRING_INDEX(USER(), '@', 1)",
        ),
      ),
    writes: async () =>
      Number(
        await server.value(
          database,
          "SELECT SUM(VARIABLE_VALUE) FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME IN ('HANDLER_WRITE', 'HANDLER_UPDATE', 'HANDLER_DELETE')",
        ),
      ),
    locks: async () =>
      Number(
        await server.value(
          database,
          'DO SLEEP(0.15); SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id <> CONNECTION_ID() AND trx_mysql_thread_id <> 0',
        ),
      ),
    close: async () => server.run(undefined, `DROP DATABASE ${quote(database)};`),
  }
}

const modes =
  "SET time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES', innodb_strict_mode = OFF;\n"

const digitsAfterPoint = /\.(\d+)/

function holds(type: LogicalType, value: Value): boolean {
  const text = String(value)
  switch (type.name) {
    case 'text':
      return true
    case 'time':
    case 'datetime':
      return (digitsAfterPoint.exec(text)?.[1]?.length ?? 0) <= 6
    case 'instant':
      return text >= '1970-01-01T00:00:01' && text < '2038-01-19T03:14:07'
    default:
      return true
  }
}

function nativeType({ type, charset }: TargetColumn): string {
  switch (type.name) {
    case 'text': {
      const set = charset === undefined ? 'utf8mb4' : 'latin1'
      return `${type.maxLength === undefined ? 'LONGTEXT' : `VARCHAR(${type.maxLength})`} CHARACTER SET ${set}`
    }
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`
    case 'binary':
      return type.maxLength === undefined ? 'LONGBLOB' : `VARBINARY(${type.maxLength})`
    default: {
      const native = plainTypes[type.name]
      if (native === undefined) throw new TypeError(`MariaDB has no type for ${type.name}`)
      return native
    }
  }
}

const plainTypes: Readonly<Record<string, string>> = {
  integer: 'INT',
  int64: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BIT(1)',
  date: 'DATE',
  time: 'TIME(6)',
  datetime: 'DATETIME(6)',
  instant: 'TIMESTAMP(6)',
  json: 'JSON',
}

function quote(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

function createScript({ name, columns, key }: TargetDataset): string {
  const parts = columns.map((column) => {
    const comment = column.comment === undefined ? '' : ` COMMENT '${column.comment.replaceAll("'", "''")}'`
    return `${quote(column.name)} ${nativeType(column)} ${column.nullable ? 'NULL' : 'NOT NULL'}${comment}`
  })
  if (key.length > 0) parts.push(`PRIMARY KEY (${key.map(quote).join(', ')})`)
  return `CREATE TABLE ${quote(name)} (${parts.join(', ')});`
}

function inserts(dataset: TargetDataset, rows: readonly Row[]): string {
  const verb = dataset.key.length === 0 ? 'INSERT' : 'REPLACE'
  const tuples = rows.map(
    (row) => `(${dataset.columns.map((each, index) => literal(row[index] ?? null, each)).join(', ')})`,
  )
  const names = dataset.columns.map(({ name }) => quote(name)).join(', ')
  return `${verb} INTO ${quote(dataset.name)} (${names}) VALUES ${tuples.join(', ')};`
}

/** The condition of the row with a key. */
function named(dataset: TargetDataset, key: Row, before = ''): string {
  const conditions = dataset.key.map((name, index) => {
    const column = dataset.columns.find((each) => each.name === name)
    if (column === undefined) throw new TypeError(`${dataset.name} has no column ${name}`)
    return `BINARY ${before}${quote(name)} = BINARY ${literal(key[index] ?? null, column)}`
  })
  return conditions.join(' AND ')
}

function literal(value: Value, { type, charset }: TargetColumn): string {
  if (value === null) return 'NULL'
  if (value instanceof Uint8Array) {
    const digits = `X'${Buffer.from(value).toString('hex')}'`
    return charset === undefined ? digits : `CONVERT(${digits} USING latin1)`
  }
  switch (type.name) {
    case 'text':
    case 'json':
      return `_utf8mb4 X'${Buffer.from(String(value)).toString('hex')}'`
    case 'date':
    case 'time':
    case 'datetime':
    case 'instant':
      return `'${String(value).replace('T', ' ').replace('Z', '')}'`
    case 'double':
      return `${Number(value).toExponential()}`
    case 'boolean':
      return value === true ? "b'1'" : "b'0'"
    default:
      return String(value)
  }
}

/** Every cell as hexadecimal digits of its text, or of its bytes. */
async function read(server: MariadbServer, database: string, { name, columns }: TargetDataset): Promise<Row[]> {
  const expressions = columns.map((column) => {
    const reference = quote(column.name)
    if (column.charset !== undefined || column.type.name === 'binary') return `HEX(${reference})`
    if (column.type.name === 'boolean') return `HEX(${reference} + 0)`
    return `HEX(CONVERT(CAST(${reference} AS CHAR) USING utf8mb4))`
  })
  const lines = await server.read(
    database,
    `SET time_zone = '+00:00'; SELECT ${expressions.join(', ')} FROM ${quote(name)};`,
  )
  return lines.map((cells) => cells.map((cell, index) => canonical(cell, columns[index])))
}

function canonical(cell: string, told: TargetColumn | undefined): Value {
  if (cell === 'NULL' || told === undefined) return null
  const bytes = Buffer.from(cell, 'hex')
  const { type, charset } = told
  if (charset !== undefined || type.name === 'binary') return new Uint8Array(bytes)
  if (type.name === 'boolean') return cell === '1'
  const text = bytes.toString('utf8')
  switch (type.name) {
    case 'integer':
    case 'double':
      return Number(text)
    case 'time':
      return text.replace(/\.?0+$/, '')
    case 'datetime':
      return text.replace(' ', 'T').replace(/\.?0+$/, '')
    case 'instant':
      return `${text.replace(' ', 'T').replace(/\.?0+$/, '')}Z`
    default:
      return text
  }
}
