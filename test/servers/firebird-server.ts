import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'

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
const separator = '\u0001'

/**
 * A Firebird as the tests see it: the second channel beside the connector. Everything here goes through isql, Firebird's
 * own program, so that the connector is not its own judge.
 */
export class FirebirdServer {
  readonly data: FirebirdServerData

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
    return file
  }

  /** Runs a script. Stops at the first error and rejects. The script's bytes go to the server in `charset`. */
  async run(file: string, script: string | Uint8Array, charset: FirebirdCharset = 'UTF8'): Promise<void> {
    await this.#isql(file, script, charset)
  }

  /**
   * Runs one SELECT of one text expression and returns what it gave, a text for each row. The expression joins its
   * columns with `FirebirdServer.column` where there are several.
   */
  async read(file: string, select: string, charset: FirebirdCharset = 'UTF8'): Promise<string[]> {
    const output = await this.#isql(file, `set list on;\n${select};\n`, charset)
    const values: string[] = []
    for (const line of output.split('\n')) {
      const match = /^\S+ +(.*)$/.exec(line)
      if (match?.[1] !== undefined) values.push(match[1])
    }
    return values
  }

  /** Expressions joined to one text that `read` gives: NULL as `<null>`, split it with `split`. */
  static join(expressions: readonly string[]): string {
    return expressions.map((each) => `coalesce(${each}, '<null>')`).join(` || '${separator}' || `)
  }

  static split(text: string): string[] {
    return text.split(separator)
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
   * A user whose salt the server sends with this many digits, fewer than the usual 64: one that node-firebird cannot
   * log in by itself. A salt is a random number sent without leading zeros, so users are made until one fits.
   */
  async createShortSaltUser(prefix: string, password: string, digits: 61 | 62 | 63): Promise<string> {
    const bytes = Math.ceil(digits / 2)
    const first = digits % 2 === 0 ? 'between 16 and 255' : 'between 1 and 15'
    for (let round = 0; round < 40; round++) {
      const names = Array.from({ length: digits === 63 ? 20 : 200 }, (_, index) => `${prefix}${round}_${index}`)
      const create = names.map((name) => `create user ${name} password '${password}' using plugin Srp;`).join('\n')
      await this.run(this.security(), `${create}\ncommit;`)
      const found = await this.read(
        this.security(),
        `select first 1 trim(plg$user_name) u from plg$srp where plg$user_name starting with '${prefix}${round}_'
         and octet_length(plg$salt) = ${bytes} and ascii_val(substring(plg$salt from 1 for 1)) ${first}`,
      )
      const kept = found[0]
      const others = names.filter((name) => name !== kept)
      await this.run(
        this.security(),
        `${others.map((name) => `drop user ${name} using plugin Srp;`).join('\n')}\ncommit;`,
      )
      if (kept !== undefined) return kept
    }
    throw new Error('no salt was short enough')
  }

  /** The database of the server's users. */
  security(): string {
    return path.join(this.data.directory, 'sys', 'security3.fdb')
  }

  #remote(file: string): string {
    return `${this.data.host}/${this.data.port}:${file}`
  }

  #isql(file: string | undefined, script: string | Uint8Array, charset: FirebirdCharset): Promise<string> {
    const { user, password } = this.data
    const parameters = ['-q', '-b', '-ch', charset, '-user', user, '-password', password]
    if (file !== undefined) parameters.push(this.#remote(file))
    return new Promise((resolve, reject) => {
      const child = spawn('isql-fb', parameters, { stdio: ['pipe', 'pipe', 'pipe'] })
      const output: Buffer[] = []
      const problems: Buffer[] = []
      child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
      child.stderr.on('data', (chunk: Buffer) => problems.push(chunk))
      child.once('error', reject)
      child.once('close', (code) => {
        const text = Buffer.concat(output).toString('utf8')
        if (code === 0 && problems.length === 0) resolve(text)
        else
          reject(
            new Error(`isql-fb ended with ${code}: ${Buffer.concat(problems).toString('utf8')}\n${text.slice(-500)}`),
          )
      })
      child.stdin.on('error', () => undefined)
      child.stdin.end(script)
    })
  }
}
