import { memory } from '@berth/connector-memory'
import { BerthError, defineConnector, openSession } from '@berth/core'
import { verifyReceipts } from '@berth/trust'
import { expect, test, vi } from 'vitest'
import { marriageManifest } from '../docking/marriage-manifest.ts'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { grant, RunningDocking } from '../docking/running-docking.ts'

const input = { husbandId: citizenNumbers[0], wantedOn: '2026-02-01', copies: 2 }

test('a submission is written in the system’s own form, once for its key', async () => {
  await using docking = await RunningDocking.start()
  const first = await docking.submit(input)
  expect(first).toMatchObject({
    status: 200,
    body: { operation: 'civil-affairs.marriage/apply', accepted: true, repeated: false, receipt: { number: 1 } },
  })
  expect(docking.applications.rows).toEqual([[citizenNumbers[0], '20260201', 2]])
  const again = await docking.submit(input)
  expect(again.body).toEqual({ ...first.body, repeated: true })
  expect(docking.applications.rows.length).toBe(1)
  expect((await docking.submit(input, { idempotencyKey: 'key-2' })).body['repeated']).toBe(false)
  expect(docking.applications.rows.length).toBe(2)
  const receipts = await docking.state.receipts(0, 10)
  expect(receipts.map(({ outcome, rows, items }) => [outcome, rows, items])).toEqual([
    ['accepted', 1, ['husbandId', 'wantedOn', 'copies']],
    ['accepted', 1, ['husbandId', 'wantedOn', 'copies']],
  ])
  expect(verifyReceipts(receipts).ok).toBe(true)
})

test('an item that is optional may be left out or empty', async () => {
  await using docking = await RunningDocking.start()
  await docking.submit({ husbandId: citizenNumbers[0], copies: null })
  expect(docking.applications.rows).toEqual([[citizenNumbers[0], null, null]])
})

test('the same key with another input is a conflict, at the same moment too', async () => {
  await using docking = await RunningDocking.start()
  const answers = await Promise.all([1, 1, 2, 1].map((copies) => docking.submit({ ...input, copies })))
  const codes = answers.map(({ body }) => body['code'] ?? 'accepted').sort()
  const written = docking.applications.rows[0]?.[2]
  expect(codes.filter((code) => code === 'BATCH_CONFLICT').length).toBe(written === 1 ? 1 : 3)
  expect(docking.applications.rows.length).toBe(1)
  expect((await docking.submit({ ...input, copies: 9 })).body).toMatchObject({ code: 'BATCH_CONFLICT', status: 409 })
})

test('an idempotency key, which may be a number of a person, stands in no log and no answer', async () => {
  const docking = await RunningDocking.start()
  await docking.submit(input, { idempotencyKey: 'CANARY-1' })
  const conflict = await docking.submit({ ...input, copies: 9 }, { idempotencyKey: 'CANARY-1' })
  expect(conflict.body['code']).toBe('BATCH_CONFLICT')
  await docking[Symbol.asyncDispose]()
  expect(docking.log.join('') + conflict.text).not.toContain('CANARY-1')
})

test('keys of different consumers are different', async () => {
  await using docking = await RunningDocking.start()
  const other = grant({ resource: 'civil-affairs.marriage/apply', items: ['husbandId'], consumer: 'other' })
  await docking.submit({ husbandId: citizenNumbers[0] })
  const answer = await docking.submit({ husbandId: citizenNumbers[1] }, { grant: other })
  expect([answer.status, answer.body['repeated']]).toEqual([200, false])
})

test('what does not hold is refused before the system is touched', async () => {
  await using docking = await RunningDocking.start()
  const narrow = grant({ resource: 'civil-affairs.marriage/apply', items: ['husbandId'] })
  const codes = [
    await docking.submit({ copies: 1 }),
    await docking.submit({ ...input, copies: '2' }),
    await docking.submit({ ...input, wantedOn: '2026-02-30' }),
    await docking.submit({ ...input, more: 1 }),
    await docking.submit(input, { grant: narrow }),
    await docking.submit(input, { idempotencyKey: 'a b' }),
    await docking.submit(input, { idempotencyKey: 'x'.repeat(201) }),
    await docking.submit(input, { path: '/operations/nothing' }),
    await docking.submit(input, { grant: grant() }),
  ].map(({ body }) => body['code'])
  expect(codes).toEqual([
    'PARAMETER_MISSING',
    'PARAMETER_INVALID',
    'PARAMETER_INVALID',
    'PARAMETER_UNKNOWN',
    'PARAMETER_INVALID',
    'PARAMETER_INVALID',
    'PARAMETER_INVALID',
    'OPERATION_UNKNOWN',
    'GRANT_FOREIGN',
  ])
  const noKey = await docking.send({
    path: '/operations/apply',
    body: { purpose: 'housing-loan', input },
    grant: grant({ resource: 'civil-affairs.marriage/apply' }),
  })
  expect(noKey.body).toMatchObject({ code: 'PARAMETER_MISSING' })
  expect(docking.applications.rows).toEqual([])
})

test('a line cut after sending is an unknown outcome; the same key settles it without doing it twice', async () => {
  let cut = true
  await using docking = await RunningDocking.start({}, (session) => ({
    ...session,
    async apply(request, signal) {
      const result = (await session.apply?.(request, signal)) ?? expect.fail()
      if (!cut) return result
      cut = false
      throw new BerthError('UNKNOWN_OUTCOME', { call: 'apply' })
    },
  }))
  const lost = await docking.submit(input)
  expect(lost).toMatchObject({ status: 504, body: { code: 'UNKNOWN_OUTCOME', action: 'unknown-outcome' } })
  expect((await docking.submit({ ...input, copies: 7 })).body['code']).toBe('BATCH_CONFLICT')
  expect((await docking.submit(input)).body).toMatchObject({ accepted: true, repeated: true })
  expect(docking.applications.rows.length).toBe(1)
})

test('what was done and could not be recorded is an unknown outcome; the same key settles it', async () => {
  await using docking = await RunningDocking.start()
  const { state } = docking
  const commit = state.commit.bind(state)
  let full = true
  vi.spyOn(state, 'commit').mockImplementation((changes) => {
    if (full && changes.operations?.[0]?.state === 'done')
      return Promise.reject(new BerthError('DISK_FULL', { file: 'f' }))
    return commit(changes)
  })
  expect((await docking.submit(input)).body).toMatchObject({ code: 'UNKNOWN_OUTCOME', action: 'unknown-outcome' })
  full = false
  expect((await docking.submit(input)).body).toMatchObject({ accepted: true, repeated: true })
  expect(docking.applications.rows.length).toBe(1)
})

test('what the system surely refused may be tried again under the same key', async () => {
  let full = true
  await using docking = await RunningDocking.start({}, (session) => ({
    ...session,
    async apply(request, signal) {
      if (full) throw new BerthError('SYSTEM_DISK_FULL', { nativeCode: '13' })
      return (await session.apply?.(request, signal)) ?? expect.fail()
    },
  }))
  expect((await docking.submit(input)).body).toMatchObject({ code: 'SYSTEM_DISK_FULL', status: 507 })
  full = false
  expect((await docking.submit(input)).body).toMatchObject({ accepted: true, repeated: false })
})

test('what the system refuses names items, not columns; the log names both', async () => {
  const docking = await RunningDocking.start({}, (session) => ({
    ...session,
    apply: () => Promise.reject(new BerthError('TEXT_UNENCODABLE', { column: 'SFZH', offset: 1, charset: 'GBK' })),
  }))
  const answer = await docking.submit(input)
  expect(answer).toMatchObject({ status: 422, body: { code: 'TEXT_UNENCODABLE' } })
  expect(answer.body['message']).toContain('husbandId')
  expect(answer.text).not.toContain('SFZH')
  await docking[Symbol.asyncDispose]()
  expect(docking.log.join('')).toContain('SFZH')
})

/** The docking with its operation as a procedure of the system. */
function procedureManifest(): typeof marriageManifest {
  const { apply } = marriageManifest.operations
  if (apply === undefined) return expect.fail()
  const parameter = { connection: 'registry', procedure: 'SP_SQ', key: [], offline: 'reject' as const }
  return { ...marriageManifest, operations: { apply: { ...apply, accept: { parameter } } } }
}

/** `ledger`: the system keeps one, and says that it did something before. */
async function procedures(
  outcome: (call: number) => void,
  ledger?: 'ledger',
): Promise<{ docking: RunningDocking; calls: unknown[] }> {
  const calls: unknown[] = []
  const base = memory([])
  const connector = defineConnector({
    manifest: {
      ...base.manifest,
      capabilities: { ...base.manifest.capabilities, invoke: ledger === undefined ? {} : { idempotent: true } },
    },
    open: async (options, context) => ({
      ...(await base.open(options, context)),
      async invoke({ operation, input: parameters, idempotencyKey }) {
        calls.push([operation, parameters.map(({ name, value }) => [name, value]), idempotencyKey.length])
        outcome(calls.length)
        return { repeated: ledger !== undefined && calls.length > 1, fields: [], rows: [] }
      },
    }),
  })
  const docking = await RunningDocking.start({
    manifest: procedureManifest(),
    openConnection: (_id, { access }) => openSession(connector, {}, { access }),
  })
  return { docking, calls }
}

test('a procedure is called once for its key', async () => {
  const { docking, calls } = await procedures(() => undefined)
  await docking.submit(input)
  expect((await docking.submit(input)).body).toMatchObject({ accepted: true, repeated: true })
  const parameters = [
    ['SFZH', citizenNumbers[0]],
    ['SQRQ', '20260201'],
    ['FS', 2],
  ]
  expect(calls).toEqual([['SP_SQ', parameters, 64]])
  await docking[Symbol.asyncDispose]()
})

test('a procedure that may have been carried out is never called again on a guess', async () => {
  const { docking, calls } = await procedures((call) => {
    if (call === 1) throw new BerthError('UNKNOWN_OUTCOME', { call: 'SP_SQ' })
  })
  for (let round = 0; round < 3; round++) {
    expect((await docking.submit(input)).body).toMatchObject({ code: 'UNKNOWN_OUTCOME' })
  }
  expect(calls.length).toBe(1)
  await docking[Symbol.asyncDispose]()
})

test('an error of the driver that says nothing is an unknown outcome too', async () => {
  const { docking, calls } = await procedures(() => {
    throw new Error('socket hang up')
  })
  expect((await docking.submit(input)).body).toMatchObject({ code: 'UNKNOWN_OUTCOME' })
  expect((await docking.submit(input)).body).toMatchObject({ code: 'UNKNOWN_OUTCOME' })
  expect(calls.length).toBe(1)
  await docking[Symbol.asyncDispose]()
})

test('a procedure that was surely refused may be called again', async () => {
  const { docking, calls } = await procedures((call) => {
    if (call === 1) throw new BerthError('QUERY_FAILED', { call: 'SP_SQ', nativeCode: '-836' })
  })
  expect((await docking.submit(input)).body).toMatchObject({ code: 'QUERY_FAILED' })
  expect((await docking.submit(input)).body).toMatchObject({ accepted: true, repeated: false })
  expect(calls.length).toBe(2)
  await docking[Symbol.asyncDispose]()
})

test('a procedure with a ledger is asked again where nobody knows, and says that it was done', async () => {
  const lost = (call: number): void => {
    if (call === 1) throw new BerthError('UNKNOWN_OUTCOME', { call: 'SP_SQ' })
  }
  const { docking, calls } = await procedures(lost, 'ledger')
  expect((await docking.submit(input)).body).toMatchObject({ code: 'UNKNOWN_OUTCOME' })
  expect((await docking.submit(input)).body).toMatchObject({ accepted: true, repeated: true })
  expect((await docking.submit(input)).body).toMatchObject({ accepted: true, repeated: true })
  expect(calls.length).toBe(2)
  expect(calls[1]).toEqual(calls[0])
  const receipts = await docking.state.receipts(0, 10)
  expect(receipts.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1)
  await docking[Symbol.asyncDispose]()
})
