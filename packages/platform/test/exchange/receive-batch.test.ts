import type { Receipt } from '@berth/core'
import { verifyReceipts } from '@berth/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningPlatform } from '../../src/index.ts'
import { marriage, marriagePublication } from '../marriage-publication.ts'
import { type Answer, enrolled, type Party } from '../party.ts'
import { startedPlatform } from '../started-platform.ts'

const line = '{"husbandId":"110105194912310021","wifeId":"11010519491231002X","registeredOn":"2001-02-03"}\n'
let platform: RunningPlatform
let registry: Party

beforeAll(async () => {
  platform = await startedPlatform({ maxBatchBytes: 100_000 })
  registry = await enrolled(platform, 'system', 'civil-affairs.marriage')
  const answer = await registry.send('PUT', '/api/catalogue/civil-affairs.marriage', marriagePublication())
  expect(answer.body).toEqual({ version: 1, changed: true })
})

afterAll(() => platform.close())

function deliver(stream: string, number: number | string, content: string | Uint8Array, rows = 1): Promise<Answer> {
  const path = `/api/exchange/civil-affairs.marriage/marriage/${stream}/${number}`
  return registry.send('PUT', path, content, { headers: { 'berth-rows': String(rows) } })
}

async function allReceipts(): Promise<Receipt[]> {
  return platform.administer.receipts({ limit: 1000 })
}

test('a batch is taken in once, with a receipt that counts it', async () => {
  const first = await deliver('full-1', 1, line + line, 2)
  expect(first).toMatchObject({ status: 200, body: { number: 1, repeated: false } })
  const again = await deliver('full-1', 1, line + line, 2)
  expect(again).toMatchObject({ status: 200, body: { number: 1, repeated: true, receipt: first.body['receipt'] } })
  const receipts = await allReceipts()
  const { number } = first.body['receipt'] as { number: number }
  expect(receipts.filter((receipt) => receipt.reference === 'full-1/1')).toEqual([
    expect.objectContaining({
      number,
      outcome: 'delivered',
      journey: 'exchange',
      rows: 2,
      items: ['husbandId', 'wifeId', 'registeredOn'],
      resource: 'civil-affairs.marriage/marriage',
      manifest: 'a'.repeat(64),
    }),
  ])
})

test('a deleted row is told by its key, and only in one way', async () => {
  const gone = '{"$change":"delete","husbandId":"110105194912310021"}\n'
  expect(await deliver('deletes', 1, line + gone, 2)).toMatchObject({ status: 200, body: { number: 1 } })
  const [receipt] = (await allReceipts()).filter(({ reference }) => reference === 'deletes/1')
  expect(receipt).toMatchObject({ rows: 2, items: ['husbandId', 'wifeId', 'registeredOn'] })
  const refusals = [
    ['{"$change":"erase","husbandId":"110105194912310021"}\n', '$change'],
    ['{"$change":"delete"}\n', '$change'],
    ['{"$change":"delete","remark":"x"}\n', 'remark'],
  ] as const
  for (const [wrong, named] of refusals) {
    const answer = await deliver('deletes', 2, wrong)
    expect(answer).toMatchObject({ body: { code: 'BATCH_REFUSED' } })
    expect(JSON.stringify(answer.body)).toContain(named)
  }
})

test('a batch of the same number with other bytes is a conflict, and changes nothing', async () => {
  await deliver('conflict', 1, line)
  const other = await deliver('conflict', 1, line.replace('2001', '2002'))
  expect(other).toMatchObject({ status: 409, body: { code: 'BATCH_CONFLICT' } })
  expect(await deliver('conflict', 1, line)).toMatchObject({ body: { repeated: true } })
})

test('a gap is refused, and names what is missing in the language asked for', async () => {
  await deliver('gap', 1, line)
  const gap = await deliver('gap', 3, line)
  expect(gap).toMatchObject({ status: 409, body: { code: 'BATCH_OUT_OF_ORDER', message: '批次序号应为 2，收到 3' } })
  expect(gap.headers.get('content-type')).toContain('application/problem+json')
  expect(await deliver('gap', 2, line)).toMatchObject({ status: 200, body: { repeated: false } })
  expect(await deliver('gap', 3, line)).toMatchObject({ status: 200, body: { repeated: false } })
})

test.each([
  ['a member that is not published', '{"husbandId":"x","salary":1}\n', 1, 1],
  ['an item that has no grade', `${line}{"remark":"x"}\n`, 2, 2],
  ['a member named like a method of objects', '{"constructor":1}\n', 1, 1],
  ['a prototype', '{"__proto__":1}\n', 1, 1],
  ['a value that is not plain', '{"husbandId":{"a":1}}\n', 1, 1],
  ['a line that is not JSON', `${line}{"husbandId":\n`, 2, 2],
  ['a line that is not an object', '[1]\n', 1, 1],
  ['an empty line', `${line}\n${line}`, 3, 2],
  ['nothing', '', 1, 1],
  ['fewer rows than it says', line, 2, 1],
  ['bytes that are not UTF-8', Buffer.from([0x7b, 0xc3, 0x28, 0x7d]), 1, 0],
  ['a byte order mark', `\uFEFF${line}`, 1, 1],
])('a batch with %s is refused', async (_what, content, rows, at) => {
  const answer = await deliver('refused', 1, content, rows)
  expect(answer).toMatchObject({ status: 422, body: { code: 'BATCH_REFUSED' } })
  expect(answer.body['message']).toContain(`第 ${at} 行`)
  expect(JSON.stringify(answer.body)).not.toContain('110105')
})

test('a refused batch takes no number', async () => {
  expect(await deliver('refused', 1, line)).toMatchObject({ status: 200, body: { repeated: false } })
})

test.each([0, -1, '01', '1.0', '1e3', '9007199254740993'])('the number %s is none', async (number) => {
  expect(await deliver('numbers', number, line)).toMatchObject({ status: 400, body: { code: 'PARAMETER_INVALID' } })
})

test('a batch larger than the limit is refused', async () => {
  const answer = await deliver('large', 1, line.repeat(2000), 2000)
  expect(answer).toMatchObject({ status: 413, body: { code: 'REQUEST_TOO_LARGE' } })
  expect(answer.body['message']).toContain('100000')
})

test('a batch for what is not published, or not offered in bulk, is refused with a receipt', async () => {
  const before = (await allReceipts()).length
  const headers = { 'berth-rows': '1' }
  const unknown = await registry.send('PUT', '/api/exchange/civil-affairs.marriage/divorce/a/1', line, { headers })
  expect(unknown).toMatchObject({ status: 404, body: { code: 'RESOURCE_UNKNOWN' } })
  const asked = { ...marriage, id: 'asked', modes: { parameter: { by: [['husbandId']], limit: 1 } } }
  const publication = marriagePublication({ resources: [marriage, asked] })
  await registry.send('PUT', '/api/catalogue/civil-affairs.marriage', publication)
  const notOffered = await registry.send('PUT', '/api/exchange/civil-affairs.marriage/asked/a/1', line, { headers })
  expect(notOffered).toMatchObject({ status: 404, body: { code: 'MODE_NOT_OFFERED' } })
  const receipts = (await allReceipts()).slice(before)
  expect(receipts.map(({ outcome, code }) => [outcome, code])).toEqual([
    ['refused', 'RESOURCE_UNKNOWN'],
    ['refused', 'MODE_NOT_OFFERED'],
  ])
})

test('a system delivers for itself only', async () => {
  const other = await enrolled(platform, 'system', 'housing.registry')
  const answer = await other.send('PUT', '/api/exchange/civil-affairs.marriage/marriage/a/1', line, {
    headers: { 'berth-rows': '1' },
  })
  expect(answer).toMatchObject({ status: 401, body: { code: 'SYSTEM_UNKNOWN' } })
})

test('what was taken in is still answered repeated after the resource was withdrawn', async () => {
  await deliver('withdrawn', 1, line)
  await registry.send('PUT', '/api/catalogue/civil-affairs.marriage', marriagePublication({ resources: [] }))
  expect(await deliver('withdrawn', 1, line)).toMatchObject({ status: 200, body: { repeated: true } })
  expect(await deliver('withdrawn', 2, line)).toMatchObject({ status: 404, body: { code: 'RESOURCE_UNKNOWN' } })
  await registry.send('PUT', '/api/catalogue/civil-affairs.marriage', marriagePublication())
})

test('the same batch sent twenty times at once is taken in once', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => deliver('crowd', 1, line)))
  expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 20 }, () => 200))
  expect(answers.filter((answer) => answer.body['repeated'] === false)).toHaveLength(1)
})

test('the chain of receipts verifies, and holds no value of the data', async () => {
  const receipts = await allReceipts()
  expect(verifyReceipts(receipts)).toEqual({ ok: true, count: receipts.length })
  expect(receipts.length).toBeGreaterThan(20)
  expect(JSON.stringify(receipts)).not.toContain('110105')
})
