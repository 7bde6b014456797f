import type { ChangesSettings, Row } from '@berth/core'
import { expectEqual, expectRejects, expectRows, expectSameRows, expectThat } from '../../run/expect.ts'
import type { ConformanceCase } from '../case.ts'
import { readAll, rowsOf } from '../read-all.ts'
import type { TargetDataset } from '../target.ts'
import { versioned } from './datasets.ts'

const by = { kind: 'column' as const, column: 'VERSION', key: ['ID'] }

function settings(dataset: TargetDataset, batchRows: number): ChangesSettings {
  return { dataset: dataset.name, columns: [{ name: 'ID' }, { name: 'VERSION' }], by, batchRows }
}

function inOrder(rows: readonly Row[]): Row[] {
  return [...rows].sort((left, right) => Number(left[1]) - Number(right[1]) || Number(left[0]) - Number(right[0]))
}

/** Times that differ below the millisecond only. */
const closeTimes: readonly string[] = [
  '2024-06-01T12:00:00.1231',
  '2024-06-01T12:00:00.1232',
  '2024-06-01T12:00:00.1233',
  '2024-06-01T12:00:00.1234',
  '2024-06-01T12:00:00.1235',
]

/** Change detection by a column that grows. */
export const changeCases: readonly ConformanceCase[] = [
  {
    id: 'changes/ties',
    clause: 'CHG-1',
    needs: ['changes', 'changes.column'],
    run: async ({ open, create, random }) => {
      const dataset = await create(versioned(Array.from({ length: 40 }, () => random.below(4))))
      const session = await open()
      const batches = await readAll(session.changes(settings(dataset, 3)))
      expectRows(rowsOf(batches), inOrder(dataset.rows), 'all rows by version and key')
      expectThat(
        batches.every(({ rows }) => rows.length > 0 && rows.length <= 3),
        'a batch is empty or larger than asked for',
      )
      for (const [index, { cursor }] of batches.entries()) {
        const rest = rowsOf(await readAll(session.changes({ ...settings(dataset, 3), after: cursor })))
        const what = `rows behind the cursor of batch ${index + 1}, some with the change value that it ends in`
        expectRows(rest, rowsOf(batches.slice(index + 1)), what)
      }
    },
  },
  {
    id: 'changes/without-key',
    clause: 'CHG-1',
    needs: ['changes', 'changes.column'],
    run: async ({ open, create }) => {
      const dataset = await create(versioned([1, 1, 1]))
      const read = readAll(
        (await open()).changes({ ...settings(dataset, 2), by: { kind: 'column', column: 'VERSION', key: [] } }),
      )
      await expectRejects(read, ['KEY_MISSING'], 'changes with nothing to break ties, which a resume would lose')
    },
  },
  {
    id: 'changes/later',
    clause: 'CHG-1',
    needs: ['changes', 'changes.column'],
    run: async ({ open, create, target }) => {
      const dataset = await create(versioned([1, 1, 2, 3]))
      const session = await open()
      const first = await readAll(session.changes(settings(dataset, 10)))
      const after = first[first.length - 1]?.cursor ?? ''
      expectEqual(
        await readAll(session.changes({ ...settings(dataset, 10), after })),
        [],
        'changes when nothing changed',
      )
      await target.put(dataset, [
        [2, 4],
        [9, 3],
        [10, 5],
      ])
      const rest = rowsOf(await readAll(session.changes({ ...settings(dataset, 10), after })))
      expectRows(
        rest,
        [
          [9, 3],
          [2, 4],
          [10, 5],
        ],
        'what changed since',
      )
    },
  },
  {
    id: 'changes/overlap',
    clause: 'CHG-1',
    needs: ['changes', 'changes.column'],
    run: async ({ open, create, target }) => {
      const dataset = await create(versioned([10, 20, 30, 40]))
      const session = await open()
      const wide = { ...settings(dataset, 1), by: { ...by, overlap: 15 } }
      const first = await readAll(session.changes(wide))
      const after = first[first.length - 1]?.cursor ?? ''
      await target.put(dataset, [[9, 35]])
      const batches = await readAll(session.changes({ ...wide, after }))
      expectRows(
        rowsOf(batches),
        [
          [3, 30],
          [9, 35],
          [4, 40],
        ],
        'rows within the overlap, the late one among them',
      )
      for (const { cursor } of batches) {
        const again = rowsOf(await readAll(session.changes({ ...settings(dataset, 5), after: cursor })))
        expectRows(again, [], 'rows behind a cursor from within the overlap: it must not move back')
      }
    },
  },
  {
    id: 'changes/overlap-of-times',
    clause: 'CHG-1',
    needs: ['changes', 'changes.column'],
    run: async ({ open, create, target, note }) => {
      const type = { name: 'datetime' } as const
      const at = (second: number): string => `2024-02-29T23:59:${second}`
      if (!target.holds(type, at(10)))
        return note({ zh: '时间：目标存不下', en: 'times, which the target cannot hold' })
      const columns = [
        { name: 'ID', type: { name: 'integer' as const }, nullable: false },
        { name: 'VERSION', type, nullable: true },
      ]
      const rows = [10, 20, 30].map((second): Row => [second, at(second)])
      const dataset = await create({ columns, key: ['ID'], rows })
      const session = await open()
      const wide = { ...settings(dataset, 9), by: { ...by, overlap: 15_000 } }
      const after = (await readAll(session.changes(wide))).at(-1)?.cursor ?? ''
      await target.put(dataset, [
        [16, at(16)],
        [11, at(11)],
      ])
      const again = rowsOf(await readAll(session.changes({ ...wide, after })))
      const expected = [16, 20, 30].map((second): Row => [second, at(second)])
      expectRows(again, expected, 'rows of the last 15 seconds, the late one among them')
    },
  },
  {
    id: 'changes/null',
    clause: 'CHG-1',
    needs: ['changes', 'changes.column'],
    run: async ({ open, create }) => {
      const dataset = await create(versioned([null, 1, null, null, 2, 1]))
      const session = await open()
      const batches = await readAll(session.changes(settings(dataset, 2)))
      expectSameRows(rowsOf(batches), dataset.rows, 'all rows, those without a version among them')
      for (const [index, { cursor }] of batches.entries()) {
        const rest = rowsOf(await readAll(session.changes({ ...settings(dataset, 2), after: cursor })))
        expectRows(rest, rowsOf(batches.slice(index + 1)), `rows behind the cursor of batch ${index + 1}`)
      }
    },
  },
  {
    id: 'changes/below-the-millisecond',
    clause: 'CHG-1',
    needs: ['changes', 'changes.column'],
    run: async ({ open, create, target, note }) => {
      const type = { name: 'datetime' } as const
      const times = closeTimes.filter((time) => target.holds(type, time))
      if (times.length === 0)
        return note({
          zh: '毫秒以下的时间：目标存不下',
          en: 'times below the millisecond, which the target cannot hold',
        })
      const columns = [
        { name: 'ID', type: { name: 'integer' as const }, nullable: false },
        { name: 'VERSION', type, nullable: true },
      ]
      const rows = times.map((time, index): Row => [times.length - index, time])
      const dataset = await create({ columns, key: ['ID'], rows })
      const session = await open()
      const batches = await readAll(session.changes(settings(dataset, 1)))
      expectRows(rowsOf(batches), rows, 'rows in the order of times that differ below the millisecond')
      for (const [index, { cursor }] of batches.entries()) {
        const rest = rowsOf(await readAll(session.changes({ ...settings(dataset, 9), after: cursor })))
        expectRows(
          rest,
          rows.slice(index + 1),
          `rows behind the cursor of batch ${index + 1}, at times that differ below the millisecond`,
        )
      }
    },
  },
  {
    id: 'changes/ends-while-written-to',
    clause: 'CHG-1',
    needs: ['changes', 'changes.column'],
    run: async ({ open, create, target }) => {
      const dataset = await create(versioned([1, 2, 3, 4, 5, 6]))
      const session = await open()
      let id = 100
      const seen: Row[] = []
      let after = ''
      for await (const { rows, cursor } of session.changes(settings(dataset, 2))) {
        seen.push(...rows)
        after = cursor
        expectThat(id < 120, 'the read goes on as long as rows are written')
        await target.put(dataset, [[++id, id]])
      }
      expectRows(seen, dataset.rows, 'the rows that were there when the read began')
      const rest = rowsOf(await readAll(session.changes({ ...settings(dataset, 9), after })))
      expectRows(
        rest,
        [
          [101, 101],
          [102, 102],
          [103, 103],
        ],
        'the rows written meanwhile',
      )
    },
  },
]
