import type { SystemCall } from '../system-calls.ts'
import { answering, type DockingDefect, running, withBody } from './defect.ts'
import { claimsOf, regranted } from './regranted.ts'

/** Faults of what decides who may see what. */
export const guardDefects: readonly DockingDefect[] = [
  {
    id: 'guard-bypassed',
    caughtBy: ['guard/answers', 'leaks/answers'],
    alter: (subject) =>
      running(subject, (run, { platform }) => ({
        send: (request) => {
          const resource = subject.manifest.resources[request.path.split('/')[2] ?? '']
          if (resource === undefined || claimsOf(request) === undefined) return run.send(request)
          return run.send(
            regranted(request, platform, { items: resource.items.map(({ id }) => id), clearance: 'core' }),
          )
        },
      })),
  },
  {
    id: 'labels-ignored',
    caughtBy: ['guard/answers', 'guard/columns-read', 'guard/deliveries', 'leaks/deliveries'],
    alter: (subject) =>
      running(
        subject,
        () => ({}),
        (settings) => ({
          ...settings,
          text: (settings.text ?? subject.text).replaceAll(/grade: (?:[234]|important|core)/g, 'grade: 1'),
        }),
      ),
  },
  {
    id: 'withheld-items-not-named',
    caughtBy: ['guard/answers'],
    alter: (subject) =>
      answering(subject, (answer) =>
        withBody(answer, (body) => ('withheld' in body ? { ...body, withheld: [] } : body)),
      ),
  },
  {
    id: 'receipt-says-nothing-was-withheld',
    caughtBy: ['guard/answers', 'guard/deliveries'],
    alter: (subject) =>
      running(subject, (run) => ({
        receipts: async () => (await run.receipts()).map((receipt) => ({ ...receipt, withheld: [] })),
      })),
  },
  {
    id: 'reads-every-column',
    caughtBy: ['guard/columns-read'],
    alter: (subject) =>
      running(
        subject,
        () => ({}),
        ({ onCall, ...settings }) => ({
          ...settings,
          onCall: (call) => onCall?.(call.call === 'lookup' ? withAllColumns(call) : call),
        }),
      ),
  },
]

function withAllColumns(call: SystemCall): SystemCall {
  const request = call.request as { readonly columns: readonly object[] }
  return { ...call, request: { ...request, columns: [...request.columns, { name: 'KIT_EVERYTHING' }] } }
}
