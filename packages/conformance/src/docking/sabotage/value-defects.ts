import type { DockingSubject } from '../subject.ts'
import { answering, type DockingDefect, running, withBody } from './defect.ts'

type Values = Readonly<Record<string, unknown>>

/** What becomes of the values of a record, all but those of its key; `last` is the record before it. */
type Change = (values: Values, last: Values | undefined) => Values

/** Faults by which records hold something other than their rows. */
export const valueDefects: readonly DockingDefect[] = [
  ...bothWays('items-replaced', (values) => mapped(values, () => 'x')),
  ...bothWays('values-of-another-row', (values, last) => last ?? values),
  ...bothWays('last-characters-lost', (values) =>
    mapped(values, (value) => (typeof value === 'string' ? value.slice(0, -1) : value)),
  ),
  ...bothWays('empty-values-filled', (values) => mapped(values, (value) => value ?? '-')),
  ...bothWays('converted-values-all-one', (values) =>
    mapped(values, (value) => (/^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? '2000-01-01' : value)),
  ),
  {
    id: 'keys-delivered-anew',
    caughtBy: ['values/deliveries'],
    alter: (subject) =>
      running(subject, (run) => ({
        shown: async (resource) => {
          const keys = keyItems(subject, resource)
          return (await run.shown(resource)).map((text) => {
            const record = JSON.parse(text) as Values
            return JSON.stringify(mapped(record, (value, id) => (keys.includes(id) ? `${String(value)}0000` : value)))
          })
        },
      })),
  },
]

/** The same fault in answers, and in deliveries. */
function bothWays(id: string, change: Change): readonly DockingDefect[] {
  return [
    {
      id: `${id}-in-answers`,
      caughtBy: ['values/answers'],
      alter: (subject) => {
        const last = new Map<string, Values>()
        return answering(subject, (answer, request) =>
          withBody(answer, (body) => {
            const resource = request.path.split('/')[2] ?? ''
            if (!Array.isArray(body['rows'])) return body
            return { ...body, rows: changed(subject, resource, body['rows'] as Values[], change, last) }
          }),
        )
      },
    },
    {
      id: `${id}-in-deliveries`,
      caughtBy: ['values/deliveries'],
      alter: (subject) =>
        running(subject, (run) => ({
          shown: async (resource) => {
            const records = (await run.shown(resource)).map((text) => JSON.parse(text) as Values)
            return changed(subject, resource, records, change, new Map()).map((record) => JSON.stringify(record))
          },
        })),
    },
  ]
}

function changed(
  subject: DockingSubject,
  resource: string,
  records: readonly Values[],
  change: Change,
  last: Map<string, Values>,
): Values[] {
  const keys = keyItems(subject, resource)
  return records.map((record) => {
    const values = Object.fromEntries(Object.entries(record).filter(([id]) => !keys.includes(id)))
    const before = last.get(resource)
    last.set(resource, values)
    return { ...record, ...change(values, before) }
  })
}

function keyItems({ manifest }: DockingSubject, resource: string): readonly string[] {
  const { from, items = [] } = manifest.resources[resource] ?? {}
  return items.filter((item) => from?.key.includes(item.from) === true).map(({ id }) => id)
}

function mapped(values: Values, change: (value: unknown, id: string) => unknown): Values {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, change(value, id)]))
}
