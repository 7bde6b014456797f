/** Applies numbered batches of 200 rows to the file named by the first argument until it is killed, and prints a dot for each. */
import { openSession, type Row } from '@berth/core'
import { connector } from '../src/index.ts'

const [, , file = '', first = '0'] = process.argv
const session = await openSession(connector, { file }, { access: 'write' })
for (let batch = Number(first); batch < 100_000; batch++) {
  const rows = Array.from({ length: 200 }, (_, index): Row => [batch * 200 + index, batch])
  const integer = { name: 'integer' } as const
  const fields = [
    { name: 'ID', type: integer },
    { name: 'BATCH', type: integer },
  ]
  await session.apply({
    dataset: 'T',
    fields,
    rows,
    key: ['ID'],
    mode: 'insert',
    batch: `b${batch}`,
    onReject: 'abort',
  })
  process.stdout.write('.')
}
