import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPlatform } from '../../src/index.ts'
import { migrate } from '../../src/store/migrate.ts'
import { openPGliteStore } from '../../src/store/open-pglite-store.ts'
import type { Store } from '../../src/store/store.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-platform-'))
})

afterAll(() => rm(folder, { recursive: true }))

test('a second platform on the folder is refused; after the first ended, everything is still there', async () => {
  // What a first start leaves that was killed while it made the database.
  await mkdir(join(folder, 'database.new', 'global'), { recursive: true })
  await writeFile(join(folder, 'database.new', 'PG_VERSION'), '18\n')
  const first = await startPlatform({ folder })
  const { code } = await first.administer.createEnrolmentCode({ kind: 'system', id: 'a', title: 'A' })
  await expect(startPlatform({ folder })).rejects.toMatchObject({ code: 'STATE_LOCKED' })
  const keys = await (await fetch(`${first.url}/.well-known/jwks.json`)).text()
  await Promise.all([first.close(), first.close()])
  expect((await readdir(folder)).toSorted()).toEqual(['admin.token', 'database', 'lock', 'platform.key'])
  for (const secret of ['admin.token', 'platform.key']) {
    expect((await stat(join(folder, secret))).mode & 0o777).toBe(0o600)
  }
  const again = await startPlatform({ folder })
  expect(again.adminToken).toBe(first.adminToken)
  expect(again.adminToken).toBe((await readFile(join(folder, 'admin.token'), 'utf8')).trim())
  expect(await (await fetch(`${again.url}/.well-known/jwks.json`)).text()).toBe(keys)
  await again.close()
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  await expect(startPlatform({ folder, port })).rejects.toMatchObject({ code: 'PORT_IN_USE', details: { port } })
  taken.close()
  const store = await openPGliteStore(folder)
  const rows = await store.query<{ party: string; hash: string }>('select party, hash from enrolment_codes')
  expect(rows).toEqual([{ party: 'a', hash: expect.stringMatching(/^[0-9a-f]{64}$/) }])
  expect(rows[0]?.hash).not.toBe(code)
  await store.close()
})

test('a token that is too short is refused rather than used', async () => {
  await writeFile(join(folder, 'admin.token'), '\n')
  await expect(startPlatform({ folder })).rejects.toMatchObject({ code: 'STATE_CORRUPT' })
})

test('a folder that cannot be made is a coded error', async () => {
  await writeFile(join(folder, 'file'), '')
  const refused = startPlatform({ folder: join(folder, 'file', 'x') })
  await expect(refused).rejects.toMatchObject({ code: 'DIRECTORY_UNWRITABLE', details: { nativeCode: 'ENOTDIR' } })
})

let memory: Store

beforeAll(async () => {
  memory = await openPGliteStore()
})

afterAll(() => memory.close())

test('a transaction is whole or not at all, and a failure prints no value', async () => {
  const insert = "insert into seen_requests (id, expires_at) values ($1, '2026-01-01')"
  const failing = memory.transaction(async (transaction) => {
    await transaction.query(insert, ['110105194912310021'])
    await transaction.query(insert, ['110105194912310021'])
  })
  const error: unknown = await failing.catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'INTERNAL', details: { subject: 'database 23505' } })
  expect(`${inspect(error)}${JSON.stringify(error)}`).not.toContain('110105')
  expect(await memory.query('select id from seen_requests')).toEqual([])
})

test('migrations run once each, whole, and a database of a newer release is refused', async () => {
  const [row] = await memory.query<{ count: number }>('select count(*) as count from migrations')
  const released = Number(row?.count)
  const steps = Array.from({ length: released }, (_one, index) => ({ number: index + 1, statements: [] as string[] }))
  const next = { number: released + 1, statements: ['create table later (id text)', 'select nonsense'] }
  await expect(migrate(memory, [...steps, next])).rejects.toMatchObject({ code: 'INTERNAL' })
  const mended = { number: released + 1, statements: ['create table later (id text)'] }
  await migrate(memory, [...steps, mended])
  await migrate(memory, [...steps, mended])
  await expect(migrate(memory)).rejects.toMatchObject({ code: 'STATE_CORRUPT' })
})
