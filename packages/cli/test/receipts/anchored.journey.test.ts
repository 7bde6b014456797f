import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type RunningPlatform, startPlatform } from '@berth/platform'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { berth, jsonOf } from '../berth.ts'
import { edit, newDocking, reviewed } from '../journey/docking.ts'

let folder = ''
let platform: RunningPlatform

const inState = (sql: string): void => {
  using database = new DatabaseSync(join(folder, '.berth/state.sqlite'))
  database.exec(sql)
}

beforeAll(async () => {
  platform = await startPlatform()
  folder = await newDocking(50)
  await berth(['discover', '--tables', 'T_HYDJ'], { cwd: folder })
  const link = `platform: { url: "${platform.url}", agentUrl: "http://127.0.0.1:9" }\n\nconnections:`
  await edit(folder, [...reviewed, ['connections:', link], [/to: out/, 'to: platform']])
  const party = { kind: 'system', id: 'civil.marriage', title: '婚姻登记系统' } as const
  const { code } = await platform.administer.createEnrolmentCode(party)
  expect((await berth(['publish', '--code', code], { cwd: folder })).code).toBe(0)
})
afterAll(async () => {
  await platform.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a docking with a platform', () => {
  it('has its receipts seen by the platform behind each run', { timeout: 120_000 }, async () => {
    for (let run = 1; run <= 3; run++) {
      expect((await berth(['sync', '--restart'], { cwd: folder })).code).toBe(0)
    }
    const verified = await berth(['receipts', 'verify', '--json'], { cwd: folder })
    const report = jsonOf<{ last: number }>(verified)
    expect(report.last).toBeGreaterThanOrEqual(3)
    expect(report).toMatchObject({ ok: true, anchored: { number: report.last } })
    const told = await berth(['receipts', 'verify'], { cwd: folder })
    expect(told.out).toContain(`up to number ${report.last}: seen by the platform`)
  })

  it('cannot hide a cut end from the platform, although it removes its own heads', { timeout: 120_000 }, async () => {
    const whole = jsonOf<{ last: number }>(await berth(['receipts', 'verify', '--json'], { cwd: folder }))
    inState(`DELETE FROM receipt WHERE number = ${whole.last}`)
    const cut = await berth(['receipts', 'verify', '--json'], { cwd: folder })
    const fault = { kind: 'truncated', number: whole.last, through: whole.last }
    expect([cut.code, jsonOf(cut)]).toMatchObject([1, { faults: [fault] }])
    inState(`DELETE FROM receipt_head WHERE number = ${whole.last}`)
    expect((await berth(['receipts', 'verify'], { cwd: folder })).code).toBe(0)
    const asked = await berth(['receipts', 'verify', '--platform', '--json'], { cwd: folder })
    expect([asked.code, jsonOf(asked)]).toMatchObject([1, { faults: [fault] }])
  })

  it('is told when it goes on behind the cut as if nothing were', { timeout: 120_000 }, async () => {
    await berth(['sync', '--restart'], { cwd: folder })
    const asked = await berth(['receipts', 'verify', '--platform', '--json'], { cwd: folder })
    expect(asked.code).toBe(1)
    expect(jsonOf<{ faults: object[] }>(asked).faults[0]).toMatchObject({ kind: 'replaced' })
  })
})
