import { get as getPlain, type IncomingMessage } from 'node:http'
import { get as getSecure, type RequestOptions } from 'node:https'
import { resolve } from 'node:path'
import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { readCertificateFiles } from '@berth/trust'
import { asBerthError } from '../command/as-berth-error.ts'
import type { Diagnosis } from './diagnosis.ts'
import { examineName, examinePort } from './examine-network.ts'
import { examineTls } from './examine-tls.ts'

const timeoutMs = 5000
/** The protocol lets a signed request be 60 seconds off; half of it is a reason to act. */
const maxSkewSeconds = 30

type Platform = NonNullable<DockingManifest['platform']>

/** The way to the platform step by step, then whether it answers, and how far its clock is from this machine's. */
export async function* examinePlatform({ platform, folder }: DockingManifest): AsyncGenerator<Diagnosis> {
  if (platform === undefined) return
  const url = new URL(platform.url)
  const secure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (secure ? 443 : 80))
  const name = await examineName('platform', host)
  yield name
  const skipped = { examination: 'platform', subject: platform.url, state: 'skipped' } as const
  if (name.error !== undefined) return yield skipped
  const reached = await examinePort('platform', host, port)
  yield reached
  if (reached.error !== undefined) return yield skipped
  const { authorities } = platform.tls ?? {}
  const trusted = authorities === undefined ? {} : { authorities: resolve(folder, authorities) }
  if (secure) yield await examineTls('platform', { host, port, ...trusted })
  yield await examineAnswer(platform, folder)
}

async function examineAnswer(platform: Platform, folder: string): Promise<Diagnosis> {
  const { url } = platform
  const about = { examination: 'platform', subject: url } as const
  let answer: IncomingMessage
  try {
    answer = await asked(new URL('/.well-known/jwks.json', url), await certificates(platform, folder))
  } catch (failure) {
    return { ...about, state: 'failed', error: asBerthError(failure) }
  }
  const status = answer.statusCode ?? 0
  if (status !== 200)
    return { ...about, state: 'failed', error: new BerthError('PLATFORM_REFUSED', { remoteCode: status }) }
  const date = Date.parse(answer.headers.date ?? '')
  const seconds = Math.round(Math.abs(date - Date.now()) / 1000)
  const fact = Number.isNaN(seconds) ? '' : `Δ ${seconds} s`
  if (!(seconds > maxSkewSeconds)) return { ...about, state: 'ok', fact }
  return { ...about, state: 'warning', fact, error: new BerthError('CLOCKS_APART', { subject: url, seconds }) }
}

/** The certificates that both sides of this line show and trust, as the docking's own client has them. */
async function certificates({ tls = {} }: Platform, folder: string): Promise<RequestOptions> {
  const files = Object.entries(tls).flatMap(([name, file]) =>
    typeof file === 'string' ? [[name, resolve(folder, file)] as const] : [],
  )
  const { authorities, own } = await readCertificateFiles(Object.fromEntries(files))
  return {
    ...(authorities === undefined ? {} : { ca: authorities }),
    ...(own === undefined ? {} : { cert: own.certificate, key: own.key }),
  }
}

function asked(url: URL, options: RequestOptions): Promise<IncomingMessage> {
  const get = url.protocol === 'https:' ? getSecure : getPlain
  return new Promise((done, reject) => {
    get(url, { ...options, agent: false, signal: AbortSignal.timeout(timeoutMs) }, (answer) => {
      answer.resume()
      done(answer)
    }).once('error', (cause) => reject(new BerthError('PLATFORM_UNREACHABLE', { url: url.origin }, { cause })))
  })
}
