import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Row } from '@berth/core'
import { expectSameRows, expectThat } from '../../run/expect.ts'
import type { ConformanceCase } from '../case.ts'
import { allColumns } from '../read-all.ts'

const rowCount = 600
const cellLength = 2000

/** Bytes that this process keeps, once what nobody holds is gone. */
async function kept(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  // What is freed by finalizers is gone behind the second round only.
  for (let round = 0; round < 3; round++) {
    collect()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** What is read ahead of a consumer who takes his time. */
export const readAheadCases: readonly ConformanceCase[] = [
  {
    id: 'resources/read-ahead-bounded',
    clause: 'RES-2',
    needs: ['scan'],
    run: async ({ connector, target, open, create, random, note }) => {
      if (target.kind === 'service')
        return note({
          zh: '预读多少：服务的每个应答都是整份给出的',
          en: 'what is read ahead: a service gives each of its answers whole',
        })
      const rows = Array.from({ length: rowCount }, (_, index): Row => {
        return [index + 1, `${random.below(1_000_000)}-`.padEnd(cellLength, 'x')]
      })
      const dataset = await create({
        columns: [
          { name: 'ID', type: { name: 'integer' }, nullable: false },
          { name: 'NOTE', type: { name: 'text', maxLength: cellLength }, nullable: false },
        ],
        key: ['ID'],
        rows,
      })
      const session = await open()
      // Where rows are put into order before the first is given out, that is kept in a place of its own.
      const staged = connector.manifest.capabilities.scan?.staged === true
      const settings = { dataset: dataset.name, columns: allColumns(dataset), batchRows: 5 }
      const taken: Row[] = []
      const before = await kept()
      let ahead = 0
      for await (const batch of session.scan(staged ? settings : { ...settings, key: ['ID'] })) {
        if (taken.length === 0) {
          // The consumer does not ask for more; whatever reads on by itself gets the time for it.
          for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
          ahead = (await kept()) - before
        }
        taken.push(...batch.rows.map(([id]): Row => [id ?? null]))
      }
      const whole = rowCount * cellLength
      const told = `while the consumer held 5 rows of ${rowCount}, ${ahead} bytes were kept for it, of about ${whole} in all`
      expectThat(ahead < whole / 2, told)
      expectSameRows(
        taken,
        rows.map(([id]): Row => [id ?? null]),
        'rows read',
      )
    },
  },
]
