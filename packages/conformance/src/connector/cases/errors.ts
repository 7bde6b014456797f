import type { BerthError, ErrorCode } from '@berth/core'
import { expectEqual, expectRejects, expectThat } from '../../run/expect.ts'
import type { CaseContext, ConformanceCase } from '../case.ts'
import { declares } from '../case.ts'
import { readAll, scanRows } from '../read-all.ts'
import { people } from './datasets.ts'

const canary = 'KANARIENVOGEL'

/** Each read of something that is not there. */
async function refusals({
  open,
  connector,
  create,
  random,
}: CaseContext): Promise<[() => Promise<unknown>, ErrorCode][]> {
  const { capabilities } = connector.manifest
  const dataset = await create(people(1, random))
  const missing = 'KIT_NOT_THERE'
  const all: [() => Promise<unknown>, ErrorCode][] = []
  for (const [name, column, code] of [
    [missing, 'ID', 'DATASET_UNKNOWN'],
    [dataset.name, missing, 'COLUMN_UNKNOWN'],
  ] as const) {
    const columns = [{ name: column }]
    const by = { kind: 'column' as const, column, key: ['ID'] }
    if (declares(capabilities, 'lookup')) {
      const session = await open()
      all.push([() => session.lookup({ dataset: name, columns, by: [column], keys: [[1]], limit: 1 }), code])
    }
    if (declares(capabilities, 'scan')) {
      const session = await open()
      all.push([() => readAll(session.scan({ dataset: name, columns })), code])
    }
    if (declares(capabilities, 'changes.column')) {
      const session = await open()
      all.push([() => readAll(session.changes({ dataset: name, columns, by })), code])
    }
    if (declares(capabilities, 'apply')) {
      const session = await open('write')
      const fields = [{ name: column, type: { name: 'integer' as const } }]
      const request = { dataset: name, fields, rows: [[1]], key: [], batch: `${dataset.name}-${code}` }
      all.push([() => session.apply({ ...request, mode: 'insert', onReject: 'abort' }), code])
    }
  }
  return all
}

function printed(error: BerthError): string {
  return JSON.stringify(error) + error.message + String(error) + JSON.stringify(error.details)
}

/** Failures and what they say. */
export const errorCases: readonly ConformanceCase[] = [
  {
    id: 'errors/unknown-names',
    clause: 'ERR-1',
    needs: [],
    run: async (context) => {
      for (const [call, code] of await refusals(context))
        await expectRejects(call(), [code], 'a name that is not there')
    },
  },
  {
    id: 'errors/no-values',
    clause: 'ERR-1',
    needs: ['scan', 'text.charsetPerColumn'],
    run: async ({ open, create }) => {
      const bad = new Uint8Array([...Buffer.from(canary), 0xff, 0xff])
      const dataset = await create({
        columns: [
          { name: 'ID', type: { name: 'integer' }, nullable: false },
          { name: 'NAME', type: { name: 'text', maxLength: 40 }, nullable: true, charset: 'UTF-8' },
        ],
        key: ['ID'],
        rows: [[1, bad]],
      })
      const error = await expectRejects(scanRows(await open(), dataset), ['TEXT_UNDECODABLE'], 'a bad byte')
      expectThat(!printed(error).includes(canary), 'the error prints a value of the data')
    },
  },
  {
    id: 'errors/rejects-without-values',
    clause: 'ERR-1',
    needs: ['apply'],
    run: async ({ open, create, random }) => {
      const dataset = await create(people(0, random))
      const session = await open('write')
      const fields = dataset.columns.map(({ name, type }) => ({ name, type }))
      const row = [1, canary, 0, null]
      const rows = [row, row, [2, canary, canary, null], [3, canary.repeat(9), 0, null]]
      const request = { dataset: dataset.name, fields, rows, key: ['ID'], batch: dataset.name }
      const { rejects } = await session.apply({ ...request, mode: 'insert', onReject: 'skip' })
      expectEqual(
        rejects.map((reject) => reject.row),
        [1, 2, 3],
        'the rows refused',
      )
      expectThat(!JSON.stringify(rejects).includes(canary), 'a reject prints a value of the data')
    },
  },
]
