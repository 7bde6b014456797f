import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { endTree } from './end-tree.ts'
import { freePort, listening, type ServerProcess, startProcess } from './process.ts'
import { asServer, fingerprint, serverUser } from './sftp.ts'

/** Where a ProFTPD is, as plain data. Its addresses share users and folder. */
export interface FtpServerData {
  readonly host: string
  readonly user: string
  readonly password: string
  /** The folder that users begin in, for tests to put files in and look at them. */
  readonly folder: string
  /** The certificate of the authority that issued the server's, as a PEM file; and that of another one. */
  readonly caFile: string
  readonly strangeCaFile: string
  readonly ports: {
    /** FTP with TLS by `AUTH TLS`, which is required, resumed on data lines; everything the server can. */
    readonly explicit: number
    /** TLS from the first byte. */
    readonly implicit: number
    /** As an old server is: no TLS, no MLSD, names as bytes; files are at most 3 MB. */
    readonly plain: number
    /** Says in PASV that its data is on another host, and knows no EPSV. */
    readonly elsewhere: number
    /** The server's own SFTP, with passwords. */
    readonly sftp: number
  }
  /** The fingerprint of the key that SFTP is spoken with. */
  readonly hostKey: string
  readonly log: string
}

/** A running private ProFTPD. */
export interface PrivateFtp {
  readonly data: FtpServerData
  /** Ends it at once with everything it has open, as a power cut does. */
  kill(): Promise<void>
  /** Starts it again on the same ports. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts a ProFTPD of our own on loopback ports, in a temporary folder, never as root. */
export async function startFtp(): Promise<PrivateFtp> {
  const directory = mkdtempSync(path.join(tmpdir(), 'berth-ftp-'))
  const ports: number[] = []
  for (let next = 23_200; ports.length < 5; ) {
    const port = await freePort(next)
    ports.push(port)
    next = port + 1
  }
  const [explicit = 0, implicit = 0, plain = 0, elsewhere = 0, sftp = 0] = ports
  const data = prepare(directory, { explicit, implicit, plain, elsewhere, sftp })
  const start = async (): Promise<ServerProcess> => {
    const command = asServer(['/usr/sbin/proftpd', '-c', path.join(directory, 'proftpd.conf'), '-n', '-q'])
    const log = path.join(directory, 'out.log')
    const started = await startProcess(command, { environment: process.env, log })
    for (const port of Object.values(data.ports))
      if (!(await listening(port, started.alive))) throw new Error(`ProFTPD did not start: see ${log}`)
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

function prepare(directory: string, ports: FtpServerData['ports']): FtpServerData {
  const file = (name: string): string => path.join(directory, name)
  const folder = file('files')
  mkdirSync(folder)
  const data: FtpServerData = {
    host: '127.0.0.1',
    user: 'exchange',
    password: 'bo wei 2026',
    folder,
    caFile: file('ca.crt'),
    strangeCaFile: file('strange.crt'),
    ports,
    hostKey: '',
    log: file('server.log'),
  }
  makeAuthority(file, 'ca')
  makeAuthority(file, 'strange')
  openssl(
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'],
    ...[
      ...['-CA', file('ca.crt'), '-CAkey', file('ca.key')],
      ...['-keyout', file('server.key'), '-out', file('server.crt')],
    ],
  )
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file('host_key')])
  const { name, group, uid, gid } = serverUser()
  const hash = execFileSync('openssl', ['passwd', '-6', '-stdin'], { input: data.password, encoding: 'utf8' }).trim()
  writeFileSync(file('passwd'), `${data.user}:${hash}:${uid}:${gid}::${folder}:/bin/false\n`, { mode: 0o600 })
  writeFileSync(file('proftpd.conf'), configuration(data, file, name, group))
  const owned = ['.', 'files', 'passwd', 'server.key', 'host_key']
  if (process.getuid?.() === 0) for (const one of owned) chownSync(file(one), uid, gid)
  chmodSync(directory, 0o755)
  chmodSync(folder, 0o777)
  return { ...data, hostKey: fingerprint(file('host_key.pub')) }
}

function makeAuthority(file: (name: string) => string, name: string): void {
  openssl('-subj', `/CN=${name}`, '-keyout', file(`${name}.key`), '-out', file(`${name}.crt`))
}

function openssl(...parameters: readonly string[]): void {
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30']
  execFileSync('openssl', ['req', ...kind, ...parameters], { stdio: ['ignore', 'ignore', 'pipe'] })
}

function configuration(
  { ports, log }: FtpServerData,
  file: (name: string) => string,
  user: string,
  group: string,
): string {
  const everywhere = `
User ${user}
Group ${group}
AuthOrder mod_auth_file.c
AuthUserFile ${file('passwd')}
RequireValidShell off
UseSendfile off
AllowOverwrite on
AllowStoreRestart on
AllowRetrieveRestart on
PassivePorts 23900 23999`
  const tls = `
TLSEngine on
TLSRequired on
TLSECCertificateFile ${file('server.crt')}
TLSECCertificateKeyFile ${file('server.key')}
TLSLog ${file('tls.log')}`
  const host = (port: number, more: string): string =>
    `<VirtualHost 127.0.0.1>\nPort ${port}${everywhere}${more}\n</VirtualHost>\n`
  return `ServerType standalone
DefaultAddress 127.0.0.1
Port ${ports.explicit}
SocketBindTight on
UseIPv6 off
ModulePath /usr/lib/proftpd
LoadModule mod_tls.c
LoadModule mod_sftp.c
LoadModule mod_digest.c
ControlsEngine off
PidFile ${file('pid')}
ScoreboardFile ${file('score')}
DelayTable none
DelayEngine off
SystemLog ${log}
TransferLog none
WtmpLog off${everywhere}${tls}
${host(ports.implicit, `${tls}\nTLSOptions UseImplicitSSL`)}${host(
  ports.plain,
  `
UseEncoding off
FactsAdvertise off
MaxStoreFileSize 3 Mb
<Limit MLSD MLST>
DenyAll
</Limit>`,
)}${host(
  ports.elsewhere,
  `
MasqueradeAddress 192.0.2.1
<Limit EPSV>
DenyAll
</Limit>`,
)}${host(
  ports.sftp,
  `
SFTPEngine on
SFTPHostKey ${file('host_key')}
SFTPLog ${file('sftp.log')}
SFTPAuthMethods password`,
)}`
}
