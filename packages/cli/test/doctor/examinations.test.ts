import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { parseManifest } from '@berth/manifest'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { diagnosisLines } from '../../src/doctor/diagnosis-lines.ts'
import { examineClock, examineTimeZone } from '../../src/doctor/examine-clock.ts'
import { examineFiles } from '../../src/doctor/examine-files.ts'
import { ownerOf } from '../../src/doctor/owner-of.ts'
import { marriageManifest } from '../dev/marriage-docking.ts'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-examined-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const now = Date.parse('2026-11-24T08:00:00Z')

test.each([
  ['2026-11-24T08:00:30Z', undefined],
  ['2026-11-24T08:02:00Z', 'CLOCKS_APART'],
  // With its zone a time cannot be one of another zone.
  ['2026-11-24T16:00:00Z', 'CLOCKS_APART'],
])('a clock that says %s is told as %s', (clock, code) => {
  expect(examineClock('legacy', { product: 'p', writable: false, clock }, now).error?.code).toBe(code)
})

test.each([
  [8 * 3600, 'TIME_ZONES_APART', { subject: 'legacy', minutes: 480 }],
  [-8 * 3600 + 20, 'TIME_ZONES_APART', { subject: 'legacy', minutes: 480 }],
  [8 * 3600 + 300, 'CLOCKS_APART', { subject: 'legacy', seconds: 29_100 }],
  [48 * 3600, 'CLOCKS_APART', { subject: 'legacy', seconds: 172_800 }],
])('a local time that is %i seconds off is told as %s', (seconds, code, details) => {
  const local = new Date(now + seconds * 1000 - new Date(now).getTimezoneOffset() * 60_000)
  const { error } = examineClock(
    'legacy',
    { product: 'p', writable: false, clock: local.toISOString().slice(0, 19) },
    now,
  )
  expect([error?.code, error?.details]).toEqual([code, details])
})

test('the zone of this machine is told with its distance from UTC', () => {
  expect(examineTimeZone().fact).toMatch(/^\S+ \(UTC[+-]\d\d:\d\d\)$/)
})

test('keys that others may read are found, each by its name, and a readable .env is a warning', async () => {
  const { manifest } = parseManifest(marriageManifest, { file: 'berth.yaml', folder })
  if (manifest === undefined) throw new Error('the manifest does not hold')
  const examined = async (): Promise<string[]> => {
    const found = await Array.fromAsync(examineFiles(manifest))
    return found.map(({ subject, state, error }) => [subject, state, error?.code].filter(Boolean).join(' '))
  }
  await mkdir(join(folder, '.berth', 'secrets'), { recursive: true })
  for (const file of ['.env', '.berth/agent.key', '.berth/secrets/DB_PASSWORD']) {
    await writeFile(join(folder, file), 'x', { mode: 0o600 })
  }
  expect(await examined()).toEqual(['ok'])
  for (const file of ['.env', '.berth/agent.key', '.berth/secrets/DB_PASSWORD']) await chmod(join(folder, file), 0o640)
  expect(await examined()).toEqual([
    '.env warning SECRET_EXPOSED',
    '.berth/agent.key failed SECRET_EXPOSED',
    '.berth/secrets/DB_PASSWORD failed SECRET_EXPOSED',
  ])
})

test.each([
  ['HOST_UNKNOWN', 'network'],
  ['PERMISSION_DENIED', 'dba'],
  ['TEXT_UNDECODABLE', 'dba'],
  ['PLATFORM_REFUSED', 'platform'],
  ['SECRET_MISSING', 'department'],
] as const)('%s is for: %s', (code, owner) => {
  expect(ownerOf(new BerthError(code))).toBe(owner)
})

test('a problem names whom to turn to', () => {
  const error = new BerthError('PERMISSION_DENIED', { subject: 'T' })
  const lines = diagnosisLines({ examination: 'rights', state: 'failed', error, owner: 'dba' })
  expect(lines[2]).toContain("the system's or database administrator")
})
