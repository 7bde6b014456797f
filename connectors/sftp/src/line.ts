import { createHash, timingSafeEqual } from 'node:crypto'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { BerthError } from '@berth/core'
import type { SshClient, SshDriver } from './driver.ts'
import { lineError } from './errors.ts'
import type { LoginKey } from './login-key.ts'
import type { SftpOptions } from './options.ts'

/** A line to a server, logged in, with SFTP spoken on its channel. */
export interface Line {
  readonly client: SshClient
  readonly channel: Duplex
  /** What the server calls itself: `OpenSSH_9.2p1 Debian-2`. */
  readonly product: string
  /** Why the line is gone. Undefined: it is not. */
  lost(): BerthError | undefined
  close(): Promise<void>
}

/** What servers from before 2015 speak, behind everything modern. */
const legacy = {
  kex: ['diffie-hellman-group-exchange-sha1', 'diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'],
  serverHostKey: ['ssh-dss'],
  cipher: ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'],
  hmac: ['hmac-md5', 'hmac-sha1-96'],
}

const closeWithinMs = 2000

/** Connects, holds the server's key against `hostKey` before it tells who it is, logs in, and asks for SFTP. */
export async function openLine(
  driver: SshDriver,
  options: SftpOptions,
  key: LoginKey | undefined,
  signal: AbortSignal,
): Promise<Line> {
  const { host, port, user, password, loginTimeoutMs, keepaliveMs } = options
  const client = new driver.Client()
  const socket = new Socket().setNoDelay(true)
  let ready = false
  let refusal: BerthError | undefined
  let lost: BerthError | undefined
  let greeting = ''
  socket.once('data', (bytes: Buffer) => {
    greeting = bytes.subarray(0, 255).toString('latin1')
  })
  const failure = (cause: unknown): BerthError =>
    refusal ?? lineError(cause, { host, port }, { ready, timeoutMs: loginTimeoutMs })
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  client.on('close', () => {
    lost ??= refusal ?? new BerthError('CONNECTION_LOST', { host, port })
  })
  try {
    const channel = await new Promise<Duplex>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new BerthError('ABORTED', { call: 'connect' })), { once: true })
      client.on('error', (error) => {
        lost ??= failure(error)
        reject(lost)
      })
      client.on('close', () => reject(lost))
      client.on('ready', () => {
        client.subsys('sftp', (error, opened) => {
          ready = true
          if (error === undefined) resolve(opened)
          else
            reject(
              new BerthError(
                'NOT_SUPPORTED',
                { connector: 'sftp', capability: 'a server without SFTP' },
                { cause: error },
              ),
            )
        })
      })
      client.on('keyboard-interactive', (_name, _instructions, _language, prompts, finish) =>
        // A question whose answer may be seen is not that for the password.
        finish(prompts.map(({ echo }) => (echo === true ? '' : (password?.reveal() ?? '')))),
      )
      client.connect({
        sock: socket,
        username: user,
        ...(password === undefined ? {} : { password: password.reveal() }),
        ...(key === undefined ? {} : { privateKey: key.privateKey }),
        ...(key?.passphrase === undefined ? {} : { passphrase: key.passphrase }),
        authHandler: [
          ...(key === undefined ? [] : ['publickey']),
          ...(password === undefined ? [] : ['password', 'keyboard-interactive']),
        ],
        hostVerifier: (shown) => {
          refusal = refusedKey(shown, options)
          return refusal === undefined
        },
        ...(options.algorithms === 'legacy'
          ? { algorithms: Object.fromEntries(Object.entries(legacy).map(([name, append]) => [name, { append }])) }
          : {}),
        readyTimeout: loginTimeoutMs,
        keepaliveInterval: keepaliveMs,
        keepaliveCountMax: 3,
      })
      socket.connect({ host, port })
    })
    return {
      client,
      channel,
      product: /^SSH-[\d.]+-([^\r\n]*)/m.exec(greeting)?.[1] ?? 'SSH',
      lost: () => lost,
      close: () => close(client, socket, closed),
    }
  } catch (error) {
    client.destroy()
    socket.destroy()
    throw error
  }
}

/** Why the server with this key gets no login. Undefined: it is the right one. */
function refusedKey(shown: Buffer, { host, port, hostKey }: SftpOptions): BerthError | undefined {
  const digest = createHash('sha256').update(shown).digest()
  const fingerprint = `SHA256:${digest.toString('base64').replace(/=+$/, '')}`
  const known = hostKey?.split(/\s+/).filter((one) => one !== '') ?? []
  if (known.some((one) => isSame(one, fingerprint))) return undefined
  const kind = shown.subarray(4, 4 + shown.readUInt32BE()).toString('latin1')
  return new BerthError(known.length === 0 ? 'HOST_KEY_UNKNOWN' : 'HOST_KEY_CHANGED', { host, port, kind, fingerprint })
}

function isSame(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left.replace(/=+$/, '')), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** Says good-bye, and does not wait long for the answer. */
async function close(client: SshClient, socket: Socket, closed: Promise<void>): Promise<void> {
  client.end()
  const late = setTimeout(() => socket.destroy(), closeWithinMs)
  await closed
  clearTimeout(late)
}
