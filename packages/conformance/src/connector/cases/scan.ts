import type { Row, RowBatch } from '@berth/core'
import { expectEqual, expectRows, expectSameRows, expectThat } from '../../run/expect.ts'
import type { ConformanceCase } from '../case.ts'
import { allColumns, readAll, rowsOf, scanRows } from '../read-all.ts'
import { people } from './datasets.ts'

function byId(rows: readonly Row[]): Row[] {
  return [...rows].sort((left, right) => Number(left[0]) - Number(right[0]))
}

function expectBatches(batches: readonly RowBatch[], most: number, cursors: boolean): void {
  for (const { rows, fields, cursor } of batches) {
    expectThat(rows.length > 0, 'a batch is empty')
    expectThat(rows.length <= most, `a batch has ${rows.length} rows, ${most} were asked for`)
    expectThat(fields === batches[0]?.fields, 'fields is not the same array for every batch')
    expectThat((cursor !== undefined) === cursors, cursors ? 'a batch has no cursor' : 'a cursor without a key')
  }
}

/** Reads of whole datasets. */
export const scanCases: readonly ConformanceCase[] = [
  {
    id: 'scan/every-row-once',
    clause: 'SCN-1',
    needs: ['scan'],
    run: async ({ open, create, random }) => {
      const dataset = await create(people(53, random))
      const session = await open()
      for (const batchRows of [1, 7, 53, 1000]) {
        const settings = { dataset: dataset.name, columns: allColumns(dataset), batchRows }
        const batches = await readAll(session.scan({ ...settings, key: ['ID'] }))
        expectRows(rowsOf(batches), byId(dataset.rows), `rows in key order, ${batchRows} at a time`)
        const resumable = session.manifest.capabilities.scan?.resume === true
        expectBatches(batches, batchRows, resumable)
      }
    },
  },
  {
    id: 'scan/without-key',
    clause: 'SCN-1',
    needs: ['scan'],
    run: async ({ open, create, random }) => {
      const twice = people(20, random).rows.map((row) => row.slice(1))
      const columns = people(0, random).columns.slice(1)
      const dataset = await create({ columns, key: [], rows: [...twice, ...twice] })
      const settings = { dataset: dataset.name, columns: allColumns(dataset), batchRows: 9 }
      const batches = await readAll((await open()).scan(settings))
      expectSameRows(rowsOf(batches), dataset.rows, 'rows of a dataset without a key')
      expectBatches(batches, 9, false)
    },
  },
  {
    id: 'scan/columns-asked-for',
    clause: 'SCN-1',
    needs: ['scan'],
    run: async ({ open, create, random }) => {
      const dataset = await create(people(12, random))
      const columns = [{ name: 'Remark' }, { name: '姓名' }]
      const batches = await readAll((await open()).scan({ dataset: dataset.name, columns, key: ['ID'], batchRows: 5 }))
      expectRows(
        rowsOf(batches),
        byId(dataset.rows).map((row) => [row[3] ?? null, row[1] ?? null]),
        'columns asked for, in their order, without the key',
      )
      expectEqual(
        batches[0]?.fields.map(({ name }) => name),
        ['Remark', '姓名'],
        'fields',
      )
    },
  },
  {
    id: 'scan/empty-dataset',
    clause: 'SCN-1',
    needs: ['scan'],
    run: async ({ open, create, random }) => {
      const dataset = await create(people(0, random))
      const settings = { dataset: dataset.name, columns: allColumns(dataset), key: ['ID'] }
      expectEqual(await readAll((await open()).scan(settings)), [], 'batches of an empty dataset')
    },
  },
  {
    id: 'scan/rows-belong-to-the-receiver',
    clause: 'SCN-1',
    needs: ['scan'],
    run: async ({ open, create, random }) => {
      const dataset = await create(people(10, random))
      const session = await open()
      const settings = { dataset: dataset.name, columns: allColumns(dataset), key: ['ID'], batchRows: 3 }
      for await (const { rows } of session.scan(settings)) for (const row of rows) row.fill(null)
      expectSameRows(
        await scanRows(session, dataset),
        dataset.rows,
        'rows after those of a first read were overwritten',
      )
    },
  },
]
