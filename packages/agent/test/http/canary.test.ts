import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { canary, citizenNumbers } from '../docking/marriage-tables.ts'
import { grant, RunningDocking } from '../docking/running-docking.ts'

/** What a driver may say in its own words: a value of the source stands in it. */
const nativeMessage = `duplicate value ("${canary}-native", "${citizenNumbers[7]}")`

test('an ungraded item, and what was asked by, stand in no exit: answer, log, metrics, error, state', async () => {
  const docking = await RunningDocking.start({}, (session) => ({
    ...session,
    async lookup(request, signal) {
      if (request.keys.some((key) => key[0] === 111)) throw new Error(nativeMessage)
      if (request.keys.some((key) => key[0] === 112)) {
        throw new BerthError(
          'QUERY_FAILED',
          { call: 'lookup', nativeCode: '-803' },
          { cause: new Error(nativeMessage) },
        )
      }
      expect(request.columns.map(({ name }) => name)).not.toContain('MM')
      return (await session.lookup?.(request, signal)) ?? expect.fail()
    },
  }))
  const asked = citizenNumbers[7]
  const answers = [
    await docking.ask({ husbandId: asked }, { grant: grant({ items: ['district'], clearance: 'core' }) }),
    await docking.ask({ valid: true }, { grant: grant({ clearance: 'core' }) }),
    await docking.ask({ id: 1 }, { grant: grant({ items: ['secretNote', 'id'], clearance: 'core' }) }),
    await docking.ask({ id: 111 }),
    await docking.ask({ id: 112 }),
    await docking.ask({ [asked ?? '']: 1 }),
    await docking.ask({ secretNote: `${canary}-1` }),
    await docking.ask({ husbandId: `${asked}9` }),
    await docking.send({ path: `/resources/${asked}/lookup`, body: { purpose: 'x', by: {} } }),
    await docking.send({ path: `/resources/marriage/lookup?husbandId=${asked}`, body: `{"by": ${asked}` }),
    await docking.send({ path: `/operations/${asked}`, body: { purpose: 'x', input: { x: asked } } }),
    await docking.submit({ husbandId: `${asked}9` }),
    await docking.get(`/${asked}?x=${asked}`),
    await docking.get('/metrics'),
    await docking.get('/ready'),
    await docking.get('/openapi.json'),
  ]
  expect(answers.map(({ status }) => status)).toEqual([
    403, 200, 200, 500, 502, 400, 400, 400, 404, 400, 404, 400, 404, 200, 200, 200,
  ])
  await docking.agent.close()
  await docking.state[Symbol.asyncDispose]()
  const state = readdirSync(docking.folder.path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
  docking.folder[Symbol.dispose]()
  expect(state.length).toBeGreaterThan(0)
  // The one answer that may hold what was asked by is the one for a permit that covers it; there is none here.
  const exits: readonly (readonly [string, string])[] = [
    ['log', docking.log.join('')],
    ...answers.map(({ text, headers }, index) => [`answer ${index}`, text + JSON.stringify([...headers])] as const),
    ...state.map((bytes, index) => [`state ${index}`, bytes.toString('latin1')] as const),
  ]
  expect(docking.log.length).toBeGreaterThan(answers.length)
  for (const [exit, text] of exits) {
    expect(text, exit).not.toContain(canary)
    if (exit !== 'answer 1') expect(text, exit).not.toContain(asked)
  }
})

test('a problem names nothing of the inside; the log does', async () => {
  const docking = await RunningDocking.start({
    openConnection: async () => {
      throw new BerthError('CONNECT_REFUSED', { host: 'db7.inside', port: 3050 })
    },
  })
  const answer = await docking.ask({ id: 1 }, { headers: { 'accept-language': 'en' } })
  expect(answer).toMatchObject({ status: 503, body: { code: 'CONNECT_REFUSED', origin: 'network', action: 'retry' } })
  expect(answer.text).not.toContain('db7')
  expect(answer.text).not.toContain('3050')
  expect(answer.headers.get('retry-after')).toBe('1')
  const ready = await docking.get('/ready')
  expect(ready).toMatchObject({ status: 503, body: { ready: false } })
  expect(ready.body['connections']).toEqual({ registry: { ready: false, code: 'CONNECT_REFUSED' } })
  const [receipt] = await docking.state.receipts(0, 10)
  expect(receipt).toMatchObject({ outcome: 'failed', code: 'CONNECT_REFUSED', rows: 0, items: [] })
  await docking[Symbol.asyncDispose]()
  expect(docking.log.join('')).toContain('db7.inside')
})
