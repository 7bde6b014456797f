import { existsSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { PlatformClient } from '@berth/agent'
import { type RunningPlatform, startPlatform } from '@berth/platform'
import { generateKey } from '@berth/trust'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { berth, jsonOf, type Ran } from '../berth.ts'
import { citizenNumber } from '../legacy-database.ts'
import { edit, newDocking, reviewed } from './docking.ts'

let folder = ''
let platform: RunningPlatform
let port = 0

/** A port that was free a moment ago: the platform has to know the agent's address before it starts. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

beforeAll(async () => {
  platform = await startPlatform()
  port = await freePort()
  folder = await newDocking(1200)
  await berth(['discover', '--tables', 'T_HYDJ'], { cwd: folder })
  const link = `platform: { url: "${platform.url}", agentUrl: "http://127.0.0.1:${port}" }\n\nconnections:`
  await edit(folder, [...reviewed, ['connections:', link], [/to: out/, 'to: platform']])
})
afterAll(async () => {
  await platform.close()
  await rm(folder, { recursive: true, force: true })
})

/** Runs a command that stays up, does something meanwhile, and stops it as an operating system does. */
async function whileUp(words: readonly string[], run: (ready: Record<string, unknown>) => Promise<void>): Promise<Ran> {
  const stop = new AbortController()
  let ready: (result: Record<string, unknown>) => void = () => undefined
  const up = new Promise<Record<string, unknown>>((resolve) => {
    ready = resolve
  })
  const watch = (out: string): void => {
    if (out.trimEnd().endsWith('}')) ready(JSON.parse(out))
  }
  const ended = berth(words, { cwd: folder, stop: stop.signal, watchOut: watch })
  const early = ended.then((ran): never => {
    throw new Error(`${words.join(' ')} ended: ${ran.out}${ran.err}`)
  })
  try {
    await run(await Promise.race([up, early]))
  } finally {
    stop.abort()
    early.catch(() => undefined)
  }
  return await ended
}

describe('with a platform', () => {
  it('refuses a docking that is not enrolled', async () => {
    const ran = await berth(['publish', '--json'], { cwd: folder })
    expect(ran.code).toBe(7)
    expect(jsonOf(ran)).toMatchObject({ error: { code: 'PLATFORM_REFUSED' } })
  })

  it('enrols once, publishes, and knows when nothing changed', async () => {
    const { code } = await platform.administer.createEnrolmentCode({
      kind: 'system',
      id: 'civil.marriage',
      title: '婚姻登记系统',
    })
    const first = await berth(['publish', '--code', code, '--json'], { cwd: folder })
    expect(first.err).toBe('')
    expect(jsonOf(first)).toMatchObject({ enrolled: true, changed: true, version: 1, resources: ['hydj'], drafts: [] })
    const again = await berth(['publish', '--json'], { cwd: folder })
    expect(jsonOf(again)).toMatchObject({ enrolled: false, changed: false, version: 1 })
    const used = await berth(['publish', '--code', code, '--json'], { cwd: folder })
    expect(used.code).toBe(7)
  })

  it('delivers batches to the platform', async () => {
    const ran = await berth(['sync', '--json'], { cwd: folder })
    expect(jsonOf(ran)).toMatchObject({ exchanges: [{ ok: true, resource: 'hydj', exit: 'file', rows: 1200 }] })
    expect(ran.code).toBe(0)
  })

  it('answers a consumer through the platform, and stops in good order', async () => {
    const { administer, url } = platform
    const consumer = generateKey('bureau.housing')
    const party = { kind: 'consumer', id: consumer.id, title: '住房公积金中心', clearance: 3 } as const
    const { code } = await administer.createEnrolmentCode(party)
    const client = new PlatformClient({ url, key: consumer })
    await client.enrol(code)
    await administer.issueGrant({
      consumer: consumer.id,
      resource: 'civil.marriage/hydj',
      items: ['nfSfzh', 'djrq'],
      clearance: 3,
      purpose: 'housing-loan',
    })
    const ran = await whileUp(['start', '--port', String(port), '--json'], async (ready) => {
      expect(ready).toEqual({
        system: 'civil.marriage',
        address: `http://127.0.0.1:${port}`,
        agentUrl: `http://127.0.0.1:${port}`,
        scheduled: [],
      })
      const by = { nfSfzh: citizenNumber(7) }
      const answer = await client.ask('civil.marriage/hydj', { purpose: 'housing-loan', by })
      expect(answer.items).toEqual(['nfSfzh', 'djrq'])
      expect(answer.rows[0]).toMatchObject({ nfSfzh: citizenNumber(7) })
      expect(answer.withheld).toContainEqual({ item: 'phone', reason: 'NOT_GRANTED' })
      const second = await berth(['start', '--port', '0', '--json'], { cwd: folder })
      expect([second.code, jsonOf(second)]).toMatchObject([
        3,
        { error: { code: 'STATE_LOCKED', details: { held: 'agent' } } },
      ])
      const words = ['lookup', 'hydj', `nfSfzh=${citizenNumber(7)}`, '--as', '3', '--json']
      expect(jsonOf(await berth(words, { cwd: folder }))).toHaveProperty('rows.0.nfSfzh', citizenNumber(7))
      expect((await berth(['sync', '--json'], { cwd: folder })).code).toBe(0)
      expect((await client.ask('civil.marriage/hydj', { purpose: 'housing-loan', by })).rows).toEqual(answer.rows)
      const shown = jsonOf<{ receipts: { consumer: string }[] }>(
        await berth(['receipts', 'show', '--json'], { cwd: folder }),
      )
      const consumers = shown.receipts.slice(-4).map(({ consumer: name }) => name)
      expect(consumers).toEqual(['bureau.housing', `local:${userInfo().username}`, 'platform', 'bureau.housing'])
      expect(jsonOf(await berth(['receipts', 'verify', '--json'], { cwd: folder }))).toMatchObject({ ok: true })
    })
    expect(ran.code).toBe(0)
    expect(ran.err).not.toContain(citizenNumber(7))
    expect(jsonOf(await berth(['receipts', 'verify', '--json'], { cwd: folder }))).toMatchObject({ ok: true })
  })

  it('delivers by its schedule while it runs', async () => {
    await edit(folder, [['to: platform', 'to: out\n        every: PT1H']])
    const ran = await whileUp(['start', '--port', '0', '--json'], async (ready) => {
      expect(ready['scheduled']).toEqual(['hydj file'])
      const out = join(folder, 'out')
      const delivered = (): boolean =>
        existsSync(out) && readdirSync(out).some((name) => name.endsWith('.manifest.json'))
      for (let waited = 0; !delivered() && waited < 10_000; waited += 50) await wait(50)
    })
    expect(ran.code).toBe(0)
    expect(ran.err).toContain('"msg":"exchange done"')
    expect(ran.err).not.toContain('"msg":"exchange failed"')
    await edit(folder, [['to: out\n        every: PT1H', 'to: platform']])
  })

  it('starts while the platform is away, with the keys it has kept', async () => {
    await platform.close()
    const ran = await whileUp(['start', '--port', '0', '--json'], async ({ address }) => {
      expect((await fetch(`${String(address)}/health`)).status).toBe(200)
    })
    expect(ran.code).toBe(0)
    const sync = await berth(['sync', '--json'], { cwd: folder })
    expect([sync.code, jsonOf(sync)]).toMatchObject([4, { error: { code: 'PLATFORM_UNREACHABLE' } }])
  })
})
