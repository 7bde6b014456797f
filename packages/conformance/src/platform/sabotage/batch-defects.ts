import type { PlatformRequest } from '../wire.ts'
import { answeredDocument, answers, jsonAnswer, lenient, type PlatformDefect, withDocument } from './defect.ts'

const delivering = /^PUT \/api\/exchange\//
const taken = (): unknown => ({ number: 1, repeated: false, receipt: { number: 1, hash: '0'.repeat(64) } })

/** Batches that are refused for what they hold, and taken in where one thing is not looked at. */
function batchTaken(
  id: string,
  caughtBy: string,
  overlooked: (request: PlatformRequest, text: string) => boolean,
): PlatformDefect {
  return answers(id, [caughtBy], delivering, (answer, request) => {
    const refused = answeredDocument(answer)['code'] === 'BATCH_REFUSED'
    return refused && overlooked(request, Buffer.from(request.body).toString()) ? jsonAnswer(200, taken()) : answer
  })
}

/** Faults in what is taken in. */
export const batchDefects: readonly PlatformDefect[] = [
  answers('batches-counted-from-zero', ['batches/order'], delivering, (answer) =>
    answer.status === 200
      ? withDocument(answer, ({ number, ...rest }) => ({ ...rest, number: Number(number) - 1 }))
      : answer,
  ),
  answers('copies-taken-as-new', ['batches/repeated', 'batches/conflict', 'batches/together'], delivering, (answer) =>
    answer.status === 200 ? withDocument(answer, (document) => ({ ...document, repeated: false })) : answer,
  ),
  answers('receipt-for-each-copy', ['batches/repeated'], delivering, (answer) =>
    answeredDocument(answer)['repeated'] === true
      ? withDocument(answer, (document) => ({ ...document, receipt: { number: 1_000_000, hash: '0'.repeat(64) } }))
      : answer,
  ),
  lenient('other-bytes-taken-for-a-copy', ['batches/conflict'], 'BATCH_CONFLICT', taken),
  lenient('gaps-not-seen', ['batches/gap'], 'BATCH_OUT_OF_ORDER', taken),
  answers('numbers-read-loosely', ['batches/numbers'], delivering, (answer) =>
    answeredDocument(answer)['code'] === 'PARAMETER_INVALID' ? jsonAnswer(200, taken()) : answer,
  ),
  {
    id: 'cut-batch-taken-in',
    caughtBy: ['batches/cut'],
    build: () => {
      let arrived: Promise<unknown> = Promise.resolve()
      return {
        cut: async ({ method, path, headers, body }) => {
          // What arrived before the cut is taken for the whole.
          arrived = Promise.resolve({ method, path, headers, body })
          await arrived
        },
        answer: async (request, send) => {
          const cut = (await arrived) as PlatformRequest | undefined
          arrived = Promise.resolve()
          if (cut !== undefined) await send(cut)
          return send(request)
        },
      }
    },
  },
  lenient('size-not-looked-at', ['batches/too-large'], 'REQUEST_TOO_LARGE', taken),
  batchTaken('members-not-compared', 'lines/members', (_request, text) => text.includes('salary')),
  batchTaken('ungraded-taken', 'lines/members', (_request, text) => text.includes('remark')),
  batchTaken('empty-lines-passed-over', 'lines/form', (_request, text) => text.includes('\n\n')),
  batchTaken('byte-order-mark-passed-over', 'lines/form', (_request, text) => text.startsWith('\uFEFF')),
  batchTaken('bad-bytes-replaced', 'lines/utf-8', (_request, text) => text.includes('\uFFFD')),
  batchTaken('lines-not-counted', 'lines/count', ({ headers }, text) => {
    return headers['berth-rows'] !== String(text.split('\n').filter(Boolean).length)
  }),
  batchTaken('changes-not-compared', 'lines/deletes', (_request, text) => text.includes('erase')),
  batchTaken('deletes-without-key', 'lines/deletes', (_request, text) => text === '{"$change":"delete"}\n'),
  {
    id: 'refused-batch-takes-its-number',
    caughtBy: ['lines/members', 'lines/form', 'lines/utf-8', 'lines/count'],
    build: () => {
      const refused = new Set<string>()
      return {
        answer: async (request, send) => {
          const answer = await send(request)
          if (answeredDocument(answer)['code'] === 'BATCH_REFUSED') refused.add(request.path)
          if (answer.status !== 200 || !refused.has(request.path)) return answer
          return withDocument(answer, (document) => ({ ...document, repeated: true }))
        },
      }
    },
  },
  lenient('modes-not-looked-at', ['lines/not-offered'], 'MODE_NOT_OFFERED', taken),
  answers('refusals-quote-the-request', ['lines/members', 'lines/form', 'values/refusals'], /./, (answer, request) =>
    answer.status < 400
      ? answer
      : withDocument(answer, (problem) => ({ ...problem, request: Buffer.from(request.body).toString() })),
  ),
]
