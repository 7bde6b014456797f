import { answeredDocument, answers, jsonAnswer, type PlatformDefect, sentDocument, takes } from './defect.ts'

type Receipts = readonly Readonly<Record<string, unknown>>[]

const reading = /^GET \/api\/receipts/

/** Receipts that are given out otherwise than they were written. */
function recorded(
  id: string,
  caughtBy: readonly string[],
  change: (receipts: Receipts) => readonly unknown[],
): PlatformDefect {
  return answers(id, caughtBy, reading, (answer) => {
    const { receipts } = answeredDocument(answer)
    return Array.isArray(receipts) ? jsonAnswer(200, { receipts: change(receipts) }) : answer
  })
}

/** A member of every receipt left out. */
function without(id: string, caughtBy: readonly string[], member: string): PlatformDefect {
  return recorded(id, caughtBy, (receipts) =>
    receipts.map((receipt) => Object.fromEntries(Object.entries(receipt).filter(([name]) => name !== member))),
  )
}

/** Faults in what is recorded. */
export const receiptDefects: readonly PlatformDefect[] = [
  recorded('refusals-not-recorded', ['receipts/one-for-each'], (receipts) =>
    receipts.filter(({ outcome }) => outcome !== 'refused'),
  ),
  recorded('submissions-not-recorded', ['receipts/submissions'], (receipts) =>
    receipts.filter(({ journey }) => journey !== 'operation'),
  ),
  recorded('receipt-lost', ['receipts/chain'], (receipts) => receipts.filter((_receipt, index) => index !== 1)),
  recorded('receipt-altered', ['receipts/chain'], (receipts) =>
    receipts.map((receipt, index) => (index === 0 ? { ...receipt, rows: 0 } : receipt)),
  ),
  recorded('deletes-not-counted', ['lines/deletes', 'batches/cut'], (receipts) =>
    receipts.map((receipt) => (receipt['rows'] === 2 ? { ...receipt, rows: 1 } : receipt)),
  ),
  takes('limit-not-kept', ['receipts/pages'], reading, (request) => ({
    ...request,
    path: request.path.replace('limit=2', 'limit=3'),
  })),
  without('counterpart-not-recorded', ['receipts/facts'], 'counterpart'),
  without('basis-not-recorded', ['receipts/facts'], 'basis'),
  without('withheld-not-recorded', ['receipts/facts'], 'withheld'),
  {
    id: 'strangers-leave-receipts',
    caughtBy: ['receipts/strangers'],
    build: () => {
      const strangers: string[] = []
      return {
        answer: async (request, send) => {
          const answer = await send(request)
          if (answeredDocument(answer)['code'] === 'SIGNATURE_MISSING')
            strangers.push(request.path.replace('/api/ask/', ''))
          const { receipts } = answeredDocument(answer)
          if (!Array.isArray(receipts) || receipts.length > 0) return answer
          const resource = strangers.shift()
          const after = Number(/after=(\d+)/.exec(request.path)?.[1])
          return resource === undefined ? answer : jsonAnswer(200, { receipts: [{ number: after + 1, resource }] })
        },
      }
    },
  },
  {
    id: 'values-in-receipts',
    caughtBy: ['values/receipts'],
    build: () => {
      let asked: unknown
      return {
        answer: async (request, send) => {
          const answer = await send(request)
          if (request.path.startsWith('/api/ask/')) asked = sentDocument(request)['by']
          const { receipts } = answeredDocument(answer)
          if (!Array.isArray(receipts)) return answer
          return jsonAnswer(200, { receipts: (receipts as Receipts).map((receipt) => ({ ...receipt, asked })) })
        },
      }
    },
  },
]
