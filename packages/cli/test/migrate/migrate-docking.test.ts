import { mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { migrations } from '@berth/manifest'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrateDocking } from '../../src/migrate/migrate-docking.ts'
import { migrateLines } from '../../src/migrate/migrate-lines.ts'

const before = migrations[0]?.example.before ?? ''
const after = migrations[0]?.example.after ?? ''

let folder = ''
let file = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-migrate-'))
  file = join(folder, 'berth.yaml')
})
afterEach(() => rm(folder, { recursive: true }))

test.each([
  ['as it is', before, after],
  ['with a byte order mark', `\uFEFF${before}`, `\uFEFF${after}`],
  ['with the line ends of Windows', before.replaceAll('\n', '\r\n'), after.replaceAll('\n', '\r\n')],
])('a manifest is rewritten %s, and nothing lies beside it', async (_name, text, expected) => {
  await writeFile(file, text)
  const tried = await migrateDocking({ folder, dryRun: true })
  expect(tried).toMatchObject({ ok: true, written: false, from: 1, to: 1 })
  expect(await readFile(file, 'utf8')).toBe(text)
  expect(await migrateDocking({ folder, dryRun: false })).toEqual({ ...tried, written: true })
  expect(await readFile(file, 'utf8')).toBe(expected)
  expect(await readdir(folder)).toEqual(['berth.yaml'])
  expect(await migrateDocking({ folder, dryRun: false })).toMatchObject({ ok: true, written: false, places: [] })
})

test('a link to a manifest stays a link', async () => {
  const real = join(folder, 'real.yaml')
  await writeFile(real, before)
  await symlink(real, file)
  expect(await migrateDocking({ folder, dryRun: false })).toMatchObject({ ok: true, written: true })
  expect([await readlink(file), await readFile(real, 'utf8')]).toEqual([real, after])
})

test('it is told place by place, and the value of an option never', async () => {
  await writeFile(file, before.replace('receipt-key.json', 'canary.json'))
  const result = await migrateDocking({ folder, dryRun: true })
  const lines = migrateLines(result).join('\n')
  expect(lines).toContain('berth.yaml:6:31  connections.inbox.options.receiptKeyFile')
  expect(lines).toMatch(/- receiptKey\n[^\n]*\+ receiptKeyFile/)
  expect(lines + JSON.stringify(result)).not.toContain('canary')
})

test('where a decision is needed, nothing is written, and it is not well', async () => {
  const both = before.replace('receiptKey:', 'receiptKeyFile: a, receiptKey:')
  await writeFile(file, both)
  const result = await migrateDocking({ folder, dryRun: false })
  expect(result).toMatchObject({
    ok: false,
    written: false,
    places: [{ byHand: { en: expect.stringMatching('remove') } }],
  })
  expect(migrateLines(result).filter((line) => line.includes(': 1'))).toHaveLength(1)
  expect(await readFile(file, 'utf8')).toBe(both)
})

test.each([
  ['no file', undefined, 'MANIFEST_MISSING'],
  ['GBK', Buffer.from('b1b1beA9'.repeat(4), 'hex'), 'MANIFEST_INVALID'],
  ['a later contract', 'berth: 2\n', 'MANIFEST_NEWER'],
  ['an empty file', '', 'MANIFEST_INVALID'],
])('refuses %s', async (_name, bytes, code) => {
  if (bytes !== undefined) await writeFile(file, bytes)
  const refusal = await migrateDocking({ folder, dryRun: false }).catch((error: unknown) => error)
  expect(BerthError.is(refusal) && refusal.code).toBe(code)
})
