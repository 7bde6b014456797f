import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { MariadbServer, type MariadbServerData } from './mariadb-server.ts'
import { freePort, listening, type ServerProcess, startProcess } from './process.ts'

/** How a private MariaDB differs from the usual one. */
export interface MariadbSettings {
  /** More options of the server: `--max-allowed-packet=1M`. */
  readonly options?: readonly string[]
}

/** A running private MariaDB, and its end. */
export interface PrivateMariadb {
  readonly server: MariadbServer
  readonly process: ServerProcess
  /** Where its files are. */
  readonly directory: string
  stop(): Promise<void>
}

/**
 * Starts a MariaDB of our own on a loopback port, in a temporary directory, as root or as an ordinary user. Its one user
 * may do everything and has a random password.
 */
export async function startMariadb(settings: MariadbSettings = {}): Promise<PrivateMariadb> {
  for (let port = 23_306; ; port++) {
    port = await freePort(port)
    const started = await attempt(port, settings)
    if (started !== undefined) return started
  }
}

async function attempt(port: number, { options = [] }: MariadbSettings): Promise<PrivateMariadb | undefined> {
  const directory = mkdtempSync(path.join(tmpdir(), 'berth-mariadb-'))
  const password = randomBytes(6).toString('hex')
  const data: MariadbServerData = { host: '127.0.0.1', port, user: 'berth', password, private: true }
  const place = (name: string): string => path.join(directory, name)
  mkdirSync(place('tmp'))
  const files = [`--datadir=${place('data')}`, `--tmpdir=${place('tmp')}`, `--user=${userInfo().username}`]
  await install(files)
  writeFileSync(
    place('users.sql'),
    [
      `CREATE USER berth@'127.0.0.1' IDENTIFIED BY '${password}'`,
      `GRANT ALL ON *.* TO berth@'127.0.0.1' WITH GRANT OPTION`,
    ]
      .map((statement) => `${statement};\n`)
      .join(''),
  )
  const command = [
    '/usr/sbin/mariadbd',
    '--no-defaults',
    ...files,
    `--socket=${place('socket')}`,
    `--pid-file=${place('pid')}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    '--skip-log-bin',
    `--init-file=${place('users.sql')}`,
    '--character-set-server=utf8mb4',
    '--innodb-flush-log-at-trx-commit=2',
    '--innodb-buffer-pool-size=64M',
    ...options,
  ]
  const process_ = await startProcess(command, {
    environment: process.env,
    log: place('server.log'),
    remove: directory,
  })
  const server = new MariadbServer(data)
  const ours = (await listening(port, process_.alive, 30_000)) && (await answers(server))
  if (ours) return { server, process: process_, directory, stop: () => process_.stop() }
  await process_.stop()
  return undefined
}

function install(files: readonly string[]): Promise<void> {
  const parameters = ['--no-defaults', ...files, '--auth-root-authentication-method=normal', '--skip-test-db']
  return new Promise((resolve, reject) => {
    execFile('mariadb-install-db', [...parameters, '--skip-name-resolve'], (error, stdout, stderr) =>
      error === null ? resolve() : reject(new Error(`mariadb-install-db: ${stderr}${stdout}`)),
    )
  })
}

/** Whether it is our server that answers on the port, not another one that was quicker. */
async function answers(server: MariadbServer): Promise<boolean> {
  try {
    return (await server.value(undefined, 'SELECT 1')) === '1'
  } catch {
    return false
  }
}
