import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { endTree } from './end-tree.ts'
import { freePort, listening, type ServerProcess, startProcess } from './process.ts'

/** Where an OpenSSH server is, as plain data. */
export interface SftpServerData {
  readonly host: string
  readonly port: number
  readonly user: string
  /** The folder that the server's user may write to, for tests to put files in and look at them. */
  readonly folder: string
  /** A private key that lets the user in, and the same under a passphrase. */
  readonly privateKey: string
  readonly lockedKey: string
  readonly passphrase: string
  /** A key that the server does not know. */
  readonly strangeKey: string
  /** The fingerprint of the server's own key, as OpenSSH prints it. */
  readonly hostKey: string
  readonly log: string
}

/** A running private OpenSSH server. */
export interface PrivateSftp {
  readonly data: SftpServerData
  /** Ends it at once with everything it has open, as a power cut does. */
  kill(): Promise<void>
  /** Starts it again on the same port. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts an OpenSSH server of our own on a loopback port, in a temporary folder, with more lines of `sshd_config` where given. It
 * never runs as root: there it runs as `nobody`, so that rights of files mean something.
 */
export async function startSftp(extra: readonly string[] = []): Promise<PrivateSftp> {
  const directory = mkdtempSync(path.join(tmpdir(), 'berth-sftp-'))
  const port = await freePort(23_150)
  const data = prepare(directory, port, extra)
  const start = async (): Promise<ServerProcess> => {
    const command = asServer(['/usr/sbin/sshd', '-D', '-f', path.join(directory, 'sshd_config'), '-E', data.log])
    const log = path.join(directory, 'out.log')
    const started = await startProcess(command, { environment: process.env, log })
    if (!(await listening(port, started.alive))) throw new Error(`sshd did not start: see ${log}`)
    return started
  }
  let server = await start()
  return {
    data,
    kill: async () => {
      endTree(server.pid())
      await server.stop()
    },
    restart: async () => {
      server = await start()
    },
    stop: async () => {
      endTree(server.pid())
      await server.stop()
      execFileSync('rm', ['-rf', directory])
    },
  }
}

function prepare(directory: string, port: number, extra: readonly string[]): SftpServerData {
  const file = (name: string): string => path.join(directory, name)
  const folder = file('files')
  mkdirSync(folder)
  const passphrase = 'open sesame'
  makeKey(file('host_key'))
  makeKey(file('user_key'))
  copyFileSync(file('user_key'), file('locked_key'))
  chmodSync(file('locked_key'), 0o600)
  execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', passphrase, '-f', file('locked_key')])
  makeKey(file('strange_key'))
  copyFileSync(file('user_key.pub'), file('authorized_keys'))
  const user = serverUser()
  // Without root OpenSSH cannot see that an account may log in; PAM can be asked by everybody.
  const settings = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${file('host_key')}`,
    `PidFile ${file('pid')}`,
    `AuthorizedKeysFile ${file('authorized_keys')}`,
    `UsePAM ${isRoot() ? 'yes' : 'no'}`,
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'StrictModes no',
    'LogLevel VERBOSE',
    `Subsystem sftp internal-sftp -d ${folder}`,
    ...extra,
  ]
  writeFileSync(file('sshd_config'), `${settings.join('\n')}\n`)
  writeFileSync(file('sshd.log'), '')
  if (isRoot()) for (const name of ['.', 'files', 'host_key', 'sshd.log']) chownSync(file(name), user.uid, user.gid)
  chmodSync(directory, 0o755)
  chmodSync(folder, 0o777)
  return {
    host: '127.0.0.1',
    port,
    user: user.name,
    folder,
    privateKey: file('user_key'),
    lockedKey: file('locked_key'),
    passphrase,
    strangeKey: file('strange_key'),
    hostKey: fingerprint(file('host_key.pub')),
    log: file('sshd.log'),
  }
}

function makeKey(file: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file])
}

/** What `ssh-keygen -lf` prints of a public key: `SHA256:` and 43 characters. */
export function fingerprint(publicKey: string): string {
  const printed = execFileSync('ssh-keygen', ['-lf', publicKey], { encoding: 'utf8' })
  const found = /SHA256:\S{43}/.exec(printed)?.[0]
  if (found === undefined) throw new Error('ssh-keygen printed no fingerprint')
  return found
}

/** Who a private server runs as. */
export function serverUser(): {
  readonly name: string
  readonly group: string
  readonly uid: number
  readonly gid: number
} {
  const id = (what: string, name: string): string => execFileSync('id', [what, name], { encoding: 'utf8' }).trim()
  const name = isRoot() ? 'nobody' : userInfo().username
  return { name, group: id('-gn', name), uid: Number(id('-u', name)), gid: Number(id('-g', name)) }
}

/** The command as that user. */
export function asServer(command: readonly string[]): readonly string[] {
  const { uid, gid } = serverUser()
  const change = ['/usr/bin/setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
  return isRoot() ? [...change, ...command] : command
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}
