import type { Session } from '@berth/core'
import { expect, test, vi } from 'vitest'
import { SystemHours } from '../../src/hours/system-hours.ts'
import { runSchedule } from '../../src/schedule/schedule.ts'
import { marriageManifest } from '../docking/marriage-manifest.ts'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { RunningDocking } from '../docking/running-docking.ts'

const manifest = {
  ...marriageManifest,
  system: { ...marriageManifest.system, hours: 'Mon-Fri 08:30-17:30 Asia/Shanghai' },
}
/** A Saturday. */
const closed = Date.parse('2026-11-28T02:00:00Z')
const open = Date.parse('2026-11-30T00:30:00Z')

test('outside its hours the system is not touched, and the answer says when to return', async () => {
  let now = closed
  let touched = 0
  await using docking = await RunningDocking.start({ manifest, now: () => now }, (session: Session) => {
    touched++
    return session
  })
  const by = { husbandId: citizenNumbers[0] }
  const refused = await docking.ask(by, { headers: { 'accept-language': 'en' } })
  expect(refused).toMatchObject({ status: 503, body: { code: 'OUTSIDE_HOURS', action: 'retry' } })
  expect(refused.headers.get('retry-after')).toBe(String((open - closed) / 1000))
  expect(refused.body['next']).toContain('2026-11-30T00:30:00.000Z')
  const submitted = await docking.submit({ husbandId: citizenNumbers[0] })
  expect(submitted).toMatchObject({ status: 503, body: { code: 'OUTSIDE_HOURS' } })
  const ready = await docking.get('/ready')
  expect(ready).toMatchObject({
    status: 200,
    body: { closedUntil: '2026-11-30T00:30:00.000Z', connections: { registry: { ready: false } } },
  })
  expect(touched).toBe(0)
  const receipts = await docking.state.receipts(0, 10)
  expect(receipts.map(({ code, outcome }) => [code, outcome])).toEqual([
    ['OUTSIDE_HOURS', 'failed'],
    ['OUTSIDE_HOURS', 'failed'],
  ])
  now = open
  expect((await docking.ask(by)).status).toBe(200)
  expect(touched).toBe(1)
})

test('what is not permitted is refused as such, whatever the hour', async () => {
  await using docking = await RunningDocking.start({ manifest, now: () => closed })
  expect((await docking.ask({ husbandId: '1' })).body['code']).toBe('PARAMETER_INVALID')
  expect((await docking.ask({ husbandId: citizenNumbers[0] }, { grant: undefined })).body['code']).toBe('GRANT_MISSING')
})

test('a schedule waits until the system is up', async () => {
  vi.useFakeTimers({ now: closed, toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  try {
    const hours = new SystemHours(manifest)
    let waited = 0
    const stop = new AbortController()
    const runs: string[] = []
    await runSchedule(
      [
        {
          name: 'sync',
          everyMs: 3_600_000,
          run() {
            runs.push(new Date().toISOString())
            stop.abort()
            return Promise.resolve()
          },
        },
      ],
      {
        signal: stop.signal,
        onFailure: () => expect.unreachable(),
        closedForMs: () => {
          // node:timers/promises is not faked: the clock is set on behind each question, the wait is cut to nothing.
          waited++
          const { closedForMs } = hours
          vi.setSystemTime(Date.now() + 6 * 3_600_000)
          return Math.min(closedForMs, 1)
        },
      },
    )
    expect(waited).toBeGreaterThan(3)
    expect(runs).toHaveLength(1)
    expect(Date.parse(runs[0] ?? '')).toBeGreaterThanOrEqual(open)
  } finally {
    vi.useRealTimers()
  }
})
