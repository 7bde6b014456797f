/**
 * Applies numbered batches of 50 rows, or reads changes and prints what it has acknowledged, until it is killed.
 * Arguments: the options of the connector as JSON, what to do, where to begin.
 */
import { type ChangeColumn, type ChangeOutbox, openSession, type Row } from '@berth/core'
import { connector } from '../src/index.ts'

const [, , options = '', work = 'apply', first = ''] = process.argv
const access = work === 'apply' ? 'write' : 'read'
const session = await openSession(connector, JSON.parse(options) as Record<string, unknown>, { access })
const integer = { name: 'integer' } as const

if (work === 'apply') {
  const fields = [
    { name: 'ID', type: integer },
    { name: 'BATCH', type: integer },
  ]
  for (let batch = Number(first); batch < 100_000; batch++) {
    const rows = Array.from({ length: 50 }, (_, index): Row => [batch * 50 + index, batch])
    const request = { dataset: 'W', fields, rows, key: ['ID'], mode: 'insert', batch: `b${batch}` } as const
    await session.apply({ ...request, onReject: 'abort' })
    process.stdout.write(`${batch}\n`)
  }
} else {
  const outbox: ChangeOutbox = { kind: 'outbox', key: ['ID'], dataset: 'C_CHANGES' }
  const column: ChangeColumn = { kind: 'column', column: 'V', key: ['ID'] }
  const settings = { dataset: 'C', columns: [{ name: 'ID' }], batchRows: 40, ...(first === '' ? {} : { after: first }) }
  const read =
    work === 'scan'
      ? session.scan({ ...settings, key: ['ID'] })
      : session.changes({ ...settings, by: work === 'outbox' ? outbox : column })
  for await (const { rows, cursor } of read) {
    // One line, so that what is acknowledged and the cursor behind it are seen together or not at all.
    process.stdout.write(`${JSON.stringify([rows.map(([id]) => id), cursor])}\n`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  process.stdout.write('end\n')
  await session[Symbol.asyncDispose]()
}
