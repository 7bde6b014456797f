import { exportPublicJwk, generateKey, type SigningKey, signRequest } from '@berth/trust'
import type { RunningPlatform } from '../src/index.ts'

/** An answer of the platform, read. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown>
}

export interface Sending {
  readonly headers?: Readonly<Record<string, string>>
  /** Shifts the clock of the sender, in milliseconds. */
  readonly skewMs?: number
  /** Instead of a signature of its own. */
  readonly signature?: string
}

/** Somebody who is enrolled at a platform and speaks to it with nothing but fetch and a signature. */
export class Party {
  readonly url: string
  readonly key: SigningKey

  constructor(url: string, key: SigningKey) {
    this.url = url
    this.key = key
  }

  sign(method: string, path: string, body: string | Uint8Array, skewMs = 0): string {
    return signRequest(this.key, { method, path, body, now: Date.now() + skewMs })
  }

  async send(method: string, path: string, content: unknown, sending: Sending = {}): Promise<Answer> {
    const body = typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content)
    const signature = sending.signature ?? this.sign(method, path, body, sending.skewMs)
    return call(this.url + path, { method, body, headers: { 'berth-signature': signature, ...sending.headers } })
  }
}

/** Enrols a party with a new key. */
export async function enrolled(
  platform: RunningPlatform,
  kind: 'system' | 'consumer',
  id: string,
  clearance?: 1 | 2 | 3 | 4,
): Promise<Party> {
  const key = generateKey(id)
  const request = { kind, id, title: id, ...(clearance === undefined ? {} : { clearance }) }
  const { code } = await platform.administer.createEnrolmentCode(request)
  const body = JSON.stringify({ code, id, publicKey: exportPublicJwk(key) })
  const answer = await call(`${platform.url}/api/enrol`, { method: 'POST', body })
  if (answer.status !== 200) throw new Error(`enrolment of ${id}: ${answer.status}`)
  return new Party(platform.url, key)
}

/** One plain request, its JSON read. */
export async function call(
  url: string,
  request: { method?: string; body?: string | Uint8Array; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(url, { ...request, body: (request.body ?? null) as string | null })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) }
}
