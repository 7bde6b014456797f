import type { DockingAnswer } from '../subject.ts'
import type { SystemCall } from '../system-calls.ts'
import { answering, type DockingDefect, running, withBody } from './defect.ts'

type AnswerRow = Readonly<Record<string, unknown>>

/** Faults of answers, and of what is told of failures. */
export const answerDefects: readonly DockingDefect[] = [
  {
    id: 'limit-ignored',
    caughtBy: ['questions/limit'],
    alter: (subject) =>
      answering(subject, (answer) => rowsAs(answer, (rows) => Array.from({ length: 300 }, () => rows).flat())),
  },
  {
    id: 'more-not-told',
    caughtBy: ['questions/limit'],
    alter: (subject) =>
      answering(subject, (answer) => withBody(answer, (body) => ('more' in body ? { ...body, more: false } : body))),
  },
  {
    id: 'everything-asked-of-the-system',
    caughtBy: ['questions/limit'],
    alter: (subject) =>
      running(
        subject,
        () => ({}),
        ({ onCall, ...settings }) => ({
          ...settings,
          onCall: (call) => onCall?.(call.call === 'lookup' ? { ...call, request: unlimited(call) } : call),
        }),
      ),
  },
  {
    id: 'answers-mixed-up',
    caughtBy: ['questions/together'],
    alter: (subject) =>
      running(subject, (run) => {
        let underWay = 0
        let last: DockingAnswer | undefined
        return {
          send: async (request) => {
            underWay += 1
            const beside = underWay > 1 ? last : undefined
            const answer = await run.send(request)
            underWay -= 1
            last = answer
            return beside ?? answer
          },
        }
      }),
  },
  {
    id: 'answers-nothing',
    caughtBy: ['questions/answers'],
    alter: (subject) =>
      answering(subject, (answer) => {
        if (answer.status !== 200) return answer
        return { ...answer, status: 500, text: '{"code":"INTERNAL"}' }
      }),
  },
  {
    id: 'rows-lost',
    caughtBy: ['questions/answers'],
    alter: (subject) => answering(subject, (answer) => rowsAs(answer, () => [])),
  },
  {
    id: 'rows-of-somebody-else',
    caughtBy: ['questions/answers'],
    alter: (subject) =>
      answering(subject, (answer) =>
        rowsAs(answer, (rows) => rows.map((row) => Object.fromEntries(Object.keys(row).map((name) => [name, 'kit'])))),
      ),
  },
  {
    id: 'failures-swallowed',
    caughtBy: ['errors/system-fails', 'outages/says-so'],
    alter: (subject) =>
      answering(subject, (answer) => {
        if (answer.status < 500) return answer
        return { ...answer, status: 200, text: '{"items":[],"withheld":[],"rows":[],"more":false}' }
      }),
  },
  {
    id: 'one-code-for-everything',
    caughtBy: ['errors/system-fails'],
    alter: (subject) =>
      answering(subject, (answer) =>
        answer.status < 500 ? answer : withBody(answer, (body) => ({ ...body, code: 'SYSTEM_UNAVAILABLE' })),
      ),
  },
  {
    id: 'one-language-for-everybody',
    caughtBy: ['errors/problems'],
    alter: (subject) =>
      running(subject, (run) => ({
        send: (request) => run.send({ ...request, headers: { ...request.headers, 'accept-language': 'en' } }),
      })),
  },
  {
    id: 'refusals-without-next-step',
    caughtBy: ['errors/problems'],
    alter: (subject) =>
      answering(subject, (answer) =>
        answer.status < 400 ? answer : withBody(answer, ({ next: _next, ...body }) => body),
      ),
  },
  {
    id: 'refusals-in-plain-text',
    caughtBy: ['errors/problems'],
    alter: (subject) =>
      answering(subject, (answer) =>
        answer.status < 400 ? answer : { ...answer, headers: { ...answer.headers, 'content-type': 'text/plain' } },
      ),
  },
]

function rowsAs(answer: DockingAnswer, change: (rows: readonly AnswerRow[]) => readonly AnswerRow[]): DockingAnswer {
  return withBody(answer, (body) =>
    Array.isArray(body['rows']) ? { ...body, rows: change(body['rows'] as AnswerRow[]) } : body,
  )
}

function unlimited({ request }: SystemCall): object {
  const { limit: _limit, ...rest } = request as { readonly limit?: unknown }
  return rest
}
