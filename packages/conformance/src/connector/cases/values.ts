import { formatLogicalType } from '@berth/core'
import { expectSameRows, expectThat } from '../../run/expect.ts'
import type { ConformanceCase } from '../case.ts'
import { edgeDatasets } from '../edge-datasets.ts'
import { scanRows } from '../read-all.ts'

/** The edge corpus, read and written. */
export const valueCases: readonly ConformanceCase[] = [
  {
    id: 'values/read',
    clause: 'TYP-1',
    needs: ['scan'],
    run: async (context) => {
      const definitions = edgeDatasets(context)
      expectThat(definitions.length >= 3, 'the target holds values of fewer than three types')
      for (const definition of definitions) {
        const dataset = await context.create(definition)
        const rows = await scanRows(await context.open(), dataset)
        expectSameRows(rows, dataset.rows, formatLogicalType(definition.columns[1]?.type ?? { name: 'text' }))
      }
    },
  },
  {
    id: 'values/write',
    clause: 'TYP-1',
    needs: ['apply'],
    run: async (context) => {
      for (const definition of edgeDatasets(context)) {
        const dataset = await context.create({ ...definition, rows: [] })
        const type = formatLogicalType(definition.columns[1]?.type ?? { name: 'text' })
        const { name, columns, key } = dataset
        const rows = definition.rows.map((row) => [...row])
        const session = await context.open('write')
        const request = { dataset: name, fields: columns, rows, key, batch: name } as const
        const { rejects } = await session.apply({ ...request, mode: 'insert', onReject: 'abort' })
        expectThat(rejects.length === 0, `${type}: row ${rejects[0]?.row} was refused with ${rejects[0]?.code}`)
        expectSameRows(await context.target.read(dataset), definition.rows, type)
      }
    },
  },
  {
    id: 'values/lookup',
    clause: 'TYP-1',
    needs: ['lookup'],
    run: async (context) => {
      for (const definition of edgeDatasets(context)) {
        const type = definition.columns[1]?.type ?? { name: 'text' }
        if (type.name === 'binary' || type.name === 'json' || type.name === 'double') continue
        const dataset = await context.create(definition)
        const held = dataset.rows.filter((row) => row[1] !== null)
        const { answers } = await (await context.open()).lookup({
          dataset: dataset.name,
          columns: [{ name: 'ID' }, { name: '值' }],
          by: ['值'],
          keys: held.map((row) => [row[1] ?? null]),
          limit: 100,
        })
        for (const [index, row] of held.entries()) {
          const found = answers[index]?.rows.some((cells) => cells[0] === row[0]) === true
          expectThat(found, `${formatLogicalType(type)}: row ${String(row[0])} is not found by its own value`)
        }
      }
    },
  },
]
