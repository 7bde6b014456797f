import type { ChangeBatch, ChangesSettings, ConnectorSession, ErrorCode, Row } from '@berth/core'
import { generateKey } from '@berth/trust'
import { expectEqual, expectRejects, expectRows, expectSameRows, expectThat } from '../../run/expect.ts'
import { BatchSender, people, place, type SentBatch, sentColumns } from '../batch-sender.ts'
import type { CaseContext, ConformanceCase } from '../case.ts'
import { readAll, rowsOf } from '../read-all.ts'
import { Replica } from '../replica.ts'
import type { TargetBatches } from '../target.ts'

/** A sender, and the place that its batches arrive in. */
interface Arriving {
  readonly sender: BatchSender
  readonly batches: TargetBatches
  settings(after?: string): ChangesSettings
}

const by = { kind: 'log' as const, key: ['id'] }
const columns = [{ name: 'id' }, { name: 'name' }]

function batchCase(
  id: string,
  clause: 'FIL-1' | 'FIL-2',
  run: (context: CaseContext, arriving: Arriving) => Promise<void>,
): ConformanceCase {
  return {
    id: `batches/${id}`,
    clause,
    needs: ['files.batches', 'changes', 'changes.log'],
    run: async (context) => {
      const { target, atEnd, note } = context
      if (target.batches === undefined)
        return note({ zh: '签名批次：目标没有存放之处', en: 'signed batches: the target has no place for them' })
      const sender = new BatchSender()
      const { system, resource, keys } = sender
      const batches = await target.batches({ system, resource, keys, columns: sentColumns, key: ['id'] })
      atEnd(() => batches.drop())
      const settings = (after?: string): ChangesSettings => {
        const request = { dataset: batches.dataset, columns, by, batchRows: 2 }
        return after === undefined ? request : { ...request, after }
      }
      await run(context, { sender, batches, settings })
    },
  }
}

/** What a read gives before it ends, and how it ends. */
async function readUntil(
  session: ConnectorSession,
  settings: ChangesSettings,
  code: ErrorCode,
  what: string,
): Promise<{ readonly told: readonly ChangeBatch[]; readonly details: Readonly<Record<string, unknown>> }> {
  const told: ChangeBatch[] = []
  const reading = async (): Promise<void> => {
    for await (const batch of session.changes(settings)) told.push(batch)
  }
  const { details } = await expectRejects(reading(), [code], what)
  return { told, details }
}

async function inOrder({ open }: CaseContext, { sender, batches, settings }: Arriving): Promise<void> {
  const first = sender.batch(1, people([1, 2, 3, 4, 5], '甲'))
  const second = sender.batch(2, [...people([2, 6], '乙'), { gone: 3 }], 'ndjson')
  const third = sender.batch(3, [{ gone: 6 }, ...people([3], '丙')])
  for (const batch of [third, first, second]) await place(batches, batch)
  const told = await readAll((await open()).changes(settings()))
  const replica = new Replica([0])
  const expected: Row[] = [
    [1, '甲1'],
    [2, '乙2'],
    [3, '丙3'],
    [4, '甲4'],
    [5, '甲5'],
  ]
  for (const [index, batch] of told.entries()) {
    replica.take([batch], 2)
    const rest = await readAll((await open()).changes(settings(batch.cursor)))
    replica
      .copy()
      .take(rest, 2)
      .expectRows(expected, `what a receiver has that goes on behind batch ${index + 1} of rows`)
  }
  replica.expectRows(expected, 'what a receiver has of three files that arrived out of order')
  const scanned = await readAll((await open()).scan({ dataset: batches.dataset, columns, key: ['id'] }))
  expectRows(rowsOf(scanned), expected, 'the rows of a scan of all batches')
}

/** A second batch that is not as it was signed, and the code that says so. */
function spoilt(sender: BatchSender): readonly (readonly [what: string, batch: SentBatch, code: ErrorCode])[] {
  const good = sender.batch(2, people([7, 8], '乙'))
  const { signature: _, ...unsigned } = good.manifest
  const altered = Buffer.from(good.data)
  altered.writeUInt8(0x39, altered.indexOf('7'))
  const text = sentColumns.map(({ name }) => ({ item: name, type: 'text' }))
  const changed = (members: Readonly<Record<string, unknown>>): SentBatch =>
    sender.batch(2, people([7, 8], '乙'), 'csv', members)
  return [
    ['its data altered', { ...good, data: altered }, 'BATCH_ALTERED'],
    ['bytes behind its data', { ...good, data: Buffer.concat([good.data, Buffer.from('\r\n')]) }, 'BATCH_ALTERED'],
    ['its data cut', { ...good, data: good.data.subarray(0, good.data.length - 8) }, 'BATCH_CUT'],
    ['its data empty', { ...good, data: Buffer.alloc(0) }, 'BATCH_CUT'],
    ['its manifest altered', { ...good, manifest: { ...good.manifest, rows: 3 } }, 'BATCH_ALTERED'],
    ['no signature', { ...good, manifest: unsigned }, 'BATCH_UNSIGNED'],
    [
      'the signature of another key',
      { ...good, manifest: sender.signed(unsigned, generateKey(sender.system)) },
      'BATCH_ALTERED',
    ],
    [
      'a key that nobody knows',
      { ...good, manifest: sender.signed(unsigned, generateKey('kit.stranger')) },
      'BATCH_KEY_UNKNOWN',
    ],
    ['another system', changed({ system: 'kit.other' }), 'BATCH_FOREIGN'],
    ['another resource', changed({ resource: 'animals' }), 'BATCH_FOREIGN'],
    ['other items', changed({ schema: text }), 'BATCH_SCHEMA_DIFFERS'],
    ['one record less than it is signed for', changed({ rows: 3 }), 'BATCH_MISCOUNTED'],
  ]
}

async function notAsSigned({ open }: CaseContext, { sender, batches, settings }: Arriving): Promise<void> {
  const first = sender.batch(1, people([1, 2, 3], '甲'))
  const third = sender.batch(3, people([9], '丙'))
  await place(batches, first)
  await place(batches, third)
  for (const [what, second, code] of spoilt(sender)) {
    await place(batches, second)
    const { told, details } = await readUntil(await open(), settings(), code, `a batch with ${what}`)
    expectRows(
      rowsOf(told),
      [1, 2, 3].map((id): Row => [id, `甲${id}`]),
      `rows before a batch with ${what}`,
    )
    expectEqual(
      { sequence: details['sequence'], file: details['file'] },
      { sequence: 2, file: second.name },
      'what is named',
    )
    const later = await readUntil(
      await open(),
      settings(told.at(-1)?.cursor),
      code,
      `a batch with ${what}, the next time`,
    )
    expectEqual(later.told, [], `rows of a batch with ${what}`)
    const scan = readAll((await open()).scan({ dataset: batches.dataset, columns, key: ['id'] }))
    await expectRejects(scan, [code], `a scan with ${what}`)
  }
  await place(batches, sender.batch(2, people([7, 8], '乙')))
  const rows = rowsOf(await readAll((await open()).changes(settings())))
  expectSameRows(
    rows.map(([id = null]) => [id]),
    [[1], [2], [3], [7], [8], [9]],
    'rows once the batch is as it should be',
  )
}

async function halfWritten({ open }: CaseContext, { sender, batches, settings }: Arriving): Promise<void> {
  const { name, data, manifest } = sender.batch(1, people([1, 2], '甲'))
  const text = Buffer.from(JSON.stringify(manifest))
  for (const [file, bytes] of [
    [`${name}.part`, data],
    [name, data],
    [`${name}.manifest.json.part`, text],
  ] as const) {
    await batches.place(file, bytes)
    expectEqual(await readAll((await open()).changes(settings())), [], `what is told when ${file} has come`)
  }
  await batches.place(`${name}.manifest.json`, text)
  const rows = rowsOf(await readAll((await open()).changes(settings())))
  expectEqual(rows.length, 2, 'rows once all of the batch is there')
}

async function repeated({ open }: CaseContext, { sender, batches, settings }: Arriving): Promise<void> {
  const first = sender.batch(1, people([1, 2], '甲'))
  await place(batches, first)
  const after = (await readAll((await open()).changes(settings()))).at(-1)?.cursor ?? ''
  await place(batches, first)
  expectEqual(await readAll((await open()).changes(settings(after))), [], 'what is told of the same batch once more')
  await place(batches, sender.batch(2, people([3], '乙')))
  expectEqual(rowsOf(await readAll((await open()).changes(settings(after)))), [[3, '乙3']], 'what is told behind it')
  await place(batches, sender.batch(1, people([5], '假')))
  const { told, details } = await readUntil(
    await open(),
    settings(after),
    'BATCH_REPEATED',
    'a number with other content',
  )
  expectEqual(told, [], 'rows told beside a number that came twice')
  expectEqual(details['sequence'], 1, 'the number named')
}

async function missing({ open }: CaseContext, { sender, batches, settings }: Arriving): Promise<void> {
  for (const sequence of [1, 3, 7]) await place(batches, sender.batch(sequence, people([sequence], '甲')))
  const { told, details } = await readUntil(await open(), settings(), 'BATCH_MISSING', 'missing numbers')
  expectEqual(rowsOf(told), [[1, '甲1']], 'rows before the first missing number')
  expectEqual(details['numbers'], '2, 4-6', 'the numbers named')
  const after = told.at(-1)?.cursor ?? ''
  for (const sequence of [2, 5, 6, 4]) await place(batches, sender.batch(sequence, people([sequence], '甲')))
  const rest = rowsOf(await readAll((await open()).changes(settings(after))))
  const expected = [2, 3, 4, 5, 6, 7].map((id): Row => [id, `甲${id}`])
  expectRows(rest, expected, 'rows in the order of the numbers once none is missing')
}

async function receipts({ open }: CaseContext, { sender, batches, settings }: Arriving): Promise<void> {
  const sent = [1, 2, 3].map((sequence) => sender.batch(sequence, people([sequence * 10, sequence * 10 + 1, 1], '甲')))
  for (const batch of sent) await place(batches, batch)
  const session = await open()
  const told = await readAll(session.changes(settings()))
  expectEqual([...(await batches.receipts()).keys()], [], 'receipts before the target has anything')
  let left = 0
  for (const { cursor } of told) {
    await session.acknowledge({ dataset: batches.dataset, by, upTo: cursor })
    const found = (await batches.receipts()).size
    expectThat(found >= left, 'a receipt has gone')
    left = found
  }
  await (await open()).acknowledge({ dataset: batches.dataset, by, upTo: told.at(-1)?.cursor ?? '' })
  const found = await batches.receipts()
  expectEqual(left, sent.length, 'receipts for all batches')
  for (const { name, manifest } of sent) {
    const receipt = JSON.parse(found.get(`${name}.receipt.json`) ?? '{}') as Readonly<Record<string, unknown>>
    for (const member of ['system', 'resource', 'file', 'sequence', 'rows', 'bytes', 'sha256'])
      expectEqual(receipt[member], manifest[member], `${member} in the receipt for ${name}`)
  }
  expectEqual(found.size, sent.length, 'receipts when all is told once more')
}

/** A batch is told as received when all of it was, not before. */
async function receiptOfWhole({ open }: CaseContext, { sender, batches, settings }: Arriving): Promise<void> {
  await place(batches, sender.batch(1, people([1, 2, 3], '甲')))
  const session = await open()
  const [first, last] = await readAll(session.changes(settings()))
  await session.acknowledge({ dataset: batches.dataset, by, upTo: first?.cursor ?? '' })
  expectEqual((await batches.receipts()).size, 0, 'receipts for a batch of which a part was stored')
  await session.acknowledge({ dataset: batches.dataset, by, upTo: last?.cursor ?? '' })
  expectEqual((await batches.receipts()).size, 1, 'receipts once all of it was stored')
}

/** Signed data files with numbers. */
export const batchCases: readonly ConformanceCase[] = [
  batchCase('in-order', 'FIL-1', inOrder),
  batchCase('not-as-signed', 'FIL-1', notAsSigned),
  batchCase('half-written', 'FIL-1', halfWritten),
  batchCase('repeated', 'FIL-2', repeated),
  batchCase('missing', 'FIL-2', missing),
  batchCase('receipts', 'FIL-2', receipts),
  batchCase('receipt-of-whole', 'FIL-2', receiptOfWhole),
]
