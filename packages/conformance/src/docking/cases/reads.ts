import { expectThat } from '../../run/expect.ts'
import type { DockingCase, DockingContext, Trial } from '../case.ts'
import { askable, deliverable } from '../outline.ts'
import { fittingQuestions, oneQuestion } from '../questions.ts'
import type { SystemCall } from '../system-calls.ts'

/** The calls that change nothing. */
const harmless: ReadonlySet<SystemCall['call']> = new Set(['open', 'ping', 'describe', 'lookup', 'scan', 'changes'])

/** How many sessions for reading an agent may keep with one system. */
const mostSessions = 4

/** How many questions are asked at once. */
const together = 16

/** What a docking that provides does to its system. */
export const readCases: readonly DockingCase[] = [
  {
    id: 'reads/nothing-but-reads',
    clause: 'SEC-7',
    needs: 'connection',
    run: async (context) => {
      const trial = await everything(context)
      const writing = trial.calls.find(({ call, access }) => access === 'write' || !harmless.has(call))
      expectThat(
        writing === undefined,
        `while it provides, the docking makes the call ${writing?.call} to ${writing?.connection} in a session for ${writing?.access === 'write' ? 'writing' : 'reading'}`,
      )
    },
  },
  {
    id: 'reads/budget',
    clause: 'SEC-7',
    needs: 'parameter',
    run: async (context) => {
      const trial = await context.start()
      for (const resource of askable(context.subject.manifest)) {
        const question = await oneQuestion(context, resource)
        if (question === undefined) continue
        const lookups = (): number => trial.calls.filter(({ call }) => call === 'lookup').length
        const { status } = await trial.ask({ resource, by: question.by })
        // Questions that fail together are asked apart.
        if (status !== 200) continue
        const one = lookups()
        expectThat(one <= 1, `${resource.id}: one question costs the system ${one} statements, and one is enough`)
        await Promise.all(Array.from({ length: together }, () => trial.ask({ resource, by: question.by })))
        const many = lookups() - one
        expectThat(many <= together, `${resource.id}: ${together} questions cost the system ${many} statements`)
        const opened = trial.calls.filter(({ call }) => call === 'open').length
        expectThat(
          opened <= mostSessions,
          `${resource.id}: ${together} questions open ${opened} sessions, and ${mostSessions} are admitted`,
        )
        trial.calls.length = 0
      }
    },
  },
  {
    id: 'reads/system-counts',
    clause: 'SEC-7',
    needs: 'connection',
    run: async (context) => {
      const { subject } = context
      let watched = 0
      for (const connection of Object.keys(subject.manifest.connections)) {
        const counters = subject.counters?.(connection)
        if (counters === undefined) continue
        watched += 1
        const [writes, locks] = [await counters.writes(), await counters.locks()]
        await everything(context)
        const written = (await counters.writes()) - writes
        expectThat(
          written === 0,
          `the system behind ${connection} counts ${written} writes while the docking only provides`,
        )
        const kept = await settled(async () => (await counters.locks()) - locks)
        expectThat(
          kept <= 0,
          `the system behind ${connection} still keeps ${kept} locks or transactions of questions that were answered`,
        )
      }
      if (watched === 0)
        context.note({
          zh: '系统自身的计数：没有第二条通道；已监视对它的调用',
          en: 'what the system itself counts: there is no second channel to it; the calls to it were watched',
        })
    },
  },
]

/** Questions of every kind, and every delivery. */
async function everything(context: DockingContext): Promise<Trial> {
  const trial = await context.start({ maxRows: 200 })
  for (const resource of askable(context.subject.manifest)) {
    for (const { by } of await fittingQuestions(context, resource, 3)) await trial.ask({ resource, by })
  }
  for (const { resource } of deliverable(context.subject.manifest)) await trial.running.deliver(resource.id)
  return trial
}

/** A count once it has come down to nothing, or what it is after three seconds. */
async function settled(count: () => Promise<number>): Promise<number> {
  const until = Date.now() + 3000
  let left = await count()
  while (left > 0 && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    left = await count()
  }
  return left
}
