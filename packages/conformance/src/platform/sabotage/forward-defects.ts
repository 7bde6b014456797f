import {
  answeredDocument,
  answers,
  forwards,
  jsonAnswer,
  lenient,
  type PlatformDefect,
  withDocument,
} from './defect.ts'
import { forwarding } from './forwarding.ts'

const asking = /^POST \/api\/ask\//
const submitting = /^POST \/api\/submit\//
const answered = (): unknown => ({ rows: [] })

/** Another code in a refusal. */
function miscoded(id: string, caughtBy: readonly string[], route: RegExp, from: string, to: string): PlatformDefect {
  return answers(id, caughtBy, route, (answer) =>
    answeredDocument(answer)['code'] === from ? withDocument(answer, (problem) => ({ ...problem, code: to })) : answer,
  )
}

/** Another member in a refusal. */
function mistold(id: string, caughtBy: readonly string[], code: string, change: object): PlatformDefect {
  return answers(id, caughtBy, /./, (answer) =>
    answeredDocument(answer)['code'] === code ? withDocument(answer, (problem) => ({ ...problem, ...change })) : answer,
  )
}

/** Faults in what is forwarded and in what comes back. */
export const forwardDefects: readonly PlatformDefect[] = [
  forwarding('forwards-without-grant', ['ask/no-grant', 'ask/other-consumer', 'ask/other-resource'], ['GRANT_MISSING']),
  forwarding('forwards-for-any-purpose', ['ask/other-purpose'], ['PURPOSE_MISMATCH']),
  forwarding('forwards-revoked', ['ask/revoked', 'ask/lowered-clearance'], ['GRANT_INVALID']),
  forwarding('forwards-expired', ['ask/expired'], ['GRANT_EXPIRED']),
  forwarding(
    'forwards-malformed',
    ['ask/malformed', 'submit/keys-refused'],
    ['PARAMETER_MISSING', 'PARAMETER_INVALID'],
  ),
  forwarding('forwards-ungranted-items', ['submit/items'], ['GRANT_INVALID', 'PARAMETER_UNKNOWN']),
  forwarding('forwards-any-kind', ['order/kinds', 'order/withdrawn'], ['RESOURCE_UNKNOWN', 'OPERATION_UNKNOWN']),
  forwarding('forwards-another-version', ['versions/request'], ['PROTOCOL_VERSION_UNSUPPORTED']),
  forwarding('forwards-twice', ['forward/signed', 'forward/submission'], [undefined]),
  forwarding('follows-redirects', ['answers/redirect'], ['AGENT_REFUSED'], '/elsewhere'),
  forwards('forwards-unsigned', ['forward/signed'], ({ headers, ...request }) => {
    const { 'berth-signature': _signature, ...rest } = headers
    return { ...request, headers: rest }
  }),
  forwards('forwards-without-token', ['forward/grant'], ({ headers, ...request }) => {
    const { 'berth-grant': _grant, ...rest } = headers
    return { ...request, headers: rest }
  }),
  forwards('body-rewritten', ['forward/body'], (request) => ({
    ...request,
    body: Buffer.from(JSON.stringify(JSON.parse(Buffer.from(request.body).toString()))),
  })),
  forwards(
    'key-of-its-own',
    ['forward/submission', 'submit/same-key'],
    (() => {
      let made = 0
      return ({ headers, ...request }) => ({ ...request, headers: { ...headers, 'idempotency-key': `own-${++made}` } })
    })(),
  ),
  {
    id: 'credentials-passed-on',
    caughtBy: ['forward/headers'],
    build: () => {
      let authorization = ''
      return {
        answer: (request, send) => {
          if (request.path.startsWith('/api/ask/')) authorization = request.headers['authorization'] ?? ''
          return send(request)
        },
        arriving: (request) => ({ ...request, headers: { ...request.headers, authorization } }),
      }
    },
  },
  answers('answers-rewritten', ['answers/bytes'], asking, (answer) => withDocument(answer, (document) => document)),
  answers('receipt-not-told', ['answers/bytes', 'submit/queued', 'receipts/chain'], /./, (answer) => {
    const { 'berth-receipt': _receipt, ...headers } = answer.headers
    return { ...answer, headers }
  }),
  answers('time-of-data-lost', ['answers/as-of'], asking, (answer) =>
    withDocument(answer, ({ asOf: _asOf, ...document }) => document),
  ),
  mistold('system-not-named', ['answers/problem'], 'SYSTEM_BUSY', { system: undefined }),
  mistold('refusal-reworded', ['answers/problem'], 'SYSTEM_BUSY', { message: 'something went wrong' }),
  answers('retry-after-lost', ['answers/problem'], asking, (answer) => {
    const { 'retry-after': _seconds, ...headers } = answer.headers
    return { ...answer, headers }
  }),
  lenient(
    'answers-not-compared',
    ['answers/beyond-the-grant', 'answers/malformed', 'answers/as-of'],
    'PROTOCOL_ERROR',
    answered,
  ),
  miscoded(
    'own-trouble-passed-on',
    ['answers/between-platform-and-agent'],
    asking,
    'AGENT_REFUSED',
    'SIGNATURE_INVALID',
  ),
  miscoded('gateways-not-told-apart', ['answers/no-problem'], asking, 'AGENT_UNREACHABLE', 'INTERNAL'),
  lenient('answers-of-any-size', ['answers/too-large'], 'AGENT_REFUSED', answered),
  mistold('blames-the-network', ['answers/unreachable'], 'AGENT_UNREACHABLE', { origin: 'network' }),
  mistold('gives-up-for-good', ['answers/stalled'], 'AGENT_UNREACHABLE', { action: 'fail' }),
  lenient(
    'empty-success',
    ['answers/unreachable', 'answers/stalled', 'answers/no-problem'],
    'AGENT_UNREACHABLE',
    answered,
  ),
  miscoded(
    'unknown-outcome-taken-for-failure',
    ['submit/unknown-outcome', 'submit/stalled'],
    submitting,
    'UNKNOWN_OUTCOME',
    'AGENT_UNREACHABLE',
  ),
  lenient('unknown-outcome-taken-for-success', ['submit/unknown-outcome', 'submit/stalled'], 'UNKNOWN_OUTCOME', () => ({
    accepted: true,
  })),
  miscoded(
    'failure-taken-for-unknown-outcome',
    ['submit/nothing-done'],
    submitting,
    'AGENT_UNREACHABLE',
    'UNKNOWN_OUTCOME',
  ),
  answers('queued-taken-for-done', ['submit/queued'], submitting, (answer) =>
    answer.status === 202 ? jsonAnswer(200, { ...answeredDocument(answer), accepted: true }, answer.headers) : answer,
  ),
]
