import { formatLogicalType } from '@berth/core'
import { expectEqual, expectThat } from '../../run/expect.ts'
import type { ConformanceCase } from '../case.ts'
import { describeAll } from '../read-all.ts'
import type { TargetDataset } from '../target.ts'
import { people } from './datasets.ts'

function commented(definition: Omit<TargetDataset, 'name'>): Omit<TargetDataset, 'name'> {
  const [first, ...others] = definition.columns
  return first === undefined ? definition : { ...definition, columns: [{ ...first, comment: '登记编号' }, ...others] }
}

/** What `describe` tells of a dataset. */
export const describeCases: readonly ConformanceCase[] = [
  {
    id: 'describe/columns-and-key',
    clause: 'CAP-2',
    needs: ['describe'],
    run: async ({ open, create, random, target }) => {
      const dataset = await create({ ...people(3, random), key: ['ID', 'order'] })
      const [described] = await describeAll((await open()).describe({ names: [dataset.name] }))
      const told = described?.columns.map(({ name, type, nullable }) => [name, formatLogicalType(type), nullable])
      const made = dataset.columns.map(({ name, type, nullable }) => [name, formatLogicalType(type), nullable])
      expectEqual(told, made, 'columns with type and nullability')
      expectEqual(described?.key, ['ID', 'order'], 'the key')
      expectEqual(described?.kind, target.kind ?? 'table', 'the kind')
      expectThat(described?.columns.every(({ nativeType }) => nativeType !== '') === true, 'a native type is empty')
    },
  },
  {
    id: 'describe/names',
    clause: 'CAP-2',
    needs: ['describe'],
    run: async ({ open, create, random }) => {
      const second = await create(people(1, random))
      const first = await create(people(1, random))
      await create(people(1, random))
      const session = await open()
      const names = [second.name, first.name]
      const some = await describeAll(session.describe({ names: [...names, 'KIT_NOT_THERE'] }))
      expectEqual(
        some.map(({ name }) => name),
        names.toSorted((left, right) => (left < right ? -1 : 1)),
        'the datasets asked for, in the order of their names',
      )
      const all = (await describeAll(session.describe({}))).map(({ name }) => name)
      expectThat(
        names.every((name) => all.includes(name)),
        'describe without names leaves datasets out',
      )
    },
  },
  {
    id: 'describe/comments',
    clause: 'CAP-2',
    needs: ['describe', 'describe.comments'],
    run: async ({ open, create, random }) => {
      const dataset = await create(commented(people(1, random)))
      const [described] = await describeAll((await open()).describe({ names: [dataset.name] }))
      expectEqual(
        described?.columns.map(({ comment }) => comment),
        ['登记编号', undefined, undefined, undefined],
        'comments',
      )
    },
  },
]
