import { type Connector, type ConnectorSession, openSession } from '@berth/core'
import type { Note } from '../run/note.ts'
import type { Random } from '../run/random.ts'
import type { Opened } from '../run/role-case.ts'
import { callRecord } from './call-record.ts'
import type { CaseContext } from './case.ts'
import type { Target } from './target.ts'

let namesMade = 0

/** A context whose sessions and datasets are remembered. */
export function caseContext(connector: Connector, target: Target, random: Random): Opened<CaseContext> {
  const sessions: ConnectorSession[] = []
  const ending: (() => Promise<void>)[] = []
  const notes: Note[] = []
  const calls = callRecord()
  const context: CaseContext = {
    connector,
    target,
    random,
    open: async (access = 'read', options = {}) => {
      const session = await openSession(
        connector,
        { ...target.options, ...options },
        { access, datasets: target.datasets?.() ?? {} },
      )
      sessions.push(session)
      return calls.of(session)
    },
    create: async (definition) => {
      const dataset = { ...definition, name: definition.name ?? context.freshName() }
      await target.create(dataset)
      context.atEnd(() => target.drop(dataset))
      return dataset
    },
    freshName: () => `KIT_${process.pid}_${++namesMade}`,
    atEnd: (work) => void ending.push(work),
    note: (note) => void notes.push(note),
  }
  const end = async (): Promise<void> => {
    for (const session of sessions) await session[Symbol.asyncDispose]()
    const failures: unknown[] = []
    for (const work of ending.toReversed()) await work().catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw failures[0]
  }
  return { context, notes, input: calls.last, end }
}
