import { createHmac } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RequestExplanation } from '@berth/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { berth, jsonOf, type Ran } from '../berth.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-gateway-'))
  await mkdir(join(folder, '.berth', 'secrets'), { recursive: true })
  await writeFile(join(folder, '.berth', 'secrets', 'fetched'), 'test-app-secret-0001\n')
  await chmod(join(folder, '.berth', 'secrets', 'fetched'), 0o600)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const rtime = '1700000000000'
const headersSignedWith = (secret: string) => ({
  gjgxjhpt_rid: 'TEST-RID-0001',
  gjgxjhpt_sid: 's_TEST_0001',
  gjgxjhpt_rtime: rtime,
  gjgxjhpt_sign: createHmac('sha256', secret).update(`s_TEST_0001TEST-RID-0001${rtime}`).digest('base64'),
})

async function explain(request: unknown, ...words: string[]): Promise<Ran> {
  await writeFile(join(folder, 'refused.json'), typeof request === 'string' ? request : JSON.stringify(request))
  return berth(['gateway', 'explain', 'refused.json', '--secret', 'fetched', ...words], {
    cwd: folder,
    environment: { BERTH_SECRET_registered: 'test-registered-0001' },
  })
}

test('the registered secret instead of the one that was fetched, told in both languages', async () => {
  const request = { url: 'https://gateway.example/httpproxy', headers: headersSignedWith('test-registered-0001') }
  const ran = await explain(request, '--secret', 'registered', '--json')
  expect(ran.code).toBe(1)
  expect(jsonOf<RequestExplanation>(ran)).toMatchObject({
    dialect: 'gjgxjhpt',
    holds: false,
    findings: [{ ingredient: 'key', found: 'registered', expected: 'fetched' }],
  })
  const chinese = await explain(request, '--secret', 'registered', '--lang', 'zh')
  expect(chinese.out).toContain('密钥不对：用的是 registered，应为 fetched')
  for (const { out, err } of [ran, chinese]) expect(out + err).not.toMatch(/test-(registered|app-secret)-0001/)
})

test('what holds, and what is only too late', async () => {
  const request = { url: '/httpproxy', headers: headersSignedWith('test-app-secret-0001') }
  expect((await explain(request)).code).toBe(0)
  const late = await explain({ ...request, receivedAt: '2023-11-14T22:30:00Z' }, '--json')
  expect(late.code).toBe(1)
  expect(jsonOf<RequestExplanation>(late).findings).toMatchObject([{ ingredient: 'clock', found: '1000' }])
})

test('a file that is no request, a dialect or a secret that is not there', async () => {
  const request = { url: '/', headers: {} }
  for (const [given, words, code] of [
    ['no JSON', [], 'PARAMETER_INVALID'],
    [{ headers: {} }, [], 'PARAMETER_INVALID'],
    [{ url: '/', headers: { a: 1 } }, [], 'PARAMETER_INVALID'],
    [{ ...request, receivedAt: 'yesterday' }, [], 'PARAMETER_INVALID'],
    [request, [], 'PARAMETER_MISSING'],
    [request, ['--dialect', 'other'], 'PARAMETER_INVALID'],
    [request, ['--dialect', 'x-tif', '--secret', 'absent'], 'SECRET_MISSING'],
  ] as const) {
    const ran = await explain(given, ...words)
    expect(ran.code).not.toBe(0)
    expect(ran.err).toContain(code)
  }
})
