import type { Receipt, Secret } from '@berth/core'
import { ConformanceFailure } from '../run/expect.ts'
import { documentOf, expectSuccess } from './answers.ts'
import { bytesOf } from './party.ts'
import type { PlatformAnswer, PlatformRequest } from './wire.ts'

export interface GrantWish {
  readonly consumer: string
  readonly resource: string
  readonly items: readonly string[]
  readonly clearance: unknown
  readonly purpose: string
  readonly basis?: string
  readonly days?: number
}

/** The calls of a platform's administrator. */
export interface Administrator {
  /** Any call, with the token, or with another header `Authorization` instead. */
  call(method: string, path: string, content?: unknown, authorization?: string | null): Promise<PlatformAnswer>
  enrolmentCode(request: Readonly<Record<string, unknown>>): Promise<string>
  issueGrant(wish: GrantWish): Promise<{ readonly id: string; readonly token: string }>
  revokeGrant(id: string): Promise<void>
  /** Every receipt behind a number, in order. */
  receiptsAfter(number: number): Promise<Receipt[]>
}

/** The administrator who bears this token. Without one every call fails as a finding: what is not tried has not passed. */
export function administrator(
  token: Secret | undefined,
  send: (request: PlatformRequest) => Promise<PlatformAnswer>,
): Administrator {
  const call: Administrator['call'] = (method, path, content, authorization) => {
    if (token === undefined) {
      throw new ConformanceFailure("could not be tried: it needs the administrator's token of the platform")
    }
    const bearer = authorization === undefined ? `Bearer ${token.reveal()}` : authorization
    const headers = bearer === null ? {} : { authorization: bearer }
    return send({
      method,
      path,
      body: content === undefined ? new Uint8Array() : bytesOf(content),
      headers: { ...headers, ...(content === undefined ? {} : { 'content-type': 'application/json' }) },
    })
  }
  return {
    call,
    async enrolmentCode(request) {
      const { code } = expectSuccess(await call('POST', '/api/admin/enrolment-codes', request), 'an enrolment code')
      if (typeof code === 'string' && code !== '') return code
      throw new ConformanceFailure('an enrolment code was asked for, and the answer has no text as "code"')
    },
    async issueGrant(wish) {
      const { id, token: grant } = expectSuccess(await call('POST', '/api/admin/grants', wish), 'a grant')
      if (typeof id === 'string' && typeof grant === 'string') return { id, token: grant }
      throw new ConformanceFailure('a grant was asked for, and the answer has no texts as "id" and "token"')
    },
    async revokeGrant(id) {
      expectSuccess(await call('DELETE', `/api/admin/grants/${encodeURIComponent(id)}`), 'revoking a grant')
    },
    async receiptsAfter(number) {
      const receipts: Receipt[] = []
      for (let after = number; ; ) {
        const answer = await call('GET', `/api/receipts?after=${after}&limit=1000`)
        const { receipts: page } = documentOf(answer, `receipts behind ${after}`)
        if (!Array.isArray(page)) throw new ConformanceFailure(`receipts behind ${after}: no list as "receipts"`)
        receipts.push(...(page as Receipt[]))
        const last = (page as Receipt[]).at(-1)
        if (last === undefined) return receipts
        if (!(last.number > after)) throw new ConformanceFailure(`receipts behind ${after}: number ${last.number} came`)
        after = last.number
      }
    },
  }
}
