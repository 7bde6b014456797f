import { spawn } from 'node:child_process'

/** Where a MariaDB or MySQL is, as plain data, so that it can be handed from vitest's main process to its workers. */
export interface MariadbServerData {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** Whether we started it: only then do tests change its users and settings. */
  readonly private: boolean
}

/**
 * A MariaDB as the tests see it: the second channel beside the connector. Everything here goes through `mariadb`, the
 * server's own command-line client, so that the connector is not its own judge.
 */
export class MariadbServer {
  readonly data: MariadbServerData

  constructor(data: MariadbServerData) {
    this.data = data
  }

  /** Makes a database anew and returns its name. */
  async createDatabase(name: string, charset = 'utf8mb4'): Promise<string> {
    await this.run(
      undefined,
      `DROP DATABASE IF EXISTS \`${name}\`; CREATE DATABASE \`${name}\` DEFAULT CHARACTER SET ${charset};`,
    )
    return name
  }

  /** Runs a script. Stops at the first error and rejects. */
  async run(database: string | undefined, script: string): Promise<void> {
    await this.#client(database, script)
  }

  /** Runs statements and returns what they print: lines of cells, NULL as `NULL`, without names. */
  async read(database: string | undefined, statement: string): Promise<string[][]> {
    const output = await this.#client(database, statement)
    return output
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split('\t'))
  }

  /** The first cell of the first line. */
  async value(database: string | undefined, statement: string): Promise<string> {
    return (await this.read(database, statement))[0]?.[0] ?? ''
  }

  /** Runs a statement in a transaction and keeps it open, with the locks it took, until `end`. */
  async hold(
    database: string,
    statement: string,
    outcome: 'ROLLBACK' | 'COMMIT' = 'ROLLBACK',
  ): Promise<{ end(): Promise<void> }> {
    const child = spawn('mariadb', [...this.#parameters(), '--unbuffered', database], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: this.#environment(),
    })
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
    const held = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()))
    child.stdin.write(`START TRANSACTION;\n${statement};\nSELECT 'held';\n`)
    const refused = ended.then(() => Promise.reject(new Error(`the server refused: ${statement}`)))
    refused.catch(() => undefined)
    await Promise.race([held, refused])
    return {
      end: async () => {
        child.stdin.end(`${outcome};\n`)
        await ended
      },
    }
  }

  #parameters(): string[] {
    const { host, port, user } = this.data
    const place = ['--protocol=tcp', `--host=${host}`, `--port=${port}`, `--user=${user}`]
    return ['--no-defaults', ...place, '--default-character-set=utf8mb4', '--batch', '--raw', '--skip-column-names']
  }

  #environment(): NodeJS.ProcessEnv {
    return { ...process.env, MYSQL_PWD: this.data.password }
  }

  #client(database: string | undefined, script: string): Promise<string> {
    const parameters = database === undefined ? this.#parameters() : [...this.#parameters(), database]
    return new Promise((resolve, reject) => {
      const child = spawn('mariadb', parameters, { stdio: ['pipe', 'pipe', 'pipe'], env: this.#environment() })
      const output: Buffer[] = []
      const problems: Buffer[] = []
      child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
      child.stderr.on('data', (chunk: Buffer) => problems.push(chunk))
      child.once('error', reject)
      child.once('close', (code) => {
        if (code === 0) resolve(Buffer.concat(output).toString('utf8'))
        else reject(new Error(`mariadb ended with ${code}: ${Buffer.concat(problems).toString('utf8')}`))
      })
      child.stdin.on('error', () => undefined)
      child.stdin.end(script)
    })
  }
}
