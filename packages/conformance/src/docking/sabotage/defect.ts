import type { DockingAnswer, DockingRequest, DockingSubject, RunningDocking, StartSettings } from '../subject.ts'

/** A fault that a docking might have. Each is caught by at least one case, or the kit proves nothing. */
export interface DockingDefect {
  readonly id: string
  /** Cases that must fail on it. */
  readonly caughtBy: readonly string[]
  alter(subject: DockingSubject): DockingSubject
}

/** The methods of a running docking that a defect may replace. */
export type AlteredRun = { readonly [Method in keyof RunningDocking]?: RunningDocking[Method] }

/** The docking with its running agent altered. */
export function running(
  subject: DockingSubject,
  alter: (run: RunningDocking, settings: StartSettings) => AlteredRun,
  settingsOf: (settings: StartSettings) => StartSettings = (settings) => settings,
): DockingSubject {
  return {
    ...subject,
    start: async (settings) => {
      const changed = settingsOf(settings)
      const run = await subject.start(changed)
      const altered = alter(run, settings)
      return new Proxy(run, {
        get(target, name) {
          const method: unknown = Reflect.get(altered, name) ?? Reflect.get(target, name, target)
          return typeof method === 'function' ? method.bind(target) : method
        },
      })
    },
  }
}

/** The docking with what it answers altered. */
export function answering(
  subject: DockingSubject,
  change: (answer: DockingAnswer, request: DockingRequest) => DockingAnswer,
): DockingSubject {
  return running(subject, (run) => ({ send: async (request) => change(await run.send(request), request) }))
}

/** An answer with its JSON changed; anything else as it is. */
export function withBody(
  answer: DockingAnswer,
  change: (body: Record<string, unknown>) => Record<string, unknown>,
): DockingAnswer {
  if (answer.headers['content-type']?.includes('json') !== true) return answer
  return { ...answer, text: JSON.stringify(change(JSON.parse(answer.text) as Record<string, unknown>)) }
}
