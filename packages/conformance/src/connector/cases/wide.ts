import { formatLogicalType, type Row } from '@berth/core'
import { expectEqual, expectRows, expectThat, rowText } from '../../run/expect.ts'
import type { CaseContext, ConformanceCase } from '../case.ts'
import { allColumns, describeAll, scanRows } from '../read-all.ts'
import type { Target, TargetColumn, TargetDataset } from '../target.ts'

const columnCount = 300
const rowCount = 30

/** A dataset of 300 columns, as registers that grew for thirty years have them. */
function wide(): Omit<TargetDataset, 'name'> {
  const columns = Array.from({ length: columnCount }, (_, index): TargetColumn => {
    const type = index % 3 === 0 ? { name: 'integer' as const } : { name: 'text' as const, maxLength: 12 }
    return { name: index === 0 ? 'ID' : `项目_${index}`, type, nullable: index > 0 }
  })
  const rows = Array.from(
    { length: rowCount },
    (_, id): Row =>
      columns.map(({ type }, index) => {
        if (index === 0) return id
        if ((index + id) % 7 === 0) return null
        return type.name === 'integer' ? index * 1000 + id : `值${index}.${id}`
      }),
  )
  return { columns, key: ['ID'], rows }
}

/** The rows read past the connector a few columns at a time: few client tools print 300. */
async function readInSlices(target: Target, dataset: TargetDataset): Promise<Row[]> {
  const rows: Map<unknown, Row> = new Map()
  const size = 15
  for (let start = 1; start < columnCount; start += size) {
    const columns = [...dataset.columns.slice(0, 1), ...dataset.columns.slice(start, start + size)]
    for (const [id = null, ...cells] of await target.read({ ...dataset, columns }))
      rows.set(id, [...(rows.get(id) ?? [id]), ...cells])
  }
  return [...rows.values()].sort((left, right) => Number(left[0]) - Number(right[0]))
}

function wideCase(
  id: string,
  clause: string,
  need: 'describe' | 'scan' | 'lookup',
  run: (context: CaseContext, dataset: TargetDataset) => Promise<void>,
): ConformanceCase {
  return { id, clause, needs: [need], run: async (context) => await run(context, await context.create(wide())) }
}

/** Datasets of very many columns. */
export const wideCases: readonly ConformanceCase[] = [
  wideCase('describe/wide', 'CAP-2', 'describe', async ({ open }, dataset) => {
    const [told] = await describeAll((await open()).describe({ names: [dataset.name] }))
    const columns = (of: readonly Pick<TargetColumn, 'name' | 'type'>[]): string[] =>
      of.map(({ name, type }) => `${name} ${formatLogicalType(type)}`)
    expectEqual(columns(told?.columns ?? []), columns(dataset.columns), `${columnCount} columns`)
  }),
  wideCase('scan/wide', 'SCN-1', 'scan', async ({ open }, dataset) => {
    expectRows(await scanRows(await open(), dataset, { batchRows: 7 }), dataset.rows, `rows of ${columnCount} columns`)
  }),
  wideCase('lookup/wide', 'LKP-4', 'lookup', async ({ open }, dataset) => {
    const request = { dataset: dataset.name, columns: allColumns(dataset), by: ['ID'], limit: 2 }
    const { answers } = await (await open()).lookup({ ...request, keys: dataset.rows.map((row) => row.slice(0, 1)) })
    expectEqual(
      answers.map(({ rows }) => rows.map(rowText)),
      dataset.rows.map((row) => [rowText(row)]),
      `rows of ${columnCount} columns`,
    )
  }),
  {
    id: 'apply/wide',
    clause: 'APL-1',
    needs: ['apply'],
    run: async ({ create, open, target }) => {
      const definition = wide()
      const dataset = await create({ ...definition, rows: definition.rows.slice(0, 1) })
      const session = await open('write')
      const fields = dataset.columns.map(({ name, type }) => ({ name, type }))
      const rows = definition.rows.slice(1).map((row) => [...row])
      const request = { dataset: dataset.name, fields, rows, key: ['ID'], batch: dataset.name }
      const { applied } = await session.apply({ ...request, mode: 'insert', onReject: 'abort' })
      expectThat(applied === rows.length, `${applied} of ${rows.length} rows of ${columnCount} columns were written`)
      expectRows(await readInSlices(target, dataset), definition.rows, `rows of ${columnCount} columns`)
    },
  },
]
