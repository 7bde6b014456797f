/**
 * Applies numbered batches of 200 rows to the file named by the first argument until it is killed, and prints a dot for each.
 * With a second number it deletes, in the same batches, all rows of the one that many batches before.
 */
import { openSession, type Row } from '@berth/core'
import { connector } from '../src/index.ts'

const [, , file = '', first = '0', kept] = process.argv
const session = await openSession(connector, { file }, { access: 'write' })
for (let batch = Number(first); batch < 100_000; batch++) {
  const rows = Array.from({ length: 200 }, (_, index): Row => [batch * 200 + index, batch])
  const integer = { name: 'integer' } as const
  const fields = [
    { name: 'ID', type: integer },
    { name: 'BATCH', type: integer },
  ]
  const gone = kept === undefined ? -1 : batch - Number(kept)
  const deletes = Array.from({ length: gone < 0 ? 0 : 200 }, (_, index): Row => [gone * 200 + index])
  await session.apply({
    dataset: 'T',
    fields,
    rows,
    key: ['ID'],
    mode: 'insert',
    batch: `b${batch}`,
    onReject: 'abort',
    ...(kept === undefined ? {} : { deletes }),
  })
  process.stdout.write('.')
}
