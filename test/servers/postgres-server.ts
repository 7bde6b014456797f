import { spawn } from 'node:child_process'
import path from 'node:path'
import { postgresPrograms } from './postgres-programs.ts'

const psql = path.join(postgresPrograms() ?? '', 'psql')

/** Where a PostgreSQL is, as plain data, so that it can be handed from vitest's main process to its workers. */
export interface PostgresServerData {
  readonly host: string
  readonly port: number
  /** A superuser. */
  readonly user: string
  readonly password: string
  /** The server's log, and the certificate that it shows, where we started it. */
  readonly log?: string
  readonly certificate?: string
  /** Whether we started it: only then do tests make users, and rely on settings of the server. */
  readonly private: boolean
}

/** The encodings that test databases are made with. */
export type PostgresEncoding = 'UTF8' | 'SQL_ASCII' | 'EUC_CN' | 'LATIN1'

/**
 * A PostgreSQL as the tests see it: the second channel beside the connector. Everything here goes through psql,
 * PostgreSQL's own program, so that the connector is not its own judge.
 */
export class PostgresServer {
  readonly data: PostgresServerData

  constructor(data: PostgresServerData) {
    this.data = data
  }

  /** Makes a database, a new one when there is one of this name. */
  async createDatabase(name: string, encoding: PostgresEncoding = 'UTF8'): Promise<string> {
    await this.dropDatabase(name)
    await this.run(
      'postgres',
      `CREATE DATABASE "${name}" TEMPLATE template0 ENCODING '${encoding}' LC_COLLATE 'C' LC_CTYPE 'C';`,
    )
    return name
  }

  async dropDatabase(name: string): Promise<void> {
    const slots = `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = '${name}' AND NOT active`
    await this.run('postgres', `${slots};\nDROP DATABASE IF EXISTS "${name}" WITH (FORCE);`)
  }

  /** Runs a script. Stops at the first error and rejects. Its bytes go to the server as they are. */
  async run(database: string, script: string | Uint8Array, encoding: 'UTF8' | 'SQL_ASCII' = 'UTF8'): Promise<string> {
    return (await this.#psql(database, script, encoding)).toString('utf8')
  }

  /** The rows of a SELECT, every cell as PostgreSQL prints it; NULL is null. */
  async read(database: string, select: string): Promise<(string | null)[][]> {
    const output = await this.run(database, `COPY (${select}) TO STDOUT;\n`)
    const lines = output === '' ? [] : output.slice(0, -1).split('\n')
    return lines.map((line) => line.split('\t').map((cell) => (cell === '\\N' ? null : unescaped(cell))))
  }

  /** The first cell of a SELECT. */
  async value(database: string, select: string): Promise<string | null> {
    return (await this.read(database, select))[0]?.[0] ?? null
  }

  /** Runs statements and keeps their transaction open, with the locks it took, until `end`. */
  async hold(database: string, statements: string): Promise<{ commit(): Promise<void>; end(): Promise<void> }> {
    const child = spawn(psql, ['-qXAt'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: this.#environment(database, 'UTF8'),
    })
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
    const ready = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()))
    child.stdin.write(`BEGIN;\n${statements};\n\\echo held\n`)
    await Promise.race([ready, ended])
    const finish = async (last: string): Promise<void> => {
      child.stdin.end(`${last};\n`)
      await ended
    }
    return { commit: () => finish('COMMIT'), end: () => finish('ROLLBACK') }
  }

  #environment(database: string, encoding: string): NodeJS.ProcessEnv {
    const { host, port, user, password } = this.data
    const connection = { PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password, PGDATABASE: database }
    const settings = {
      PGOPTIONS:
        '-c extra_float_digits=3 -c timezone=UTC -c datestyle=ISO,YMD -c bytea_output=hex -c client_min_messages=error',
    }
    return { ...process.env, ...connection, ...settings, PGCLIENTENCODING: encoding, PGSSLMODE: 'disable' }
  }

  #psql(database: string, script: string | Uint8Array, encoding: 'UTF8' | 'SQL_ASCII'): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const parameters = ['-qXAt', '-v', 'ON_ERROR_STOP=1', '-f', '-']
      const environment = this.#environment(database, encoding)
      const child = spawn(psql, parameters, { stdio: ['pipe', 'pipe', 'pipe'], env: environment })
      const output: Buffer[] = []
      const problems: Buffer[] = []
      child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
      child.stderr.on('data', (chunk: Buffer) => problems.push(chunk))
      child.once('error', reject)
      child.once('close', (code) => {
        if (code === 0) resolve(Buffer.concat(output))
        else reject(new Error(`psql ended with ${code}: ${Buffer.concat(problems).toString('utf8').slice(0, 2000)}`))
      })
      child.stdin.on('error', () => undefined)
      child.stdin.end(script)
    })
  }
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** A cell of COPY's text form. */
function unescaped(cell: string): string {
  return cell.includes('\\') ? cell.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter) : cell
}
