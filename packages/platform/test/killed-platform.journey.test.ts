import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Receipt } from '@berth/core'
import { exportPublicJwk, generateKey, verifyReceipts } from '@berth/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPGliteStore } from '../src/store/open-pglite-store.ts'
import { marriagePublication } from './marriage-publication.ts'
import { call, Party } from './party.ts'
import { emptyDatabase } from './started-platform.ts'

interface PlatformProcess {
  readonly child: ChildProcess
  readonly url: string
  readonly adminToken: string
}

const program = fileURLToPath(new URL('platform-process.ts', import.meta.url))
const batches = 40
let folder: string
let running: PlatformProcess

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-killed-'))
  await cp(await emptyDatabase(), join(folder, 'database'), { recursive: true })
  running = await start()
})

afterAll(async () => {
  await kill()
  await rm(folder, { recursive: true })
})

async function start(): Promise<PlatformProcess> {
  const child = fork(program, [folder], { execArgv: ['--conditions=@berth/source'], stdio: 'inherit' })
  const [ready] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the platform ended with ${code}`))),
  ])) as [{ url: string; adminToken: string }]
  return { child, ...ready }
}

async function kill(): Promise<void> {
  const { child } = running
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

function content(number: number): string {
  return `{"husbandId":"${String(number).padStart(18, '0')}"}\n`.repeat(number)
}

test('killed again and again in the midst of batches, it keeps every batch once and a chain that verifies', async () => {
  const key = generateKey('civil-affairs.marriage')
  const headers = { authorization: `Bearer ${running.adminToken}` }
  const body = JSON.stringify({ kind: 'system', id: key.id, title: 'x' })
  const { code } = (await call(`${running.url}/api/admin/enrolment-codes`, { method: 'POST', body, headers })).body
  const enrolment = JSON.stringify({ code, id: key.id, publicKey: exportPublicJwk(key) })
  expect(await call(`${running.url}/api/enrol`, { method: 'POST', body: enrolment })).toMatchObject({ status: 200 })
  const publication = marriagePublication()
  const published = await new Party(running.url, key).send('PUT', `/api/catalogue/${key.id}`, publication)
  expect(published.status).toBe(200)

  const acknowledged = new Map<number, unknown>()
  let kills = 0
  let repeats = 0
  for (let number = 1; number <= batches; ) {
    const party = new Party(running.url, key)
    const path = `/api/exchange/${key.id}/marriage/full/${number}`
    // Killed a little later into each batch that is chosen, so that kills fall before, within and after the commit.
    const doomed = number % 8 === 3 && kills < Math.ceil(number / 8)
    const timer = doomed ? setTimeout(() => running.child.kill('SIGKILL'), kills * 3) : undefined
    try {
      const answer = await party.send('PUT', path, content(number), { headers: { 'berth-rows': String(number) } })
      expect(answer).toMatchObject({ status: 200, body: { number } })
      if (answer.body['repeated'] === true) repeats++
      acknowledged.set(number, answer.body['receipt'])
      number++
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
    }
    if (doomed) {
      clearTimeout(timer)
      await kill()
      kills++
      running = await start()
    }
  }
  expect(kills).toBe(5)

  const last = new Party(running.url, key)
  const path = `/api/exchange/${key.id}/marriage/full/7`
  const again = await last.send('PUT', path, content(7), { headers: { 'berth-rows': '7' } })
  expect(again.body).toEqual({ number: 7, repeated: true, receipt: acknowledged.get(7) })
  await kill()

  await using store = await openPGliteStore(folder)
  const kept = await store.query<{ number: number; rows: number; content: string }>(
    'select number, rows, content from batches order by number',
  )
  expect(kept.map((batch) => batch.content)).toEqual(
    Array.from({ length: batches }, (_one, index) => content(index + 1)),
  )
  expect(kept.reduce((sum, batch) => sum + batch.rows, 0)).toBe((batches * (batches + 1)) / 2)
  const receipts = await store.query<{ document: Receipt }>('select document from receipts order by number')
  const chain = receipts.map((row) => row.document)
  expect(verifyReceipts(chain)).toEqual({ ok: true, count: batches })
  expect(chain.map(({ number, hash }) => ({ number, hash }))).toEqual([...acknowledged.values()])
  expect(repeats).toBeLessThanOrEqual(kills)
}, 120_000)
