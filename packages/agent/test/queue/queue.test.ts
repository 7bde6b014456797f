import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { memory } from '@berth/connector-memory'
import { BerthError, defineConnector, openSession } from '@berth/core'
import { verifyReceipts } from '@berth/trust'
import { describe, expect, test } from 'vitest'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { RunningDocking } from '../docking/running-docking.ts'
import { closed, open, operation, queuedManifest, settled, stateOf, submit, submitGrant } from './queued-docking.ts'

const input = { husbandId: citizenNumbers[0], wantedOn: '2026-02-01', copies: 1 }

describe('outside its hours', () => {
  test('a submission is kept, told when it is tried, and carried out in order once the system is up', async () => {
    let now = closed
    await using docking = await RunningDocking.start({ manifest: queuedManifest(), now: () => now, queueEveryMs: 20 })
    for (let copies = 1; copies <= 5; copies++) {
      const answer = await submit(docking, `key-${copies}`, { ...input, copies })
      expect(answer).toMatchObject({
        status: 202,
        body: {
          operation,
          accepted: 'queued',
          repeated: false,
          tryAt: '2026-11-30T00:30:00.000Z',
          expiresAt: '2026-12-05T02:00:00.000Z',
          receipt: { number: copies },
        },
      })
    }
    expect((await stateOf(docking, 'key-3')).body).toMatchObject({ operation, state: 'queued', receipt: { number: 3 } })
    expect(docking.applications.rows).toEqual([])
    now = open
    // The schedule looks at its clock once a minute; a new agent at once.
    await docking.restart({ manifest: queuedManifest(), now: () => now, queueEveryMs: 20 })
    const last = await settled(docking, 'key-5', ['accepted', 'failed'])
    expect(last.body).toMatchObject({ state: 'accepted', receipt: { number: 10 } })
    expect(docking.applications.rows.map((row) => row[2])).toEqual([1, 2, 3, 4, 5])
    const receipts = await docking.state.receipts(0, 100)
    expect(verifyReceipts(receipts).ok).toBe(true)
    expect(receipts.map(({ outcome, rows, at, grant }) => [outcome, rows, at, grant])).toEqual([
      ...Array.from({ length: 5 }, () => ['queued', 0, '2026-11-28T02:00:00.000Z', 'grant-1']),
      ...Array.from({ length: 5 }, () => ['accepted', 1, '2026-11-30T00:30:00.000Z', 'grant-1']),
    ])
    const again = await submit(docking, 'key-1', { ...input, copies: 1 })
    expect(again).toMatchObject({ status: 200, body: { accepted: true, repeated: true, receipt: { number: 6 } } })
    expect(docking.applications.rows).toHaveLength(5)
  })

  test('the same key is the same submission: told again as it is, with another input a conflict', async () => {
    await using docking = await RunningDocking.start({ manifest: queuedManifest(), now: () => closed })
    const answers = await Promise.all([1, 2, 3].map(() => submit(docking, 'key', input)))
    // Each comes on a line of its own: any of them may be the first.
    answers.sort((one, other) => Number(one.body['repeated']) - Number(other.body['repeated']))
    expect(answers.map(({ status, body }) => [status, body['repeated']])).toEqual([
      [202, false],
      [202, true],
      [202, true],
    ])
    expect((await submit(docking, 'key', input)).body).toEqual({ ...answers[0]?.body, repeated: true })
    expect((await submit(docking, 'key', { ...input, copies: 2 })).body['code']).toBe('BATCH_CONFLICT')
    expect(await docking.state.receipts(0, 10)).toHaveLength(2)
  })

  test('no more wait than may', async () => {
    const manifest = queuedManifest({ queue: { expiresMs: 7 * 86_400_000, limit: 2 } })
    await using docking = await RunningDocking.start({ manifest, now: () => closed })
    const answers = await Promise.all(
      [1, 2, 3, 4].map((copies) => submit(docking, `key-${copies}`, { ...input, copies })),
    )
    expect(answers.map(({ status, body }) => body['code'] ?? status).sort()).toEqual([
      202,
      202,
      'OVERLOADED',
      'OVERLOADED',
    ])
    expect((await submit(docking, 'key-5', { husbandId: '1' })).body['code']).toBe('PARAMETER_INVALID')
    const metrics = (await docking.get('/metrics')).text
    expect(metrics).toContain('berth_queue_submissions{operation="apply"} 2')
    expect(metrics).toContain('berth_system_open 0')
  })

  test('what would wait longer than the right to it is refused at once', async () => {
    await using docking = await RunningDocking.start({ manifest: queuedManifest(), now: () => closed })
    const short = submitGrant({ expiresAt: open - 1 })
    expect((await submit(docking, 'key', input, { grant: short })).body['code']).toBe('OUTSIDE_HOURS')
    expect((await stateOf(docking, 'key')).body['code']).toBe('SUBMISSION_UNKNOWN')
    const until = submitGrant({ expiresAt: open + 5000 })
    expect((await submit(docking, 'key', input, { grant: until })).body['expiresAt']).toBe('2026-11-30T00:30:05.000Z')
  })

  test('one that waited too long has failed, and is told so', async () => {
    let now = closed
    const options = { manifest: queuedManifest(), now: () => now, queueEveryMs: 20 }
    await using docking = await RunningDocking.start(options)
    await submit(docking, 'late', input)
    now = open + 7 * 86_400_000
    await docking.restart(options)
    const ended = await settled(docking, 'late', ['accepted', 'failed'])
    expect(ended.body).toMatchObject({ state: 'failed', code: 'SUBMISSION_EXPIRED', receipt: { number: 2 } })
    expect(docking.applications.rows).toEqual([])
    // The caller may submit it anew, under the same key too.
    expect((await submit(docking, 'late', input)).body['accepted']).toBe(true)
  })

  test('another consumer does not see it, nor one without a right', async () => {
    await using docking = await RunningDocking.start({ manifest: queuedManifest(), now: () => closed })
    await submit(docking, 'key', input)
    expect(await stateOf(docking, 'key', { consumer: 'other' })).toMatchObject({
      status: 404,
      body: { code: 'SUBMISSION_UNKNOWN' },
    })
    expect((await stateOf(docking, 'key', { purpose: 'other' })).body['code']).toBe('PURPOSE_MISMATCH')
    expect((await stateOf(docking, 'key', { resource: 'civil-affairs.marriage/marriage' })).body['code']).toBe(
      'GRANT_FOREIGN',
    )
    expect((await stateOf(docking, 'a b')).status).toBe(400)
  })
})

test('what waits is sealed in the state, and stands in no log', async () => {
  const docking = await RunningDocking.start({ manifest: queuedManifest(), now: () => closed })
  await submit(docking, 'CANARY-1', input)
  for (const name of readdirSync(docking.folder.path)) {
    if (!name.startsWith('state.')) continue
    const bytes = readFileSync(join(docking.folder.path, name))
    for (const secret of [citizenNumbers[0] ?? '', 'CANARY-1', '2026-02-01']) expect(bytes.includes(secret)).toBe(false)
  }
  await docking[Symbol.asyncDispose]()
  expect(docking.log.join('')).not.toMatch(new RegExp(`CANARY-1|${citizenNumbers[0]}`))
})

describe('an outage within hours', () => {
  test('queues what cannot be passed on, and what comes behind it, until the system is back', async () => {
    let down = true
    const options = { manifest: queuedManifest(), now: () => open, queueEveryMs: 10 }
    await using docking = await RunningDocking.start(options, undefined, () => {
      if (down) throw new BerthError('CONNECT_REFUSED', { host: 'h', port: 1 })
    })
    const first = await submit(docking, 'key-1', { ...input, copies: 1 })
    expect(first).toMatchObject({ status: 202, body: { accepted: 'queued', tryAt: '2026-11-30T00:30:00.010Z' } })
    const behind = await Promise.all([2, 3, 4].map((copies) => submit(docking, `key-${copies}`, { ...input, copies })))
    expect(behind.map(({ status }) => status)).toEqual([202, 202, 202])
    down = false
    for (const copies of [2, 3, 4]) await settled(docking, `key-${copies}`, ['accepted'])
    expect(docking.applications.rows[0]?.[2]).toBe(1)
    expect(docking.applications.rows.map((row) => Number(row[2])).sort()).toEqual([1, 2, 3, 4])
    expect((await submit(docking, 'key-5', { ...input, copies: 5 })).status).toBe(200)
  })

  test('what the system refuses has failed, and the next one’s turn comes', async () => {
    let down = true
    await using docking = await RunningDocking.start(
      { manifest: queuedManifest(), now: () => open, queueEveryMs: 10 },
      (session) => ({
        ...session,
        async apply(request, signal) {
          if (request.rows[0]?.[2] === 1)
            throw new BerthError('CONSTRAINT_VIOLATED', { constraint: 'C', nativeCode: '1' })
          return (await session.apply?.(request, signal)) ?? expect.fail()
        },
      }),
      () => {
        if (down) throw new BerthError('CONNECT_TIMEOUT', { host: 'h', port: 1, timeoutMs: 5 })
      },
    )
    await submit(docking, 'key-1', { ...input, copies: 1 })
    await submit(docking, 'key-2', { ...input, copies: 2 })
    down = false
    await settled(docking, 'key-2', ['accepted'])
    expect((await stateOf(docking, 'key-1')).body).toMatchObject({ state: 'failed', code: 'CONSTRAINT_VIOLATED' })
    expect(docking.applications.rows.map((row) => row[2])).toEqual([2])
    const metrics = (await docking.get('/metrics')).text
    expect(metrics).toContain('berth_queue_ended_total{operation="apply",outcome="failed"} 1')
    expect(metrics).toContain('berth_queue_ended_total{operation="apply",outcome="accepted"} 1')
  })

  test('a refusal of the system, a busy one and a wrong password are told at once', async () => {
    for (const code of ['AUTH_FAILED', 'SYSTEM_BUSY', 'DATABASE_MISSING'] as const) {
      await using docking = await RunningDocking.start(
        { manifest: queuedManifest(), now: () => open },
        undefined,
        () => {
          throw new BerthError(code, { database: 'd' })
        },
      )
      expect((await submit(docking, 'key', input)).body['code']).toBe(code)
    }
  })
})

describe('what nobody knows the end of', () => {
  /** A system with a procedure that is called while `down` says nothing. */
  function procedures(
    calls: number[],
    down: () => boolean,
    idempotent: boolean,
  ): Parameters<typeof RunningDocking.start>[0] {
    const base = memory([])
    const connector = defineConnector({
      manifest: {
        ...base.manifest,
        capabilities: { ...base.manifest.capabilities, invoke: idempotent ? { idempotent: true } : {} },
      },
      open: async (options, context) => ({
        ...(await base.open(options, context)),
        async invoke({ input: parameters }) {
          const copies = Number(parameters.find(({ name }) => name === 'FS')?.value)
          const repeated = calls.includes(copies)
          calls.push(copies)
          if (copies === 1 && !repeated) throw new BerthError('UNKNOWN_OUTCOME', { call: 'SP_SQ' })
          return { repeated, fields: [], rows: [] }
        },
      }),
    })
    const { dataset: _dataset, ...parameter } = queuedManifest().operations['apply']?.accept.parameter ?? expect.fail()
    const manifest = queuedManifest()
    const { apply } = manifest.operations
    if (apply === undefined) return expect.fail()
    const accept = { parameter: { ...parameter, procedure: 'SP_SQ' } }
    return {
      manifest: { ...manifest, operations: { apply: { ...apply, accept } } },
      now: () => open,
      queueEveryMs: 10,
      openConnection: async (_id, { access }) => {
        if (down()) throw new BerthError('CONNECT_REFUSED', { host: 'h', port: 1 })
        return await openSession(connector, {}, { access })
      },
    }
  }

  test.each([false, true])(
    'is told as unknown and not tried again, but where that does it once: %s',
    async (idempotent) => {
      const calls: number[] = []
      let down = true
      await using docking = await RunningDocking.start(procedures(calls, () => down, idempotent))
      await submit(docking, 'key-1', { ...input, copies: 1 })
      await submit(docking, 'key-2', { ...input, copies: 2 })
      down = false
      await settled(docking, 'key-2', ['accepted'])
      const first = (await stateOf(docking, 'key-1')).body
      const repeated = await submit(docking, 'key-1', { ...input, copies: 1 })
      if (idempotent) {
        expect(calls).toEqual([1, 1, 2])
        expect(first).toMatchObject({ state: 'accepted' })
        expect(repeated.body).toMatchObject({ accepted: true, repeated: true })
      } else {
        expect(calls).toEqual([1, 2])
        expect(first).toMatchObject({ state: 'unknown', code: 'UNKNOWN_OUTCOME', receipt: { number: 3 } })
        expect(repeated.body['code']).toBe('UNKNOWN_OUTCOME')
        expect(calls).toEqual([1, 2])
      }
    },
  )
})
