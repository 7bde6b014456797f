import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningPlatform, startPlatform } from '@berth/platform'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { berth, jsonOf } from '../berth.ts'

let folder = ''
let platform: RunningPlatform
let tried: readonly string[]

beforeAll(async () => {
  platform = await startPlatform()
  folder = await mkdtemp(join(tmpdir(), 'berth-check-platform-'))
  await writeFile(join(folder, 'admin.token'), `${platform.adminToken}\n`)
  tried = ['check', '--platform', platform.url, '--admin-token-file', 'admin.token']
})
afterAll(async () => {
  await platform.close()
  await rm(folder, { recursive: true, force: true })
})

describe('berth check --platform', () => {
  it('tries cases, groups and clauses, and takes back what it published and granted', async () => {
    const words = [...tried, '--only', 'PLT-1', '--only', 'signed', '--only', 'ask/revoked', '--seed', '42', '--json']
    const ran = await berth(words, { cwd: folder })
    const result = jsonOf<{ ok: boolean; seed: number; results: { id: string; outcome: string }[] }>(ran)
    expect(result.results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    expect(result).toMatchObject({ ok: true, seed: 42, role: 'platform', counts: { passed: 12 }, complete: false })
    expect(ran.code).toBe(0)
    const { total } = (await (await fetch(`${platform.url}/api/catalogue`)).json()) as { total: number }
    expect(total).toBe(0)
    const grants = await platform.administer.listGrants()
    expect(grants.length).toBeGreaterThan(0)
    expect(grants.filter(({ revokedAt }) => revokedAt === undefined)).toEqual([])
    expect(ran.out + ran.err).not.toContain(platform.adminToken)
  })

  it('says what a wrong token comes to, in words and with the command that tries it again', async () => {
    await writeFile(join(folder, 'wrong.token'), 'wrong')
    const words = ['check', '--platform', platform.url, '--admin-token-file', 'wrong.token', '--only', 'ask/no-grant']
    const ran = await berth(words, { cwd: folder })
    expect(ran.code).toBe(1)
    expect(ran.out).toContain('✗ ask/no-grant  PLT-10')
    expect(ran.out).toContain('an enrolment code: expected a success, got 401 ADMINISTRATOR_REQUIRED')
    expect(ran.out).toMatch(
      /berth check --platform http\S+ --only ask\/no-grant --seed \d+ --admin-token-file wrong.token/,
    )
    expect(ran.out).toContain('the team of the platform')
  })

  it.each([
    [3, 'SECRET_MISSING', []],
    [2, 'PARAMETER_INVALID', ['--only', 'nothing']],
    [2, 'PARAMETER_INVALID', ['--seed', '0']],
  ])('ends with %i, %s, without a token and with %j', async (code, error, more) => {
    const ran = await berth(['check', '--platform', platform.url, '--json', ...more], { cwd: folder })
    expect([ran.code, jsonOf(ran)]).toMatchObject([code, { error: { code: error } }])
  })

  it('does not write to a platform elsewhere before one agrees', async () => {
    const ran = await berth(['check', '--platform', 'https://platform.example'], { cwd: folder })
    expect(ran.code).toBe(2)
    expect(ran.out).toContain('names begin with kit-')
    expect(ran.err).toContain('--yes')
  })

  it('says that nobody is at the address', async () => {
    const gone = await startPlatform()
    await gone.close()
    const words = ['check', '--platform', gone.url, '--admin-token-file', 'admin.token', '--json']
    const ran = await berth(words, { cwd: folder })
    expect([ran.code, jsonOf(ran)]).toMatchObject([4, { error: { code: 'PLATFORM_UNREACHABLE' } }])
  })
})
