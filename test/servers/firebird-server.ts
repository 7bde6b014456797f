import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { canShare, IsqlSession } from './isql-session.ts'
import { srpVerifier } from './srp-verifier.ts'

/** Where a Firebird is, as plain data, so that it can be handed from vitest's main process to its workers. */
export interface FirebirdServerData {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** Where the server process makes its databases. */
  readonly directory: string
  /** Whether we started it: only then do tests change its users. */
  readonly private: boolean
}

/** The charsets that test databases are made with. */
export type FirebirdCharset = 'UTF8' | 'GBK' | 'GB18030' | 'NONE'

const employeeScript = '/usr/share/doc/firebird3.0-common-doc/examples/employee.sql.gz'

/**
 * A Firebird as the tests see it: the second channel beside the connector. Everything here goes through isql, Firebird's
 * own program, so that the connector is not its own judge.
 */
export class FirebirdServer {
  readonly data: FirebirdServerData
  /** Those that stay connected, by database and charset. */
  readonly #sessions: Map<string, IsqlSession> = new Map()

  constructor(data: FirebirdServerData) {
    this.data = data
  }

  /** The file of a database of this name. */
  file(name: string): string {
    return path.join(this.data.directory, this.data.private ? 'data' : '', `${name}.fdb`)
  }

  /** Creates a database and returns its file. `dialect` 1 makes it as InterBase 5 knew it. */
  async createDatabase(name: string, charset: FirebirdCharset, dialect: 1 | 3 = 3): Promise<string> {
    const { user, password } = this.data
    const file = this.file(name)
    const statement = `set sql dialect ${dialect};
create database '${this.#remote(file)}' user '${user}' password '${password}' default character set ${charset};`
    await this.#isql(undefined, statement, 'UTF8')
    // No test cuts the power: a page that is written need not be on the disk before the next.
    await promisify(execFile)('gfix', ['-write', 'async', '-user', user, '-password', password, this.#remote(file)])
    return file
  }

  /** Runs a script. Stops at the first error and rejects. The script's bytes go to the server in `charset`. */
  async run(file: string, script: string | Uint8Array, charset: FirebirdCharset = 'UTF8'): Promise<void> {
    await this.#isql(file, script, charset)
  }

  /** Runs a SELECT of one column, numbers or plain ASCII text, and returns what isql prints of it. */
  async read(file: string, select: string): Promise<string[]> {
    const output = await this.#isql(file, `set list on;\n${select};\n`, 'UTF8')
    return output.split('\n').flatMap((line) => /^\S+ +(.*?) *$/.exec(line)?.[1] ?? [])
  }

  /**
   * Reads rows whose expressions are all of character set OCTETS: these isql prints as hexadecimal digits, so that
   * they come back byte for byte.
   */
  async readBytes(file: string, expressions: readonly string[], from: string): Promise<(Buffer | null)[][]> {
    const columns = expressions.map((expression, index) => `${expression} AS BERTH_${index}`)
    const select = `set list on;\nSELECT ${columns.join(', ')} FROM ${from};\n`
    const rows: (Buffer | null)[][] = []
    for (const line of (await this.#isql(file, select, 'UTF8')).split('\n')) {
      const [, index, printed = ''] = /^BERTH_(\d+) +(\S*)/.exec(line) ?? []
      if (index === undefined) continue
      if (index === '0') rows.push([])
      rows.at(-1)?.push(printed === '<null>' ? null : Buffer.from(printed, 'hex'))
    }
    return rows
  }

  /** Runs statements and keeps their transaction open, with the locks it took, until `end` or `commit`. */
  async hold(file: string, statement: string): Promise<{ end(): Promise<void>; commit(): Promise<void> }> {
    const { user, password } = this.data
    const child = spawn('isql-fb', ['-q', '-ch', 'UTF8', '-user', user, '-password', password, this.#remote(file)], {
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
    child.stdin.write(`${statement};\n`)
    const waiting = `SELECT COUNT(*) FROM MON$TRANSACTIONS WHERE MON$READ_ONLY = 0 AND MON$ATTACHMENT_ID IN
      (SELECT MON$ATTACHMENT_ID FROM MON$ATTACHMENTS WHERE MON$REMOTE_PID = ${child.pid})
      AND MON$STAT_ID IN (SELECT MON$STAT_ID FROM MON$RECORD_STATS WHERE MON$RECORD_UPDATES + MON$RECORD_INSERTS > 0)`
    while ((await this.read(file, waiting))[0] === '0');
    const leave = async (words: string): Promise<void> => {
      child.stdin.end(words)
      await ended
    }
    return { end: () => leave('ROLLBACK;\n'), commit: () => leave('COMMIT;\n') }
  }

  /** Firebird's own sample database, made from the script of the package firebird3.0-examples. */
  async employeeDatabase(name: string): Promise<string> {
    const script = gunzipSync(readFileSync(employeeScript)).toString('latin1')
    const file = await this.createDatabase(name, 'NONE')
    await this.run(file, script.replace(/^create database 'employee\.fdb';$/m, ''), 'NONE')
    return file
  }

  /** A user of the plugin given. Only on a server of our own. */
  async createUser(user: string, password: string, plugin: 'Srp' | 'Legacy_UserManager' = 'Srp'): Promise<void> {
    await this.run(this.security(), `create user ${user} password '${password}' using plugin ${plugin}; commit;`)
  }

  /**
   * A user whose salt the server sends with fewer than the usual 64 digits, for it is sent without leading zeros: one
   * that node-firebird cannot log in by itself. Salts are random; this one is put in the place of the random one.
   */
  async createShortSaltUser(user: string, password: string, saltDigits: number): Promise<void> {
    await this.createUser(user, password)
    const salt = `1${randomBytes(32).toString('hex')}`.slice(0, saltDigits).toUpperCase()
    const whole = salt.padStart(Math.ceil(saltDigits / 2) * 2, '0')
    const verifier = srpVerifier(user, password, salt)
    await this.run(
      this.security(),
      `UPDATE PLG$SRP SET PLG$SALT = x'${whole}', PLG$VERIFIER = x'${verifier}' WHERE PLG$USER_NAME = '${user}'; COMMIT;`,
    )
  }

  /** The database of the server's users. */
  security(): string {
    return path.join(this.data.directory, 'sys', 'security3.fdb')
  }

  #remote(file: string): string {
    return `${this.data.host}/${this.data.port}:${file}`
  }

  async #isql(file: string | undefined, script: string | Uint8Array, charset: FirebirdCharset): Promise<string> {
    const { user, password } = this.data
    const parameters = ['-q', '-b', '-ch', charset, '-user', user, '-password', password]
    if (file === undefined) return await this.#alone(parameters, script)
    parameters.push(this.#remote(file))
    if (file === this.security()) return await this.#alone(parameters, script)
    if (!canShare(script)) {
      await this.#leave(file)
      return await this.#alone(parameters, script)
    }
    const name = JSON.stringify([file, charset])
    const known = this.#sessions.get(name)
    // One that is busy, until another script has let go of a lock for one, keeps nobody waiting.
    if (known?.running === true) return await this.#alone(parameters, script)
    const session = known?.free === true ? known : new IsqlSession(parameters)
    this.#sessions.set(name, session)
    return (await session.run(script)) ?? (await this.#alone(parameters, script))
  }

  /** Gives up what is connected to a database. */
  async #leave(file: string): Promise<void> {
    for (const [name, session] of this.#sessions) {
      if ((JSON.parse(name) as string[])[0] !== file) continue
      this.#sessions.delete(name)
      await session.end()
    }
  }

  #alone(parameters: readonly string[], script: string | Uint8Array): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = spawn('isql-fb', parameters, { stdio: ['pipe', 'pipe', 'pipe'] })
      const output: Buffer[] = []
      const problems: Buffer[] = []
      child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
      child.stderr.on('data', (chunk: Buffer) => problems.push(chunk))
      child.once('error', reject)
      child.once('close', (code) => {
        const text = Buffer.concat(output).toString('utf8')
        const told = Buffer.concat(problems)
          .toString('utf8')
          .replace(/^(?:WARNING: Client SQL dialect .*)?\n/gm, '')
        if (code === 0 && told === '') resolve(text)
        else reject(new Error(`isql-fb ended with ${code}: ${told}\n${text.slice(-500)}`))
      })
      child.stdin.on('error', () => undefined)
      child.stdin.end(script)
    })
  }
}
