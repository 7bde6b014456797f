import type { Capabilities, Connector, ConnectorSession } from '@berth/core'
import type { Note } from '../run/note.ts'
import type { Random } from '../run/random.ts'
import type { RoleCase } from '../run/role-case.ts'
import type { Target, TargetDataset } from './target.ts'

/** A leaf of the capabilities that a case needs: `scan`, `scan.resume`. */
export type Need =
  | 'describe'
  | 'describe.comments'
  | 'describe.procedures'
  | 'describe.rowCounts'
  | 'describe.asks'
  | 'lookup'
  | 'scan'
  | 'scan.resume'
  | 'changes'
  | 'changes.column'
  | 'changes.log'
  | 'changes.outbox'
  | 'changes.deletes'
  | 'apply'
  | 'apply.upsert'
  | 'apply.deletes'
  | 'apply.dryRun'
  | 'apply.undo'
  | 'invoke'
  | 'files.put'
  | 'files.batches'
  | 'text.charsetPerColumn'

/** What a case works with. What it opens and makes is closed and dropped for it. */
export interface CaseContext {
  readonly connector: Connector
  readonly target: Target
  readonly random: Random
  /** A new session through the wrapper of core. `options` are added to those of the target. */
  open(access?: 'read' | 'write', options?: Readonly<Record<string, unknown>>): Promise<ConnectorSession>
  /** Makes a dataset under a name of its own, or under the name given. */
  create(dataset: Omit<TargetDataset, 'name'> & { readonly name?: string }): Promise<TargetDataset>
  /** A name that nothing else in this run has. */
  freshName(): string
  /** Has something done at the end, before the datasets made until now are dropped. */
  atEnd(work: () => Promise<void>): void
  /** Puts on record what could not be tried on this target. */
  note(note: Note): void
}

/** A case for a connector. */
export interface ConformanceCase extends RoleCase<CaseContext> {
  /** Without all of these the case does not apply, and its opposite is tried: the call must be refused. */
  readonly needs: readonly Need[]
}

/** Whether the capabilities have a leaf. */
export function declares(capabilities: Capabilities, need: Need): boolean {
  const [group = '', leaf] = need.split('.')
  const branch = (capabilities as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>)[group]
  return branch !== undefined && (leaf === undefined || branch[leaf] !== undefined)
}
