import type { DockingSubject, StartSettings } from '../subject.ts'
import type { SystemCall } from '../system-calls.ts'
import { answering, type DockingDefect, running, withBody } from './defect.ts'

/** Faults in what is done to a system, while it is up and while it is away, and of deliveries that are killed. */
export const systemDefects: readonly DockingDefect[] = [
  {
    id: 'marks-what-was-read',
    caughtBy: ['reads/nothing-but-reads'],
    alter: (subject) =>
      calling(subject, async (call, onCall) => {
        await onCall(call)
        if (call.call === 'lookup') await onCall({ ...call, call: 'apply' })
      }),
  },
  {
    id: 'asks-twice',
    caughtBy: ['reads/budget'],
    alter: (subject) =>
      calling(subject, async (call, onCall) => {
        await onCall(call)
        if (call.call === 'lookup') await onCall(call)
      }),
  },
  {
    id: 'a-session-for-each-question',
    caughtBy: ['reads/budget'],
    alter: (subject) =>
      calling(subject, async (call, onCall) => {
        if (call.call === 'lookup') await onCall({ ...call, call: 'open' })
        await onCall(call)
      }),
  },
  {
    id: 'writes-an-audit-table',
    caughtBy: ['reads/system-counts'],
    alter: (subject) => {
      let written = 0
      return {
        ...subject,
        counters: (connection) => ({
          writes: () => Promise.resolve(++written),
          locks: async () => (await subject.counters?.(connection)?.locks()) ?? 0,
        }),
      }
    },
  },
  {
    id: 'hours-ignored',
    caughtBy: ['outages/outside-hours'],
    alter: (subject) =>
      running(
        subject,
        () => ({}),
        (settings) => ({ ...settings, now: () => subject.openAt ?? Date.now() }),
      ),
  },
  {
    id: 'no-time-to-return',
    caughtBy: ['outages/outside-hours', 'outages/says-so'],
    alter: (subject) =>
      answering(subject, (answer) => {
        const { 'retry-after': _seconds, ...headers } = answer.headers
        return { ...answer, headers }
      }),
  },
  {
    id: 'replica-without-its-time',
    caughtBy: ['outages/replica'],
    alter: (subject) => answering(subject, (answer) => withBody(answer, ({ asOf: _asOf, ...body }) => body)),
  },
  {
    id: 'queue-in-memory',
    caughtBy: ['outages/queue'],
    alter: (subject) =>
      running(subject, (run) => {
        let forgotten = false
        return {
          restart: async (settings) => {
            forgotten = true
            await run.restart(settings)
          },
          send: async (request) => {
            const answer = await run.send(request)
            if (!forgotten || !request.path.endsWith('/submission')) return answer
            return { ...answer, status: 404, text: '{"code":"SUBMISSION_UNKNOWN"}' }
          },
        }
      }),
  },
  {
    id: 'cursor-stored-before-delivery',
    caughtBy: ['deliveries/killed'],
    alter: (subject) => afterRestart(subject, (shown) => shown.slice(50)),
  },
  {
    id: 'deliveries-drop-rows',
    caughtBy: ['deliveries/killed'],
    alter: (subject) =>
      running(subject, (run) => ({ shown: async (resource) => (await run.shown(resource)).slice(0, 3) })),
  },
  {
    id: 'batch-delivered-twice',
    caughtBy: ['deliveries/killed'],
    alter: (subject) => afterRestart(subject, (shown) => [...shown, ...shown.slice(0, 50)]),
  },
]

function calling(
  subject: DockingSubject,
  change: (call: SystemCall, onCall: (call: SystemCall) => Promise<void>) => Promise<void>,
): DockingSubject {
  return running(
    subject,
    () => ({}),
    (settings: StartSettings) => ({
      ...settings,
      onCall: (call) => change(call, async (told) => settings.onCall?.(told)),
    }),
  )
}

/** What the receiver has once a delivery was run again. */
function afterRestart(
  subject: DockingSubject,
  change: (shown: readonly string[]) => readonly string[],
): DockingSubject {
  return running(subject, (run) => {
    let restarted = false
    return {
      restart: async (settings) => {
        restarted = true
        await run.restart(settings)
      },
      shown: async (resource) => {
        const shown = await run.shown(resource)
        return restarted ? change(shown) : shown
      },
    }
  })
}
