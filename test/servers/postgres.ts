import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, chownSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { postgresPrograms } from './postgres-programs.ts'
import { PostgresServer, type PostgresServerData } from './postgres-server.ts'
import { freePort, listening, type ServerProcess, startProcess } from './process.ts'

/** A running private PostgreSQL, and its end. */
export interface PrivatePostgres {
  readonly server: PostgresServer
  readonly process: ServerProcess
  stop(): Promise<void>
}

const settings = [
  "listen_addresses = '127.0.0.1'",
  "unix_socket_directories = ''",
  'fsync = off',
  'wal_level = logical',
  'max_replication_slots = 20',
  'max_wal_size = 256MB',
  'shared_buffers = 64MB',
  'ssl = on',
  "ssl_cert_file = 'server.crt'",
  "ssl_key_file = 'server.key'",
  "log_line_prefix = '%u %p '",
]

/**
 * Starts a PostgreSQL of our own on a loopback port, in a temporary directory. The server refuses to run as root: there
 * it runs as the user `postgres` that the Debian package makes. Passwords are asked for, as MD5 or SCRAM as each is kept.
 */
export async function startPostgres(extra: readonly string[] = []): Promise<PrivatePostgres> {
  for (let tries = 0, port = 23_450; tries < 5; tries++, port++) {
    port = await freePort(port)
    const started = await attempt(port, extra)
    if (started !== undefined) return started
  }
  throw new Error('PostgreSQL did not start')
}

async function attempt(port: number, extra: readonly string[]): Promise<PrivatePostgres | undefined> {
  const directory = mkdtempSync(path.join(tmpdir(), 'berth-postgres-'))
  const data: PostgresServerData = {
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: randomBytes(6).toString('hex'),
    log: path.join(directory, 'server.log'),
    certificate: path.join(directory, 'server.crt'),
    private: true,
  }
  prepare(directory, port, data.password, extra)
  const command = asServer([path.join(programs(), 'postgres'), '-D', directory])
  const log = path.join(directory, 'server.log')
  const process_ = await startProcess(command, { environment: process.env, log, remove: directory })
  const server = new PostgresServer(data)
  const ours = (await listening(port, process_.alive)) && (await answers(server))
  const stop = async (): Promise<void> => {
    // An immediate end gives its shared memory back; the keeper's kill would leave that behind.
    if (process_.alive()) process.kill(process_.pid(), 'SIGQUIT')
    for (let round = 0; process_.alive() && round < 100; round++)
      await new Promise((resolve) => setTimeout(resolve, 20))
    await process_.stop()
  }
  if (ours) return { server, process: process_, stop }
  await stop()
  return undefined
}

function prepare(directory: string, port: number, password: string, extra: readonly string[]): void {
  const own = isRoot() ? serverUser() : undefined
  if (own !== undefined) chownSync(directory, own.uid, own.gid)
  const made = mkdtempSync(path.join(tmpdir(), 'berth-postgres-secret-'))
  if (own !== undefined) chownSync(made, own.uid, own.gid)
  const secret = path.join(made, 'superuser')
  writeFileSync(secret, password, { mode: 0o600 })
  if (own !== undefined) chownSync(secret, own.uid, own.gid)
  const how = ['-U', 'postgres', '-E', 'UTF8', '--locale=C', '--auth=md5', '--no-sync', '--no-instructions']
  run([path.join(programs(), 'initdb'), '-D', directory, ...how, `--pwfile=${secret}`])
  execFileSync('rm', ['-rf', made])
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost']
  const files = ['-keyout', path.join(directory, 'server.key'), '-out', path.join(directory, 'server.crt')]
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30']
  run(['openssl', 'req', ...kind, ...subject, ...files])
  appendFileSync(path.join(directory, 'postgresql.conf'), `${[...settings, `port = ${port}`, ...extra].join('\n')}\n`)
}

function programs(): string {
  const folder = postgresPrograms()
  if (folder === undefined) throw new Error('the programs of PostgreSQL are not installed')
  return folder
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

function serverUser(): { readonly uid: number; readonly gid: number } {
  const id = (what: string): number => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** The command as the user that the server runs as. */
function asServer(command: readonly string[]): readonly string[] {
  return isRoot() ? ['/usr/bin/setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', ...command] : command
}

function run(command: readonly string[]): void {
  const [program = '', ...parameters] = asServer(command)
  execFileSync(program, parameters, { stdio: ['ignore', 'ignore', 'pipe'], cwd: tmpdir() })
}

/** Whether it is our server that answers on the port, not another one that was quicker. */
async function answers(server: PostgresServer): Promise<boolean> {
  for (let round = 0; round < 100; round++) {
    if ((await server.value('postgres', 'SELECT 1').catch(() => null)) === '1') return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}
