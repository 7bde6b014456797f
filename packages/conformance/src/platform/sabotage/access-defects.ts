import type { PlatformRequest } from '../wire.ts'
import { answeredDocument, answers, jsonAnswer, lenient, type PlatformDefect, sentDocument, takes } from './defect.ts'

const published = (): unknown => ({ version: 1, changed: true })
const enrolled = (request: PlatformRequest): unknown => ({ id: sentDocument(request)['id'], kind: 'system' })

/** One part of the token that a request is signed with: its header or its payload. */
function signedPart(request: PlatformRequest, part: 0 | 1): Readonly<Record<string, unknown>> {
  const text = (request.headers['berth-signature'] ?? '').split('.')[part] ?? ''
  return sentDocument({ body: Buffer.from(text, 'base64url') })
}

/** A request refused for its signature, which is taken where one part of it is not looked at. */
function signatureTaken(
  id: string,
  caughtBy: readonly string[],
  overlooked: (request: PlatformRequest) => boolean,
): PlatformDefect {
  return answers(id, caughtBy, /./, (answer, request) =>
    answeredDocument(answer)['code'] === 'SIGNATURE_INVALID' && overlooked(request)
      ? jsonAnswer(200, published())
      : answer,
  )
}

function addressHolds(request: PlatformRequest): boolean {
  const { htm, htu } = signedPart(request, 1)
  return htm === request.method && String(htu).endsWith(request.path)
}

/** Faults in keys, codes, signatures and the administrator's token. */
export const accessDefects: readonly PlatformDefect[] = [
  answers('private-keys-published', ['keys/published'], /jwks/, (answer) => {
    const [key] = answeredDocument(answer)['keys'] as readonly object[]
    return jsonAnswer(200, { keys: [{ ...key, d: 'AQAB' }] })
  }),
  answers('health-not-told', ['keys/health'], /health/, () => jsonAnswer(200, {})),
  {
    id: 'codes-hold-again',
    caughtBy: ['enrolment/once', 'enrolment/together'],
    build: () => {
      const used = new Set<unknown>()
      return {
        answer: async (request, send) => {
          const answer = await send(request)
          if (request.path !== '/api/enrol') return answer
          const { code } = sentDocument(request)
          if (answer.status === 200) used.add(code)
          return used.has(code) ? jsonAnswer(200, enrolled(request)) : answer
        },
      }
    },
  },
  lenient('codes-not-compared', ['enrolment/wrong-code', 'enrolment/expired'], 'ENROLMENT_INVALID', enrolled),
  lenient('any-key-taken', ['enrolment/public-keys-only'], 'KEY_INVALID', enrolled),
  {
    id: 'refused-enrolment-uses-code-up',
    caughtBy: ['enrolment/public-keys-only'],
    build: () => {
      const spent = new Set<unknown>()
      return {
        answer: async (request, send) => {
          const { code } = sentDocument(request)
          if (spent.has(code)) return jsonAnswer(401, { code: 'ENROLMENT_INVALID' })
          const answer = await send(request)
          if (answeredDocument(answer)['code'] === 'KEY_INVALID') spent.add(code)
          return answer
        },
      }
    },
  },
  signatureTaken('old-keys-hold', ['enrolment/new-key', 'signed/foreign-key'], (request) => addressHolds(request)),
  lenient('unsigned-taken', ['signed/missing'], 'SIGNATURE_MISSING', published),
  signatureTaken('body-not-bound', ['signed/body'], addressHolds),
  signatureTaken('address-not-bound', ['signed/address'], (request) => !addressHolds(request)),
  signatureTaken('algorithm-none-taken', ['signed/algorithm'], (request) => signedPart(request, 0)['alg'] === 'none'),
  signatureTaken(
    'public-key-taken-for-a-secret',
    ['signed/algorithm'],
    (request) => signedPart(request, 0)['alg'] === 'HS256',
  ),
  lenient('replays-taken', ['signed/replayed', 'signed/replayed-together'], 'REQUEST_REPLAYED', published),
  lenient('clock-not-looked-at', ['signed/clock'], 'CLOCK_SKEW', published),
  answers('clock-to-the-second', ['signed/clock'], /^PUT \/api\/catalogue/, (answer, request) => {
    const off = Math.abs(Number(signedPart(request, 1)['iat']) * 1000 - Date.now())
    return off > 10_000 ? jsonAnswer(401, { code: 'CLOCK_SKEW' }) : answer
  }),
  lenient('speaks-for-anybody', ['signed/for-itself-only', 'order/enrolment-first'], 'SYSTEM_UNKNOWN', published),
  lenient('systems-ask', ['signed/for-itself-only', 'order/enrolment-first'], 'CONSUMER_UNKNOWN', () => ({ rows: [] })),
  lenient('token-not-asked-for', ['admin/token'], 'ADMINISTRATOR_REQUIRED', () => ({ grants: [] })),
  answers('wrong-token-told-apart', ['admin/token'], /./, (answer, request) => {
    const { code, ...problem } = answeredDocument(answer)
    if (code !== 'ADMINISTRATOR_REQUIRED' || request.headers['authorization'] === undefined) return answer
    return jsonAnswer(answer.status, { ...problem, code, detail: 'wrong token' })
  }),
  answers('parties-administer', ['admin/parties'], /./, (answer, request) => {
    const refused = answeredDocument(answer)['code'] === 'ADMINISTRATOR_REQUIRED'
    return refused && request.headers['berth-signature'] !== undefined ? jsonAnswer(200, {}) : answer
  }),
  answers('members-not-looked-at', ['admin/members'], /enrolment-codes/, (answer) =>
    answer.status === 400 ? jsonAnswer(200, {}) : answer,
  ),
  takes('clearance-not-kept', ['grants/token', 'forward/grant'], /^POST \/api\/admin\/grants/, (request) => {
    const wish = sentDocument(request)
    return wish['clearance'] === 2
      ? { ...request, body: Buffer.from(JSON.stringify({ ...wish, clearance: 3 })) }
      : request
  }),
  takes('days-not-kept', ['grants/token'], /^POST \/api\/admin\/grants/, (request) => {
    const { days: _days, ...wish } = sentDocument(request)
    return { ...request, body: Buffer.from(JSON.stringify(wish)) }
  }),
  answers('grants-not-limited', ['grants/refused'], /^POST \/api\/admin\/grants/, (answer) =>
    answer.status < 500 && answer.status >= 400 ? jsonAnswer(200, { id: 'x', token: 'x' }) : answer,
  ),
  answers('revocation-not-listed', ['grants/listed'], /^GET \/api\/admin\/grants/, (answer) => {
    const grants = (answeredDocument(answer)['grants'] ?? []) as readonly Readonly<Record<string, unknown>>[]
    return jsonAnswer(200, { grants: grants.map(({ revokedAt: _at, ...grant }) => grant) })
  }),
  {
    id: 'tokens-listed',
    caughtBy: ['grants/listed', 'values/listings'],
    build: () => {
      const tokens: unknown[] = []
      return {
        answer: async (request, send) => {
          const answer = await send(request)
          if (request.path !== '/api/admin/grants') return answer
          if (request.method === 'POST') tokens.push(answeredDocument(answer)['token'])
          return request.method === 'GET' ? jsonAnswer(200, { ...answeredDocument(answer), tokens }) : answer
        },
      }
    },
  },
]
