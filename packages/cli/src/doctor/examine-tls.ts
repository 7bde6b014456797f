import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { readCertificateFiles } from '@berth/trust'
import { asBerthError } from '../command/as-berth-error.ts'
import type { Diagnosis } from './diagnosis.ts'

const timeoutMs = 5000
/** A certificate takes its time to be renewed in an office. */
const warnDays = 30
const dayMs = 86_400_000

export interface TlsPlace {
  readonly host: string
  readonly port: number
  /** A file with the authorities that count. Absent: those that Node knows. */
  readonly authorities?: string
}

/** The certificate at a port: whether it is trusted, for this name, and how long yet. */
export async function examineTls(subject: string, { host, port, authorities }: TlsPlace): Promise<Diagnosis> {
  const about = { examination: 'tls', subject } as const
  try {
    const ca = authorities === undefined ? {} : { ca: await readFile(authorities) }
    const name = isIP(host) === 0 ? { servername: host } : {}
    using socket = await handshake(connect({ host, port, ...name, ...ca, rejectUnauthorized: false }), host, port)
    const certificate = socket.getPeerX509Certificate()
    const days = Math.floor(((certificate?.validToDate.getTime() ?? 0) - Date.now()) / dayMs)
    const fact = [socket.getProtocol() ?? '', certificate?.validToDate.toISOString().slice(0, 10) ?? ''].join('  → ')
    if (!socket.authorized) {
      const nativeCode = nativeCodeOf(socket.authorizationError)
      return { ...about, state: 'failed', fact, error: new BerthError('CERTIFICATE_REFUSED', { host, nativeCode }) }
    }
    return { ...about, fact, ...ending(host, days) }
  } catch (failure) {
    return { ...about, state: 'failed', error: asBerthError(failure) }
  }
}

/** The certificate that this docking serves with, where its manifest names one. */
export async function* examineOwnCertificate({ serve, folder }: DockingManifest): AsyncGenerator<Diagnosis> {
  if (serve?.tls === undefined) return
  const about = { examination: 'tls', subject: 'serve.tls' } as const
  try {
    const { certificate, key } = serve.tls
    const files = { certificate: resolve(folder, certificate), key: resolve(folder, key) }
    const { expiresAt = 0 } = (await readCertificateFiles(files)).own ?? {}
    const days = Math.floor((expiresAt - Date.now()) / dayMs)
    yield { ...about, fact: `→ ${new Date(expiresAt).toISOString().slice(0, 10)}`, ...ending('serve.tls', days) }
  } catch (failure) {
    yield { ...about, state: 'failed', error: asBerthError(failure) }
  }
}

/** How a certificate stands that ends in so many days. */
export function ending(subject: string, days: number): Pick<Diagnosis, 'state' | 'error'> {
  if (days >= warnDays) return { state: 'ok' }
  const state = days < 0 ? 'failed' : 'warning'
  return { state, error: new BerthError('CERTIFICATE_ENDING', { subject, days }) }
}

function handshake(socket: TLSSocket, host: string, port: number): Promise<TLSSocket & Disposable> {
  return new Promise((resolve, reject) => {
    socket.setTimeout(timeoutMs, () => {
      socket.destroy()
      reject(new BerthError('CONNECT_TIMEOUT', { host, port, timeoutMs }))
    })
    socket.once('error', (cause) =>
      reject(new BerthError('CERTIFICATE_REFUSED', { host, nativeCode: nativeCodeOf(cause) }, { cause })),
    )
    socket.once('secureConnect', () =>
      resolve(Object.assign(socket, { [Symbol.dispose]: () => void socket.destroy() })),
    )
  })
}

/** Typed as an error; Node gives a code as text as well. */
function nativeCodeOf(problem: unknown): string {
  if (typeof problem === 'string') return problem
  return problem instanceof Error && 'code' in problem ? String(problem.code) : 'UNKNOWN'
}
