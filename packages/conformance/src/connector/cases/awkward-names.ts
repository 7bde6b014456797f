import type { Row } from '@berth/core'
import { awkwardColumns, awkwardDatasets } from '../../corpus/awkward-names.ts'
import { expectEqual, expectRows, expectSameRows } from '../../run/expect.ts'
import { type CaseContext, type ConformanceCase, declares } from '../case.ts'
import { allColumns, describeAll, readAll, rowsOf, scanRows } from '../read-all.ts'
import type { TargetDataset } from '../target.ts'

const text = { name: 'text' as const, maxLength: 20 }

/** A dataset with all the column names that the target can give, and one for each name that a dataset can have. */
async function* awkward({ target, create, note }: CaseContext): AsyncIterable<TargetDataset> {
  const names = awkwardDatasets.filter((name) => target.holdsName?.(name, 'dataset') === true)
  const columns = awkwardColumns.filter((name) => target.holdsName?.(name, 'column') === true)
  const all = awkwardDatasets.length + awkwardColumns.length
  const left = all - names.length - columns.length
  if (left > 0)
    note({
      zh: `${all} 个名称中的 ${left} 个：目标无法使用`,
      en: `${left} of ${all} names, which the target cannot give`,
    })
  const [key, ...others] = columns
  if (key === undefined) return
  const rows = [1, 2, 3].map((id): Row => [`k${id}`, ...others.map((_, index) => `${index}.${id}`)])
  const definition = (some: readonly string[]): Omit<TargetDataset, 'name'> => ({
    columns: [key, ...some].map((name, at) => ({ name, type: text, nullable: at > 0 })),
    key: [key],
    rows: rows.map((row) => row.slice(0, some.length + 1)),
  })
  yield await create(definition(others))
  for (const [index, name] of names.entries())
    yield await create({ ...definition(others.slice(index, index + 2)), name })
}

function awkwardCase(
  id: string,
  clause: string,
  need: 'describe' | 'scan' | 'lookup' | 'apply',
  run: (context: CaseContext, dataset: TargetDataset) => Promise<void>,
): ConformanceCase {
  return {
    id,
    clause,
    needs: [need],
    run: async (context) => {
      for await (const dataset of awkward(context)) await run(context, dataset)
    },
  }
}

/** Names with blanks, quotes, Chinese and reserved words. */
export const awkwardNameCases: readonly ConformanceCase[] = [
  awkwardCase('describe/awkward-names', 'CAP-2', 'describe', async ({ open }, { name, columns, key }) => {
    await using session = await open()
    const told = await describeAll(session.describe({ names: [name] }))
    expectEqual(
      told.map((each) => [each.name, each.columns.map((column) => column.name), each.key]),
      [[name, columns.map((column) => column.name), key]],
      'what is told of a dataset by its name',
    )
  }),
  awkwardCase('scan/awkward-names', 'LKP-1', 'scan', async ({ open }, dataset) => {
    await using session = await open()
    expectRows(await scanRows(session, dataset), dataset.rows, `rows of ${dataset.name}`)
    if (!declares(session.manifest.capabilities, 'scan.resume')) return
    const request = { dataset: dataset.name, columns: allColumns(dataset), key: dataset.key, batchRows: 2 }
    const [first] = await readAll(session.scan(request))
    const rest = rowsOf(await readAll(session.scan({ ...request, after: first?.cursor ?? '' })))
    expectRows(rest, dataset.rows.slice(2), `rows of ${dataset.name} behind a cursor`)
  }),
  awkwardCase('lookup/awkward-names', 'LKP-1', 'lookup', async ({ open }, dataset) => {
    await using session = await open()
    const by = dataset.columns.slice(0, 3).map(({ name }) => name)
    const keys = [...dataset.rows, dataset.rows[0] ?? [], ['?', ':1', '$1']].map((row) => row.slice(0, by.length))
    const request = { dataset: dataset.name, columns: allColumns(dataset), by, keys, limit: 5 }
    const { answers } = await session.lookup({ ...request, orderBy: by })
    const rows = answers.flatMap((answer) => answer.rows)
    expectRows(rows, [...dataset.rows, ...dataset.rows.slice(0, 1)], `rows of ${dataset.name} by key`)
  }),
  awkwardCase('apply/awkward-names', 'LKP-1', 'apply', async ({ open, target, freshName }, dataset) => {
    await using session = await open('write')
    const { name, columns, key, rows } = dataset
    const fields = columns.map((column) => ({ name: column.name, type: column.type }))
    const added = columns.map((_, index) => `新${index}`)
    const write = { dataset: name, fields, key, onReject: 'abort' } as const
    await session.apply({ ...write, rows: [[...added]], mode: 'insert', batch: freshName() })
    expectSameRows(await target.read(dataset), [...rows, added], `rows of ${name}`)
    const can = session.manifest.capabilities.apply
    if (can?.upsert !== true) return
    const changed = columns.map((_, index) => (index === 0 ? '新0' : `改${index}`))
    const deletes = can.deletes === true ? { deletes: [['k1']] } : {}
    await session.apply({ ...write, rows: [[...changed]], mode: 'upsert', batch: freshName(), ...deletes })
    const left = can.deletes === true ? rows.slice(1) : rows
    expectSameRows(await target.read(dataset), [...left, changed], `rows of ${name} after an upsert`)
  }),
]
