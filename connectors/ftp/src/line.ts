import { readFileSync } from 'node:fs'
import { BerthError } from '@berth/core'
import type { FileNames } from '@berth/files'
import type { FtpAnswer, FtpClient, FtpDriver, TlsSettings } from './driver.ts'
import { ftpError } from './errors.ts'
import type { FtpOptions } from './options.ts'
import { passive } from './passive.ts'

/** A line to a server, logged in, with binary transfers agreed. */
export interface FtpLine {
  readonly client: FtpClient
  /** What the server says it can, by the names of commands. */
  readonly features: ReadonlyMap<string, string>
  /** How the server greets. */
  readonly product: string
  /** The folder after login, as the server spells it, in the bytes of its names. */
  readonly home: string
}

/** Listings are kept in memory while they are read: 200 bytes for a name and all that is said of it. */
const bytesPerName = 200

/** Connects, encrypts, logs in. Text on the line is `latin1`, byte for byte: names are encoded before and decoded behind it. */
export async function openLine(
  driver: FtpDriver,
  options: FtpOptions,
  names: FileNames,
  signal: AbortSignal,
): Promise<FtpLine> {
  const { host, port, loginTimeoutMs, answerTimeoutMs } = options
  const client = new driver.Client(answerTimeoutMs, {
    maxListingBytes: Math.max(4_194_304, options.maxListedFiles * bytesPerName),
  })
  client.ftp.encoding = 'latin1'
  client.prepareTransfer = passive(driver, client)
  const ending = new AbortController()
  try {
    return await Promise.race([logIn(client, options, names), given(signal, options, ending.signal)])
  } catch (error) {
    const failure = ftpError(error, { host, port, call: 'connect' }, true)
    client.close()
    throw failure
  } finally {
    ending.abort()
  }

  /** Rejects when the time for the login is over or the caller gives up: some steps of the library would wait for ever. */
  function given(outer: AbortSignal, place: FtpOptions, end: AbortSignal): Promise<never> {
    return new Promise((_resolve, reject) => {
      const stalled = { host: place.host, port: place.port, timeoutMs: loginTimeoutMs }
      const timer = setTimeout(() => reject(new BerthError('LOGIN_STALLED', stalled)), loginTimeoutMs)
      const abort = (): void => reject(new BerthError('ABORTED', { call: 'connect' }))
      outer.addEventListener('abort', abort)
      if (outer.aborted) abort()
      end.addEventListener('abort', () => {
        clearTimeout(timer)
        outer.removeEventListener('abort', abort)
      })
    })
  }
}

async function logIn(client: FtpClient, options: FtpOptions, names: FileNames): Promise<FtpLine> {
  const { user, password } = options
  const { message } = await connect(client, options)
  await client.login(names.encode(user).toString('latin1'), names.encode(password.reveal()).toString('latin1'))
  const features = new Map([...(await client.features())].map(([name, rest]) => [name.toUpperCase(), rest]))
  await client.send('TYPE I')
  if (features.has('UTF8')) await client.sendIgnoringError(`OPTS UTF8 ${names.charset === 'utf-8' ? 'ON' : 'OFF'}`)
  if (features.has('MLST')) await client.sendIgnoringError('OPTS MLST type;size;modify;')
  if (features.has('HASH')) await client.sendIgnoringError('OPTS HASH SHA-256')
  client.availableListCommands = features.has('MLST') ? ['MLSD'] : ['LIST -a', 'LIST']
  if (client.ftp.hasTLS) {
    await client.send('PBSZ 0')
    await client.send('PROT P')
  }
  const home = quotedPath((await client.send('PWD')).message)
  if (home === undefined) throw new BerthError('PROTOCOL_ERROR', { nativeCode: 'PWD' })
  return { client, features, home, product: greeting(message) }
}

/** The path in the answer to `PWD`. */
export function quotedPath(answer: string): string | undefined {
  return /"(.*)"/s.exec(answer)?.[1]?.replaceAll('""', '"')
}

async function connect(client: FtpClient, { host, port, tls, caFile }: FtpOptions): Promise<FtpAnswer> {
  const settings: TlsSettings = { host, ...(caFile === undefined ? {} : { ca: readCertificates(caFile) }) }
  if (tls === 'implicit') return await client.connectImplicitTLS(host, port, settings)
  const welcome = await client.connect(host, port)
  if (tls === 'disabled') return welcome
  try {
    await client.useTLS(settings)
  } catch (error) {
    const { name, code } = error as { readonly name?: unknown; readonly code?: unknown }
    if (name !== 'FTPError') throw error
    throw new BerthError('TLS_NOT_OFFERED', { host, port, nativeCode: String(code) }, { cause: error })
  }
  return welcome
}

function readCertificates(caFile: string): string {
  try {
    return readFileSync(caFile, 'utf8')
  } catch (cause) {
    throw new BerthError(
      'OPTION_INVALID',
      { connector: 'ftp', option: 'caFile', problem: 'it cannot be read' },
      { cause },
    )
  }
}

/** The first line that the server greets with, without its code and without what a terminal would obey. */
function greeting(message: string): string {
  const [first = ''] = message.split('\n')
  return (
    first
      .slice(4, 84)
      .replaceAll(/[^\x20-\x7e]/g, '')
      .trim() || 'FTP'
  )
}
