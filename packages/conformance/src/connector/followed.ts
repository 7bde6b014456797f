import type { ChangeBatch, ChangeLog, ChangeOutbox, ChangesSettings, ConnectorSession, Row } from '@berth/core'
import { expectThat } from '../run/expect.ts'
import type { CaseContext } from './case.ts'
import { allColumns, readAll } from './read-all.ts'
import { Replica } from './replica.ts'
import type { TargetDataset } from './target.ts'

/** The ways of following changes that somebody has to prepare in the system. */
export type NotedKind = 'log' | 'outbox'

/** A dataset whose changes the system notes from now on. */
export interface Followed {
  readonly dataset: TargetDataset
  readonly by: ChangeLog | ChangeOutbox
  /** A read of all columns, behind a cursor if there is one. */
  changes(session: ConnectorSession, batchRows: number, after?: string): AsyncIterable<ChangeBatch>
  read(session: ConnectorSession, batchRows: number, after?: string): Promise<ChangeBatch[]>
  settings(batchRows: number, after?: string): ChangesSettings
  replica(): Replica
}

/**
 * Makes a dataset and has its changes noted, by the script that the connector writes. Undefined, and noted, where the
 * target runs no scripts.
 */
export async function follow(
  context: CaseContext,
  kind: NotedKind,
  definition: Omit<TargetDataset, 'name'>,
): Promise<Followed | undefined> {
  const { target, open, create, freshName, atEnd, note } = context
  const { runScript } = target
  if (runScript === undefined) {
    note({ zh: `按 ${kind} 取变更：目标不运行脚本`, en: `changes by ${kind}: the target runs no scripts` })
    return undefined
  }
  const entries = { name: `${freshName()}_C`, columns: [], key: [], rows: [] }
  let prepared = false
  // The triggers of the dataset fill the entries: it is dropped first.
  if (kind === 'outbox') atEnd(async () => void (prepared && (await target.drop(entries))))
  const dataset = await create(definition)
  const { key } = dataset
  const name = target.logName?.(dataset.name)
  const log = { kind: 'log' as const, key, ...(name === undefined ? {} : { name }) }
  const by = kind === 'log' ? log : { kind, key, dataset: entries.name }
  await using preparing = await open()
  await runScript.call(target, await preparing.prepareChanges({ dataset: dataset.name, by }))
  prepared = true
  const settings = (batchRows: number, after?: string): ChangesSettings => {
    const request = { dataset: dataset.name, columns: allColumns(dataset), by, batchRows }
    return after === undefined ? request : { ...request, after }
  }
  return {
    dataset,
    by,
    settings,
    changes: (session, batchRows, after) => session.changes(settings(batchRows, after)),
    read: async (session, batchRows, after) => {
      const batches = await readAll(session.changes(settings(batchRows, after)))
      const one = batches.every(({ fields }) => fields === batches[0]?.fields)
      expectThat(one, 'fields is not the same array for every batch of a read of changes')
      return batches
    },
    replica: () => new Replica(key.map((column) => dataset.columns.findIndex((each) => each.name === column))),
  }
}

/** Where the read goes on behind the last of these batches. */
export function endOf(batches: readonly ChangeBatch[]): string {
  return batches.at(-1)?.cursor ?? ''
}

/** Marriages of persons who do not exist: a key of a text and a number, in the midst of other columns. */
export function registered(numbers: readonly number[]): Omit<TargetDataset, 'name'> {
  return {
    columns: [
      { name: 'NAME', type: { name: 'text', maxLength: 40 }, nullable: false },
      { name: 'AREA', type: { name: 'text', maxLength: 20 }, nullable: false },
      { name: '备注', type: { name: 'text', maxLength: 40 }, nullable: true },
      { name: 'NUMBER', type: { name: 'integer' }, nullable: false },
    ],
    key: ['NUMBER', 'AREA'],
    rows: numbers.map((number) => registeredRow(number, '甲')),
  }
}

/** The row of a number, with this name in it. */
export function registeredRow(number: number, name: string): Row {
  return [name, `区${number % 3}`, number % 2 === 0 ? null : `备注${number}`, number]
}

/** Its key. */
export function registeredKey(number: number): Row {
  return [number, `区${number % 3}`]
}
