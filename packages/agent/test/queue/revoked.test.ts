import { issueRevocations } from '@berth/trust'
import { expect, test, vi } from 'vitest'
import type { RevocationSource } from '../../src/service/revocations.ts'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { platform, RunningDocking } from '../docking/running-docking.ts'
import { closed, open, queuedManifest, settled, stateOf, submit, submitGrant } from './queued-docking.ts'

const input = { husbandId: citizenNumbers[0], wantedOn: '2026-02-01', copies: 1 }

test('what waits under a grant that is revoked meanwhile never reaches the system, and the next one does', async () => {
  let now = closed
  const revoked: string[] = []
  const revocations: RevocationSource = {
    fetch: () => Promise.resolve(issueRevocations(platform, 'civil-affairs.marriage', revoked, now)),
    everyMs: 10,
  }
  const options = { manifest: queuedManifest(), now: () => now, queueEveryMs: 20, revocations }
  await using docking = await RunningDocking.start(options)
  expect((await submit(docking, 'taken-back', input)).status).toBe(202)
  const other = { grant: submitGrant({ id: 'grant-2' }) }
  expect((await submit(docking, 'kept', { ...input, copies: 2 }, other)).status).toBe(202)
  revoked.push('grant-1')
  now = open
  await docking.restart(options)
  await vi.waitFor(
    async () => expect((await stateOf(docking, 'kept', { id: 'grant-2' })).body['state']).toBe('accepted'),
    10_000,
  )
  expect(docking.applications.rows.map((row) => row[2])).toEqual([2])
  const { body } = await stateOf(docking, 'taken-back', { id: 'grant-2' })
  expect(body).toMatchObject({ state: 'failed', code: 'GRANT_REVOKED' })
  const receipts = await docking.state.receipts(0, 100)
  expect(receipts.find(({ code }) => code === 'GRANT_REVOKED')).toMatchObject({
    outcome: 'refused',
    grant: 'grant-1',
    rows: 0,
  })
  const { text } = await docking.get('/metrics')
  expect(text).toContain('berth_queue_ended_total{operation="apply",outcome="refused"} 1')
  expect(text).toContain('berth_refusals_total{reason="grant-revoked"} 1')
})

test('while nobody can tell whether grants hold, submissions wait on', async () => {
  let now = closed
  let away = false
  const revocations: RevocationSource = {
    fetch: () =>
      away
        ? Promise.reject(new TypeError('away'))
        : Promise.resolve(issueRevocations(platform, 'civil-affairs.marriage', [], now)),
    everyMs: 10,
    maxAgeMs: 60_000,
  }
  const options = { manifest: queuedManifest(), now: () => now, queueEveryMs: 10, revocations }
  await using docking = await RunningDocking.start(options)
  expect((await submit(docking, 'key', input)).status).toBe(202)
  away = true
  now = open
  await docking.restart(options)
  await vi.waitFor(() => expect(docking.log.join('')).toMatch(/"REVOCATIONS_STALE".*submissions wait/), 10_000)
  expect(docking.applications.rows).toEqual([])
  away = false
  await vi.waitFor(async () => expect((await stateOf(docking, 'key')).body['state']).toBe('accepted'), 10_000)
  expect((await settled(docking, 'key', ['accepted'])).status).toBe(200)
})

test('what waits under a grant that ends while the one before it is passed on never reaches the system', async () => {
  let now = closed
  const options = { manifest: queuedManifest(), now: () => now, queueEveryMs: 20 }
  await using docking = await RunningDocking.start(options, (session) => ({
    ...session,
    async apply(request, signal) {
      now = open + 10_000
      return (await session.apply?.(request, signal)) ?? expect.fail()
    },
  }))
  expect((await submit(docking, 'slow', input)).status).toBe(202)
  const short = { grant: submitGrant({ id: 'grant-2', expiresAt: open + 5000 }) }
  expect((await submit(docking, 'ended', { ...input, copies: 2 }, short)).status).toBe(202)
  now = open
  await docking.restart(options)
  expect((await settled(docking, 'ended', ['accepted', 'failed'])).body).toMatchObject({
    state: 'failed',
    code: 'SUBMISSION_EXPIRED',
  })
  expect(docking.applications.rows.map((row) => row[2])).toEqual([1])
})
