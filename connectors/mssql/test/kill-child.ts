/** Applies numbered batches of 150 rows through the port of the first argument until it is killed; a dot for each. */
import type { Row } from '@berth/core'
import { openScripted } from './scripted.ts'

const [, , port = '0', first = '0'] = process.argv
const session = await openScripted({ port: Number(port) }, {}, { access: 'write' })
const integer = { name: 'integer' } as const
const fields = [
  { name: 'ID', type: integer },
  { name: 'BATCH', type: integer },
]
for (let batch = Number(first); batch < 100_000; batch++) {
  const rows = Array.from({ length: 150 }, (_, index): Row => [batch * 150 + index, batch])
  const request = {
    dataset: 'N',
    fields,
    rows,
    key: [],
    mode: 'insert',
    batch: `b${batch}`,
    onReject: 'abort',
  } as const
  await session.apply(request)
  process.stdout.write('.')
}
