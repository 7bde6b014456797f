import type { ConnectorSession, Row } from '@berth/core'
import { damagedCursors } from '../../corpus/damaged-cursors.ts'
import { expectRejects, expectRows, expectThat } from '../../run/expect.ts'
import type { CaseContext, ConformanceCase } from '../case.ts'
import { allColumns, readAll, rowsOf, scanRows } from '../read-all.ts'
import type { TargetDataset } from '../target.ts'
import { people, versioned } from './datasets.ts'

/** A dataset with a key of two columns, the first with few values. */
function compound(): Omit<TargetDataset, 'name'> {
  const rows = Array.from({ length: 24 }, (_, index): Row => [`区${index % 3}`, index, `备注${index}`])
  return {
    columns: [
      { name: 'AREA', type: { name: 'text', maxLength: 10 }, nullable: false },
      { name: 'NUMBER', type: { name: 'integer' }, nullable: false },
      { name: 'Remark', type: { name: 'text', maxLength: 40 }, nullable: true },
    ],
    key: ['AREA', 'NUMBER'],
    rows,
  }
}

async function resumeEverywhere({ open }: CaseContext, dataset: TargetDataset): Promise<void> {
  const session: ConnectorSession = await open()
  const again = await open()
  const settings = { dataset: dataset.name, columns: allColumns(dataset), key: dataset.key, batchRows: 5 }
  const batches = await readAll(session.scan(settings))
  expectThat(batches.length > 3, 'the read has too few batches to resume')
  for (const [index, { cursor }] of batches.entries()) {
    const after = JSON.parse(JSON.stringify({ cursor })).cursor as string
    const rest = rowsOf(await readAll(again.scan({ ...settings, after, batchRows: 3 })))
    expectRows(rest, rowsOf(batches.slice(index + 1)), `rows behind the cursor of batch ${index + 1}`)
  }
}

/** Cursors of scans and of changes. */
export const cursorCases: readonly ConformanceCase[] = [
  {
    id: 'cursor/resume-everywhere',
    clause: 'CUR-1',
    needs: ['scan', 'scan.resume'],
    run: async (context) => {
      const { create, random } = context
      await resumeEverywhere(context, await create(people(31, random)))
      await resumeEverywhere(context, await create(compound()))
    },
  },
  {
    id: 'cursor/row-deleted',
    clause: 'CUR-1',
    needs: ['scan', 'scan.resume'],
    run: async ({ open, create, target, random }) => {
      const dataset = await create(people(12, random))
      const session = await open()
      const settings = { dataset: dataset.name, columns: [{ name: 'ID' }], key: ['ID'], batchRows: 5 }
      const [first] = await readAll(session.scan(settings))
      await target.remove(dataset, [[5], [6]])
      const after = first?.cursor ?? ''
      const rest = rowsOf(await readAll(session.scan({ ...settings, after })))
      expectRows(rest, [[7], [8], [9], [10], [11], [12]], 'rows behind a cursor whose row was deleted')
    },
  },
  {
    id: 'cursor/damaged-scan',
    clause: 'CUR-2',
    needs: ['scan', 'scan.resume'],
    run: async ({ open, create, random }) => {
      const dataset = await create(people(9, random))
      const session = await open()
      const settings = { dataset: dataset.name, columns: [{ name: 'ID' }], key: ['ID'], batchRows: 3 }
      const [first] = await readAll(session.scan(settings))
      for (const after of damagedCursors(first?.cursor ?? '')) {
        const read = readAll(session.scan({ ...settings, after }))
        await expectRejects(read, ['CURSOR_INVALID', 'CURSOR_FOREIGN'], `a scan behind the damaged cursor ${after}`)
      }
    },
  },
  {
    id: 'cursor/foreign-scan',
    clause: 'CUR-2',
    needs: ['scan', 'scan.resume'],
    run: async ({ open, create, random }) => {
      const first = await create(people(9, random))
      const second = await create(people(9, random))
      const session = await open()
      const settings = { columns: [{ name: 'ID' }], key: ['ID'], batchRows: 3 }
      const [batch] = await readAll(session.scan({ ...settings, dataset: first.name }))
      const after = batch?.cursor ?? ''
      const other = readAll(session.scan({ ...settings, dataset: second.name, after }))
      await expectRejects(other, ['CURSOR_FOREIGN'], 'a scan behind a cursor of another dataset')
      const otherKey = readAll(session.scan({ ...settings, dataset: first.name, key: ['order', 'ID'], after }))
      await expectRejects(otherKey, ['CURSOR_FOREIGN'], 'a scan behind a cursor of another key')
    },
  },
  {
    id: 'cursor/without-key',
    clause: 'CUR-2',
    needs: ['scan', 'scan.resume'],
    run: async ({ open, create, random }) => {
      const dataset = await create(people(9, random))
      const session = await open()
      const settings = { dataset: dataset.name, columns: [{ name: 'ID' }], batchRows: 3 }
      const [first] = await readAll(session.scan({ ...settings, key: ['ID'] }))
      const read = readAll(session.scan({ ...settings, after: first?.cursor ?? '' }))
      await expectRejects(read, ['KEY_MISSING', 'CURSOR_FOREIGN'], 'a scan without a key behind a cursor')
    },
  },
  {
    id: 'cursor/more-columns',
    clause: 'CUR-2',
    needs: ['scan', 'scan.resume'],
    run: async ({ open, create, random }) => {
      const dataset = await create(people(9, random))
      const session = await open()
      const settings = { dataset: dataset.name, key: ['ID'], batchRows: 4 }
      const [first] = await readAll(session.scan({ ...settings, columns: [{ name: 'ID' }] }))
      const rest = await scanRows(session, dataset, { after: first?.cursor ?? '', batchRows: 4 })
      expectThat(rest.length === 5, `a cursor taken before a column was added gives ${rest.length} rows of 5`)
    },
  },
  {
    id: 'cursor/damaged-changes',
    clause: 'CUR-2',
    needs: ['changes', 'changes.column'],
    run: async ({ open, create }) => {
      const dataset = await create(versioned([1, 2, 3, 4, 5]))
      const other = await create(versioned([1, 2, 3]))
      const session = await open()
      const by = { kind: 'column' as const, column: 'VERSION', key: ['ID'] }
      const settings = { columns: [{ name: 'ID' }], by, batchRows: 2 }
      const [first] = await readAll(session.changes({ ...settings, dataset: dataset.name }))
      for (const after of damagedCursors(first?.cursor ?? '')) {
        const read = readAll(session.changes({ ...settings, dataset: dataset.name, after }))
        await expectRejects(read, ['CURSOR_INVALID', 'CURSOR_FOREIGN'], `changes behind the damaged cursor ${after}`)
      }
      const foreign = readAll(session.changes({ ...settings, dataset: other.name, after: first?.cursor ?? '' }))
      await expectRejects(foreign, ['CURSOR_FOREIGN'], 'changes behind a cursor of another dataset')
    },
  },
]
