import { BerthError } from '@berth/core'
import type { Diagnosis } from './diagnosis.ts'

const timeoutMs = 5000
/** The protocol lets a signed request be 60 seconds off; half of it is a reason to act. */
const maxSkewSeconds = 30

/** Whether the platform answers, and how far its clock is from this machine's. */
export async function examinePlatform(url: string): Promise<Diagnosis> {
  const about = { examination: 'platform', subject: url } as const
  try {
    const answer = await fetch(new URL('/.well-known/jwks.json', url), { signal: AbortSignal.timeout(timeoutMs) })
    await answer.arrayBuffer()
    if (!answer.ok) {
      return { ...about, state: 'failed', error: new BerthError('PLATFORM_REFUSED', { remoteCode: answer.status }) }
    }
    const date = Date.parse(answer.headers.get('date') ?? '')
    const seconds = Math.round(Math.abs(date - Date.now()) / 1000)
    const fact = Number.isNaN(seconds) ? '' : `Δ ${seconds} s`
    if (!(seconds > maxSkewSeconds)) return { ...about, state: 'ok', fact }
    return { ...about, state: 'warning', fact, error: new BerthError('CLOCKS_APART', { subject: url, seconds }) }
  } catch (cause) {
    return { ...about, state: 'failed', error: new BerthError('PLATFORM_UNREACHABLE', { url }, { cause }) }
  }
}
