/**
 * Works on the database of the options in the first argument until it is killed. `apply` writes numbered batches of 200
 * rows from the third argument on and prints a line for each; `changes` follows the log behind the cursor in the third
 * argument and prints each batch as a line.
 */
import { openSession, type Row } from '@berth/core'
import { connector } from '../src/index.ts'

const [, , options = '{}', what = 'apply', from = ''] = process.argv

async function applyBatches(): Promise<void> {
  await using session = await openSession(connector, JSON.parse(options), { access: 'write' })
  const fields = ['id', 'batch'].map((name) => ({ name, type: { name: 'integer' as const } }))
  for (let batch = Number(from); ; batch++) {
    const rows = Array.from({ length: 200 }, (_, index): Row => [batch * 200 + index, batch])
    const request = { dataset: 't', fields, rows, key: ['id'], batch: `b${batch}` } as const
    await session.apply({ ...request, mode: batch % 2 === 0 ? 'insert' : 'upsert', onReject: 'abort' })
    process.stdout.write('applied\n')
  }
}

async function followChanges(): Promise<void> {
  await using session = await openSession(connector, JSON.parse(options))
  const columns = [{ name: 'id' }, { name: 'batch' }]
  const by = { kind: 'log', key: ['id'], name: 'berth_kill' } as const
  for (let after = from; ; ) {
    const request = { dataset: 't', columns, by, batchRows: 50 }
    for await (const { rows, kinds, cursor } of session.changes(after === '' ? request : { ...request, after })) {
      after = cursor
      process.stdout.write(`${JSON.stringify({ rows, kinds, cursor })}\n`)
    }
  }
}

await (what === 'apply' ? applyBatches() : followChanges())
