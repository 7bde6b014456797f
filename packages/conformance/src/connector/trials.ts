import type { CallOptions, ConnectorSession, Row } from '@berth/core'
import type { CaseContext, Need } from './case.ts'
import { people } from './cases/datasets.ts'
import { operation } from './cases/invoke.ts'
import { allColumns } from './read-all.ts'

/** The calls that are tried under faults. */
export type TriedCall = 'lookup' | 'scan' | 'changes' | 'apply' | 'invoke'

/** What each call needs. */
export const neededBy: Readonly<Record<TriedCall, readonly Need[]>> = {
  lookup: ['lookup'],
  scan: ['scan'],
  changes: ['changes', 'changes.column'],
  apply: ['apply'],
  invoke: ['invoke'],
}

/** One call whose right outcome is known. */
export interface Trial {
  readonly access: 'read' | 'write'
  /** Makes the call. Rows go into `taken` as they come. */
  ask(session: ConnectorSession, taken: Row[], options?: CallOptions): Promise<void>
  /** What a read gives, or what the system has once a write was done. */
  readonly whole: readonly Row[]
  /** What the system has of this write. Absent for a read. */
  there?(): Promise<Row[]>
}

/** Makes trials of one call, each with rows of its own where it writes. Undefined, and noted, where the target cannot. */
export async function trialsOf(context: CaseContext, call: TriedCall): Promise<(() => Trial) | undefined> {
  if (call === 'apply') return await applyTrials(context)
  if (call === 'invoke') return await invokeTrials(context)
  return await readTrials(context, call)
}

async function readTrials({ create, random }: CaseContext, call: 'lookup' | 'scan' | 'changes'): Promise<() => Trial> {
  const dataset = await create(people(40, random))
  const { name, rows } = dataset
  const columns = allColumns(dataset)
  const keys = [[3], [17], [4000]]
  const whole = call === 'lookup' ? rows.filter(([id]) => keys.some(([key]) => key === id)) : rows
  const by = { kind: 'column' as const, column: 'ID', key: ['ID'] }
  const ask: Trial['ask'] = async (session, taken, options) => {
    if (call === 'lookup') {
      const { answers } = await session.lookup({ dataset: name, columns, by: ['ID'], keys, limit: 5 }, options)
      for (const answer of answers) {
        if (answer.error !== undefined) throw answer.error
        taken.push(...answer.rows)
      }
      return
    }
    const request = { dataset: name, columns, batchRows: 5 }
    const batches =
      call === 'scan'
        ? session.scan({ ...request, key: ['ID'] }, options)
        : session.changes({ ...request, by }, options)
    for await (const batch of batches) taken.push(...batch.rows)
  }
  return () => ({ access: 'read', ask, whole })
}

async function applyTrials({ create, random, target }: CaseContext): Promise<() => Trial> {
  const dataset = await create(people(0, random))
  const fields = dataset.columns.map(({ name, type }) => ({ name, type }))
  let made = 0
  return () => {
    const first = ++made * 100
    const whole = Array.from({ length: 30 }, (_, index): Row => [first + index, `名${index}`, index % 3, null])
    const request = { dataset: dataset.name, fields, key: ['ID'], batch: `${dataset.name}-${made}` }
    return {
      access: 'write',
      whole,
      ask: async (session, _taken, options) => {
        const rows = whole.map((row) => [...row])
        await session.apply({ ...request, rows, mode: 'insert', onReject: 'abort' }, options)
      },
      there: async () => (await target.read(dataset)).filter(([id]) => Math.floor(Number(id) / 100) * 100 === first),
    }
  }
}

async function invokeTrials(context: CaseContext): Promise<(() => Trial) | undefined> {
  const prepared = await operation(context)
  if (prepared === undefined) return undefined
  const { dataset, call } = prepared
  let made = 0
  return () => {
    const id = ++made
    return {
      access: 'write',
      whole: [[id, '甲']],
      ask: async (session, _taken, options) => void (await session.invoke(call(id, '甲', `t${id}`), options)),
      there: async () => (await context.target.read(dataset)).filter((row) => row[0] === id),
    }
  }
}
