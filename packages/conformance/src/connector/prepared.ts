import { type ApplyRequest, type ApplyResult, BerthError, type Row } from '@berth/core'
import type { CaseContext } from './case.ts'
import { people } from './cases/datasets.ts'
import type { TargetDataset } from './target.ts'

/** A dataset to write to. */
export interface Prepared {
  readonly dataset: TargetDataset
  /** Applies in a session of its own, which is closed afterwards. */
  apply(change: Partial<ApplyRequest>, signal?: AbortSignal): Promise<ApplyResult>
}

/** A dataset with some rows, and how to apply more to it. */
export async function prepared(
  { open, create, random }: CaseContext,
  rows: readonly Row[],
  definition: Omit<TargetDataset, 'name'> = people(0, random),
): Promise<Prepared> {
  const dataset = await create({ ...definition, rows })
  const { name, columns, key } = dataset
  const fields = columns.map((column) => ({ name: column.name, type: column.type }))
  const request = { dataset: name, fields, key, rows: [], mode: 'insert', batch: name, onReject: 'abort' } as const
  const apply: Prepared['apply'] = async (change, signal) => {
    await using session = await open('write')
    return await session.apply({ ...request, ...change }, signal === undefined ? {} : { signal })
  }
  return { dataset, apply }
}

/** Tries again while the system is busy ending what was aborted. */
export async function whenFree<Result>(call: () => Promise<Result>): Promise<Result> {
  const until = Date.now() + 10_000
  while (true) {
    try {
      return await call()
    } catch (error) {
      if (!BerthError.is(error) || error.action !== 'retry' || Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
