import { type Connector, type ConnectorSession, openSession } from '@berth/core'
import type { CaseContext } from './case.ts'
import type { Random } from './random.ts'
import type { Target, TargetDataset } from './target.ts'

let datasetsMade = 0

/** The context of one case, with the end that gives everything back. */
export interface OwnedContext {
  readonly context: CaseContext
  readonly notes: readonly string[]
  /** Closes the sessions and drops the datasets of the case. */
  end(): Promise<void>
}

/** A context whose sessions and datasets are remembered. */
export function caseContext(connector: Connector, target: Target, random: Random): OwnedContext {
  const sessions: ConnectorSession[] = []
  const datasets: TargetDataset[] = []
  const notes: string[] = []
  const context: CaseContext = {
    connector,
    target,
    random,
    open: async (access = 'read') => {
      const session = await openSession(connector, target.options, { access })
      sessions.push(session)
      return session
    },
    create: async (definition) => {
      datasetsMade += 1
      const dataset = { ...definition, name: `KIT_${process.pid}_${datasetsMade}` }
      await target.create(dataset)
      datasets.push(dataset)
      return dataset
    },
    note: (text) => void notes.push(text),
  }
  const end = async (): Promise<void> => {
    for (const session of sessions) await session[Symbol.asyncDispose]()
    for (const dataset of datasets) await target.drop(dataset)
  }
  return { context, notes, end }
}
