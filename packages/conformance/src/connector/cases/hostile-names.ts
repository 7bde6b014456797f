import type { ErrorCode } from '@berth/core'
import { hostileNames } from '../../corpus/hostile-names.ts'
import { expectEqual, expectRejects, expectSameRows } from '../../run/expect.ts'
import type { CaseContext, ConformanceCase, Need } from '../case.ts'
import { declares } from '../case.ts'
import { describeAll, readAll } from '../read-all.ts'
import type { TargetDataset } from '../target.ts'
import { versioned } from './datasets.ts'

/** A call with one name put into it, and the code that refuses it. */
type Call = readonly [what: string, code: ErrorCode, make: (name: string) => Promise<unknown>]

/** Every name in every place where a name stands; nothing may come of it, and the session is sound afterwards. */
function hostileCase(
  subject: string,
  needs: readonly Need[],
  calls: (context: CaseContext, dataset: TargetDataset) => Promise<readonly Call[]>,
): ConformanceCase {
  return {
    id: `${subject}/hostile-names`,
    clause: 'LKP-1',
    needs,
    run: async (context) => {
      const dataset = await context.create(versioned([1, 2, 3]))
      for (const [what, code, make] of await calls(context, dataset)) {
        for (const name of hostileNames) await expectRejects(make(name), [code], `${what} ${JSON.stringify(name)}`)
      }
      expectSameRows(await context.target.read(dataset), dataset.rows, 'the dataset afterwards')
    },
  }
}

const columns = [{ name: 'ID' }]

/** Names that are nobody's, in every place of a request. */
export const hostileNameCases: readonly ConformanceCase[] = [
  hostileCase('lookup', ['lookup'], async ({ open }, { name: dataset }) => {
    const session = await open()
    const good = { dataset, columns, by: ['ID'], keys: [[1]], limit: 1 }
    return [
      ['the dataset', 'DATASET_UNKNOWN', (name) => session.lookup({ ...good, dataset: name })],
      ['the column', 'COLUMN_UNKNOWN', (name) => session.lookup({ ...good, columns: [{ name }] })],
      ['the column to compare', 'COLUMN_UNKNOWN', (name) => session.lookup({ ...good, by: [name] })],
      ['the column to order by', 'COLUMN_UNKNOWN', (name) => session.lookup({ ...good, orderBy: [name] })],
    ]
  }),
  hostileCase('scan', ['scan'], async ({ open }, { name: dataset }) => {
    const session = await open()
    const good = { dataset, columns, key: ['ID'] }
    return [
      ['the dataset', 'DATASET_UNKNOWN', (name) => readAll(session.scan({ ...good, dataset: name }))],
      ['the column', 'COLUMN_UNKNOWN', (name) => readAll(session.scan({ ...good, columns: [{ name }] }))],
      ['the key', 'COLUMN_UNKNOWN', (name) => readAll(session.scan({ ...good, key: ['ID', name] }))],
    ]
  }),
  hostileCase('changes', ['changes', 'changes.column'], async ({ open }, { name: dataset }) => {
    const session = await open()
    const by = { kind: 'column' as const, column: 'VERSION', key: ['ID'] }
    const good = { dataset, columns, by }
    return [
      ['the dataset', 'DATASET_UNKNOWN', (name) => readAll(session.changes({ ...good, dataset: name }))],
      ['the column', 'COLUMN_UNKNOWN', (name) => readAll(session.changes({ ...good, columns: [{ name }] }))],
      [
        'the change column',
        'COLUMN_UNKNOWN',
        (name) => readAll(session.changes({ ...good, by: { ...by, column: name } })),
      ],
      ['the key', 'COLUMN_UNKNOWN', (name) => readAll(session.changes({ ...good, by: { ...by, key: ['ID', name] } }))],
    ]
  }),
  hostileCase('apply', ['apply'], async ({ open, freshName, connector }, { name: dataset }) => {
    const session = await open('write')
    const field = { name: 'ID', type: { name: 'integer' as const } }
    const upsert = declares(connector.manifest.capabilities, 'apply.upsert')
    const mode = upsert ? ('upsert' as const) : ('insert' as const)
    const good = { dataset, fields: [field], rows: [[9]], key: ['ID'], mode, onReject: 'skip' as const }
    const batch = (): { readonly batch: string } => ({ batch: freshName() })
    return [
      ['the dataset', 'DATASET_UNKNOWN', (name) => session.apply({ ...good, ...batch(), dataset: name })],
      [
        'the column',
        'COLUMN_UNKNOWN',
        (name) => session.apply({ ...good, ...batch(), fields: [{ ...field, name }], key: ['ID'] }),
      ],
      ['the key', 'COLUMN_UNKNOWN', (name) => session.apply({ ...good, ...batch(), key: [name] })],
    ]
  }),
  {
    id: 'describe/hostile-names',
    clause: 'LKP-1',
    needs: ['describe'],
    run: async ({ open, create, target }) => {
      const dataset = await create(versioned([1, 2, 3]))
      const session = await open()
      for (const name of hostileNames)
        expectEqual(await describeAll(session.describe({ names: [name] })), [], `datasets of the name ${name}`)
      const [told] = await describeAll(session.describe({ names: [...hostileNames, dataset.name] }))
      expectEqual(told?.name, dataset.name, 'the dataset whose name stands among hostile ones')
      expectSameRows(await target.read(dataset), dataset.rows, 'the dataset afterwards')
    },
  },
]
