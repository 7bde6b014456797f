import { afterAll, beforeAll, expect, test } from 'vitest'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { grant, type RunningDocking } from '../docking/running-docking.ts'
import { kindsGrant, post, question, rowsOf, security, startSoapDocking } from './soap-docking.ts'

let docking: RunningDocking
beforeAll(async () => {
  const narrow = grant({ id: 'narrow', consumer: 'narrow', items: ['district', 'valid'], clearance: 1 })
  const nothing = grant({ id: 'nothing', consumer: 'nothing', items: ['secretNote'], clearance: 'core' })
  const audit = grant({ id: 'audit', consumer: 'auditor', purpose: 'audit', clearance: 'important' })
  const expired = grant({ consumer: 'late', issuedAt: 0, notBefore: 0, expiresAt: 1000 })
  docking = await startSoapDocking({
    'housing-fund': [grant(), kindsGrant()],
    narrow: [narrow],
    nothing: [nothing],
    auditor: [audit],
    late: [expired],
    thief: [grant()],
    poor: [],
  })
})
afterAll(() => docking[Symbol.asyncDispose]())

function plainRows(rows: unknown): unknown {
  return (rows as Record<string, unknown>[]).map((row) =>
    Object.fromEntries(Object.entries(row).map(([id, value]) => [id, value === null ? null : String(value)])),
  )
}

test.each(['1.1', '1.2'] as const)(
  'SOAP %s: a question is answered as in JSON, and has its receipt',
  async (version) => {
    const by = { district: '西区', registeredOn: '2024-01-02' }
    const { status, type, text } = await post(docking, 'marriageByDistrictAndRegisteredOn', question(by), { version })
    expect(status, text).toBe(200)
    expect(type).toBe(version === '1.1' ? 'text/xml; charset=utf-8' : 'application/soap+xml; charset=utf-8')
    const { body } = await docking.ask(by)
    expect(rowsOf(text)).toEqual(plainRows(body['rows']))
    expect(text).toContain(
      '<b:More>false</b:More><b:Withheld><b:Item>note</b:Item><b:Reason>ABOVE_CLEARANCE</b:Reason>',
    )
    const [bySoap, byJson] = (await docking.state.receipts(0, 1000)).slice(-2)
    expect(bySoap).toMatchObject({
      journey: 'service',
      outcome: 'answered',
      consumer: 'housing-fund',
      grant: 'grant-1',
      basis: 'agreement 7',
    })
    expect([bySoap?.digest, bySoap?.rows]).toEqual([byJson?.digest, byJson?.rows])
    expect(text).toContain(`<b:Number>${bySoap?.number}</b:Number><b:Hash>${bySoap?.hash}</b:Hash>`)
  },
)

test('values stand as XML Schema writes them, and none is nil', async () => {
  const { text } = await post(docking, 'allKindsById', question({ id: ' +01 ' }))
  const [row] = rowsOf(text)
  expect(row).toEqual({
    id: '1',
    words: '  张三 & <李四> "𠮷"\r\n]]>',
    big: '9223372036854775807',
    amount: '-1234567890.10',
    ratio: '0.1',
    open: 'true',
    day: '2024-02-29',
    hour: '23:59:59.123456789',
    local: '2024-02-29T08:30:00',
    moment: '2024-02-29T00:30:00.5Z',
    picture: 'AP8Q',
    document: '{"a":[1,"二"]}',
  })
  const empty = await post(docking, 'allKindsById', question({ id: 2 }))
  expect(rowsOf(empty.text)).toEqual([
    { ...Object.fromEntries(Object.keys(row ?? {}).map((id) => [id, null])), id: '2' },
  ])
})

test.each([
  ['allKindsByBig', { big: '+09223372036854775807' }, ['1']],
  ['allKindsByAmount', { amount: '+00.' }, ['4']],
  ['allKindsByAmount', { amount: '-1234567890.10' }, ['1']],
  ['allKindsByOpen', { open: '0' }, ['4']],
  ['allKindsByDay', { day: '2024-02-29+08:00' }, ['1']],
  ['allKindsByMoment', { moment: '2024-02-29T08:30:00.5+08:00' }, ['1']],
  ['allKindsByPicture', { picture: 'AP\n8Q' }, ['1']],
  ['allKindsByWords', { words: '' }, ['4']],
])('%s takes %o as XML Schema writes it', async (operation, by, ids) => {
  const { status, text } = await post(docking, operation, question(by))
  expect(status, text).toBe(200)
  expect(rowsOf(text).map((row) => row['id'])).toEqual(ids)
})

test('a text that XML cannot carry is refused, not cut', async () => {
  const { status, code, text } = await post(docking, 'allKindsById', question({ id: 3 }))
  expect([status, code]).toEqual([500, 'TEXT_UNENCODABLE'])
  expect(text).not.toContain('bell')
  const receipts = await docking.state.receipts(0, 1000)
  expect(receipts.at(-1)).toMatchObject({ outcome: 'failed', code: 'TEXT_UNENCODABLE', rows: 0 })
})

const askers = {
  'housing-fund': grant(),
  narrow: grant({ id: 'narrow', consumer: 'narrow', items: ['district', 'valid'], clearance: 1 }),
  nothing: grant({ id: 'nothing', consumer: 'nothing', items: ['secretNote'], clearance: 'core' }),
  auditor: grant({ id: 'audit', consumer: 'auditor', purpose: 'audit', clearance: 'important' }),
  late: grant({ consumer: 'late', issuedAt: 0, notBefore: 0, expiresAt: 1000 }),
  poor: undefined,
} as const
const questions: readonly (readonly [string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>])[] =
  [
    ['marriageByHusbandId', { husbandId: citizenNumbers[1] }, { husbandId: citizenNumbers[1] }],
    ['marriageByHusbandId', { husbandId: '11010519491231002A' }, { husbandId: '11010519491231002A' }],
    ['marriageById', { id: '2' }, { id: 2 }],
    ['marriageById', { id: '2147483648' }, { id: 2147483648 }],
    ['marriageById', { id: 'two' }, { id: 'two' }],
    ['marriageByValid', { valid: 'true' }, { valid: true }],
    [
      'marriageByDistrictAndRegisteredOn',
      { district: '西区', registeredOn: '2024-13-01' },
      { district: '西区', registeredOn: '2024-13-01' },
    ],
  ]

test.each(Object.entries(askers))(
  '%s gets by SOAP what JSON gives, and nothing that JSON refuses',
  async (username, token) => {
    for (const purpose of ['housing-loan', 'audit', 'curiosity']) {
      for (const [operation, written, by] of questions) {
        const bySoap = await post(docking, operation, question(written, purpose), { header: security({ username }) })
        const byJson = await docking.ask(by, { body: { purpose, by }, grant: token })
        const said = `${operation} ${purpose}`
        expect(bySoap.code, said).toBe(byJson.body['code'])
        expect(bySoap.status === 200, said).toBe(byJson.status === 200)
        if (byJson.status === 200) {
          expect(rowsOf(bySoap.text), said).toEqual(plainRows(byJson.body['rows']))
          const held = [...bySoap.text.matchAll(/<b:Item>(\w+)<\/b:Item><b:Reason>(\w+)</g)].map(
            ([, item, reason]) => ({ item, reason }),
          )
          expect(held, said).toEqual(byJson.body['withheld'])
        } else expect(bySoap.text, said).not.toContain('<b:Row>')
        expect(bySoap.text).not.toContain('CANARY')
      }
    }
  },
)

test("another consumer's grant is no grant", async () => {
  const { code } = await post(docking, 'marriageById', question({ id: 2 }), { header: security({ username: 'thief' }) })
  expect(code).toBe('GRANT_INVALID')
})
