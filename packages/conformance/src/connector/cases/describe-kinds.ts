import { formatLogicalType } from '@berth/core'
import { expectEqual, expectSameRows, expectThat } from '../../run/expect.ts'
import type { CaseContext, ConformanceCase } from '../case.ts'
import { describeAll, scanRows } from '../read-all.ts'
import type { TargetDataset } from '../target.ts'
import { people } from './datasets.ts'
import { operation } from './invoke.ts'

/** Fails unless the other name is told with the columns of the dataset, and read where there are scans. */
async function expectAlias(context: CaseContext, dataset: TargetDataset, name: string, kind: string): Promise<void> {
  const session = await context.open()
  const [told, ...more] = await describeAll(session.describe({ names: [name] }))
  expectEqual([told?.name, told?.kind, more.length], [name, kind, 0], `what is told of a ${kind}`)
  expectEqual(
    told?.columns.map((column) => [column.name, formatLogicalType(column.type)]),
    dataset.columns.map((column) => [column.name, formatLogicalType(column.type)]),
    `the columns of a ${kind}`,
  )
  const all = await describeAll(session.describe({}))
  expectThat(all.filter((each) => each.name === name).length === 1, `a ${kind} is not told among all datasets, once`)
  if (session.manifest.capabilities.scan === undefined) return
  expectSameRows(await scanRows(session, { ...dataset, name }), dataset.rows, `rows read through a ${kind}`)
}

/** What `describe` tells of other things than tables. */
export const describeKindCases: readonly ConformanceCase[] = [
  {
    id: 'describe/view',
    clause: 'CAP-2',
    needs: ['describe'],
    run: async (context) => {
      const { target, create, random, atEnd, freshName, note } = context
      if (target.createView === undefined) return note({ zh: '视图', en: 'views' })
      const dataset = await create(people(7, random))
      const name = `${freshName()}_V`
      atEnd(await target.createView(dataset, name))
      await expectAlias(context, { ...dataset, key: [] }, name, 'view')
    },
  },
  {
    id: 'describe/synonym',
    clause: 'CAP-2',
    needs: ['describe'],
    run: async (context) => {
      const { target, create, random, atEnd, freshName, note } = context
      if (target.createSynonym === undefined) return note({ zh: '同义词', en: 'synonyms' })
      const dataset = await create(people(7, random))
      const name = `${freshName()}_S`
      atEnd(await target.createSynonym(dataset, name))
      await expectAlias(context, { ...dataset, key: [] }, name, 'synonym')
    },
  },
  {
    id: 'describe/procedures',
    clause: 'CAP-2',
    needs: ['describe', 'describe.procedures'],
    run: async (context) => {
      const made = await operation(context)
      if (made === undefined) return
      const { name, parameters, output } = made.procedure
      const session = await context.open()
      for (const names of [[name], undefined]) {
        const all = await describeAll(session.describe(names === undefined ? {} : { names }))
        const told = all.filter((each) => each.name === name)
        expectEqual(
          told.map((each) => [each.kind, each.key, each.parameters?.map((parameter) => parameter.name)]),
          [['procedure', [], parameters.map((parameter) => parameter.name)]],
          'what is told of a procedure',
        )
        const answered = told[0]?.columns.map((column) => column.name) ?? []
        expectThat(
          output.every((field) => answered.includes(field.name)),
          'what a procedure answers with is not told',
        )
        const types = told[0]?.parameters?.map(({ type }) => formatLogicalType(type))
        expectEqual(
          types,
          parameters.map(({ type }) => formatLogicalType(type)),
          'the types of the parameters',
        )
      }
    },
  },
  {
    id: 'describe/without-key',
    clause: 'CAP-2',
    needs: ['describe'],
    run: async ({ open, create, random, target }) => {
      const dataset = await create({ ...people(3, random), key: [] })
      const [told] = await describeAll((await open()).describe({ names: [dataset.name] }))
      expectEqual(
        [told?.kind, told?.key, told?.columns.length],
        [target.kind ?? 'table', [], 4],
        'what is told of a dataset without a key',
      )
    },
  },
  {
    id: 'describe/row-counts',
    clause: 'CAP-2',
    needs: ['describe', 'describe.rowCounts'],
    run: async ({ open, create, random, target, note }) => {
      const dataset = await create(people(9, random))
      const empty = await create(people(0, random))
      const all = await describeAll((await open()).describe({}))
      const counts = all.map(({ rowCount }) => rowCount).filter((count) => count !== undefined)
      expectThat(
        counts.every((count) => Number.isSafeInteger(count) && count >= 0),
        'a number of rows is no whole number from 0',
      )
      if (counts.length === 0)
        note({ zh: '行数：系统尚未统计', en: 'numbers of rows, of which the system keeps none yet' })
      expectSameRows(await target.read(dataset), dataset.rows, 'the dataset afterwards')
      expectSameRows(await target.read(empty), [], 'the empty dataset afterwards')
    },
  },
  {
    id: 'describe/asks',
    clause: 'CAP-2',
    needs: ['describe', 'describe.asks'],
    run: async ({ connector }) => {
      const asks = connector.manifest.capabilities.describe?.asks ?? []
      expectThat(asks.length > 0, 'asks is declared and empty')
      expectThat(
        asks.every((ask) => ask.trim() !== '' && ask.isWellFormed()),
        'an empty text is among asks',
      )
      expectEqual(new Set(asks).size, asks.length, 'different texts among asks')
    },
  },
]
