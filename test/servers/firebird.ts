import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { FirebirdServer, type FirebirdServerData } from './firebird-server.ts'
import { freePort, listening, type ServerProcess, startProcess } from './process.ts'

/** How a private Firebird differs from the usual one. */
export interface FirebirdSettings {
  /** The authentication plugins it offers, in order. @default 'Srp, Legacy_Auth' */
  readonly authentication?: string
  /** No file of the server grows beyond this; its disk is full for it then. */
  readonly maxFileKilobytes?: number
}

const program = '/usr/sbin/firebird'
const configuration = '/etc/firebird/3.0'
const securityScript = '/usr/share/firebird/3.0/security.sql'

/** A running private Firebird, and its end. */
export interface PrivateFirebird {
  readonly server: FirebirdServer
  /** The running one. */
  readonly process: ServerProcess
  /** Starts the server again with its databases, after it has been killed. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts a Firebird of our own on a loopback port, in a temporary directory, as root or as an ordinary user. SYSDBA gets
 * a random password, and a salt that node-firebird reads without help, so that the bare driver can be measured.
 */
export async function startFirebird(settings: FirebirdSettings = {}): Promise<PrivateFirebird> {
  for (let port = 23_050; ; port++) {
    port = await freePort(port)
    const started = await attempt(port, settings)
    if (started !== undefined) return started
  }
}

async function attempt(port: number, settings: FirebirdSettings): Promise<PrivateFirebird | undefined> {
  const directory = mkdtempSync(path.join(tmpdir(), 'berth-firebird-'))
  const data: FirebirdServerData = {
    host: '127.0.0.1',
    port,
    user: 'SYSDBA',
    password: randomBytes(6).toString('hex'),
    directory,
    private: true,
  }
  const environment = prepare(directory, port, settings.authentication ?? 'Srp, Legacy_Auth')
  await createUsers(directory, environment, data.password)
  const log = path.join(directory, 'server.log')
  const process_ = await startProcess(command(settings), { environment, log, remove: directory })
  const server = new FirebirdServer(data)
  const ours = (await listening(port, process_.alive)) && (await answers(server))
  const running = [process_]
  const last = (): ServerProcess => running.at(-1) ?? process_
  const restart = async (): Promise<void> => {
    while (last().alive()) await new Promise((resolve) => setTimeout(resolve, 20))
    running.push(await startProcess(command(settings), { environment, log }))
    if (!(await listening(port, last().alive))) throw new Error('Firebird did not start again')
  }
  // The first goes last, for it takes the directory with it.
  const stop = async (): Promise<void> => {
    for (const each of running.toReversed()) await each.stop()
  }
  if (ours)
    return {
      server,
      get process() {
        return last()
      },
      restart,
      stop,
    }
  await process_.stop()
  return undefined
}

/** A limit on the size of files, where a write beyond it fails instead of ending the process. */
function command({ maxFileKilobytes }: FirebirdSettings): readonly string[] {
  if (maxFileKilobytes === undefined) return [program]
  const blocks = maxFileKilobytes * 2
  return ['/bin/sh', '-c', `trap '' XFSZ; ulimit -f ${blocks}; exec ${program}`]
}

/** Lays out a Firebird root of its own. The character sets are copied: through a link GBK is "not installed". */
function prepare(directory: string, port: number, authentication: string): NodeJS.ProcessEnv {
  const library = globSync('/usr/lib/*/firebird/3.0')[0]
  if (library === undefined) throw new Error('the libraries of Firebird 3.0 are not installed')
  for (const name of ['sys', 'lock', 'tmp', 'data']) mkdirSync(path.join(directory, name))
  writeFileSync(
    path.join(directory, 'firebird.conf'),
    [
      `RemoteServicePort = ${port}`,
      'RemoteBindAddress = 127.0.0.1',
      `AuthServer = ${authentication}`,
      `AuthClient = ${authentication}`,
      'UserManager = Srp, Legacy_UserManager',
      'WireCrypt = Enabled',
      `TempDirectories = ${path.join(directory, 'tmp')}`,
      `SecurityDatabase = ${securityDatabase(directory)}`,
      '',
    ].join('\n'),
  )
  writeFileSync(path.join(directory, 'databases.conf'), '')
  for (const file of ['plugins.conf', 'fbintl.conf', 'fbtrace.conf']) {
    const source = path.join(configuration, file)
    if (existsSync(source)) cpSync(source, path.join(directory, file), { dereference: true })
  }
  cpSync(path.join(library, 'firebird.msg'), path.join(directory, 'firebird.msg'), { dereference: true })
  cpSync(path.join(library, 'intl'), path.join(directory, 'intl'), { recursive: true, dereference: true })
  return {
    ...process.env,
    FIREBIRD: directory,
    FIREBIRD_LOCK: path.join(directory, 'lock'),
    FIREBIRD_TMP: path.join(directory, 'tmp'),
    FIREBIRD_MSG: directory,
  }
}

function securityDatabase(directory: string): string {
  return path.join(directory, 'sys', 'security3.fdb')
}

/** Makes the security database, and SYSDBA with a salt whose first byte has two digits. */
async function createUsers(directory: string, environment: NodeJS.ProcessEnv, password: string): Promise<void> {
  const database = securityDatabase(directory)
  await embedded(environment, [], `create database '${database}' default character set UTF8;`)
  await embedded(environment, ['-i', securityScript, database], '')
  const srp = `create or alter user SYSDBA password '${password}' using plugin Srp; commit; set heading off;
    select iif(ascii_val(substring(plg$salt from 1 for 1)) >= 16, 'GOOD', 'SHORT') from plg$srp
    where plg$user_name = 'SYSDBA';`
  while (!(await embedded(environment, [database], srp)).includes('GOOD'));
  const legacy = `create or alter user SYSDBA password '${password.slice(0, 8)}' using plugin Legacy_UserManager; commit;`
  await embedded(environment, [database], legacy)
}

function embedded(environment: NodeJS.ProcessEnv, parameters: readonly string[], script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'isql-fb',
      ['-q', '-user', 'SYSDBA', ...parameters],
      { env: environment },
      (error, stdout, stderr) => (error === null ? resolve(stdout) : reject(new Error(`isql-fb: ${stderr}${stdout}`))),
    )
    child.stdin?.end(script)
  })
}

/** Whether it is our server that answers on the port, not another one that was quicker. */
async function answers(server: FirebirdServer): Promise<boolean> {
  try {
    await server.createDatabase('answers', 'NONE')
    return true
  } catch {
    return false
  }
}
