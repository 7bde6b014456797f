import { copyFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BerthError } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createKeyFile,
  exportPrivateJwk,
  generateKey,
  issueGrant,
  keyInTurn,
  loadKey,
  readGrant,
  sameKey,
} from '../../src/index.ts'
import { OpenSsl } from '../cryptography/openssl.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-key-source-'))
})
afterAll(() => rm(folder, { recursive: true }))

const ed25519 = generateKey('a')
const sm2 = generateKey('a', 'SGD_SM3_SM2')
const node = process.execPath

test('a key comes from a file, the environment or a command, as JWK or PEM', async () => {
  for (const [at, key] of [ed25519, sm2].entries()) {
    const pem = String(key.privateKey.export({ format: 'pem', type: 'pkcs8' }))
    for (const text of [pem, JSON.stringify(exportPrivateJwk(key))]) {
      const file = join(folder, `${at}.key`)
      await writeFile(file, text, { mode: 0o600 })
      expect(sameKey(await loadKey({ file }, 'a'), key)).toBe(true)
      expect(sameKey(await loadKey({ environment: 'KEY' }, 'a', { environment: { KEY: text } }), key)).toBe(true)
      const command = [node, '-e', 'process.stdout.write(process.argv[1])', '--', text] as const
      expect(sameKey(await loadKey({ command }, 'a'), key)).toBe(true)
    }
  }
})

test('a key that openssl wrote is read', async () => {
  using openssl = new OpenSsl()
  for (const algorithm of ['ed25519', 'SM2']) {
    const text = openssl.run('genpkey', '-algorithm', algorithm)
    expect((await loadKey({ environment: 'KEY' }, 'a', { environment: { KEY: text } })).id).toBe('a')
  }
})

test('what gives no key is told with a code, and what it gave is not', async () => {
  const from = (script: string, timeoutMs?: number): Promise<unknown> =>
    loadKey({ command: [node, '-e', script], ...(timeoutMs === undefined ? {} : { timeoutMs }) }, 'a')
  const failed = await Promise.allSettled([
    from('console.log("leaked-canary"); console.error("leaked-canary")'),
    from('console.log("leaked-canary"); process.exit(3)'),
    from('setInterval(() => {}, 1000)', 300),
    from('for (;;) process.stdout.write("leaked-canary".repeat(1000))'),
    loadKey({ command: [join(folder, 'no-such-program')] }, 'a'),
  ])
  for (const each of failed) {
    const error = (each.status === 'rejected' ? each.reason : each.value) as BerthError
    expect(error.code).toBe('KEY_COMMAND_FAILED')
    expect(JSON.stringify(error) + error.text('en') + String(error.cause)).not.toContain('canary')
  }
  await expect(loadKey({ environment: 'KEY' }, 'a', { environment: {} })).rejects.toMatchObject({
    code: 'SECRET_MISSING',
  })
  const environment = { KEY: '-----BEGIN PRIVATE KEY-----\nleaked-canary\n-----END PRIVATE KEY-----' }
  const error = (await loadKey({ environment: 'KEY' }, 'a', { environment }).catch(
    (reason: unknown) => reason,
  )) as BerthError
  expect(error.code).toBe('KEY_INVALID')
  expect(JSON.stringify(error) + String(error.cause)).not.toContain('canary')
  await expect(loadKey({ file: join(folder, 'none.key') }, 'a')).rejects.toMatchObject({ code: 'KEY_FILE_UNUSABLE' })
})

test('a command that is waited for is left when the caller gives up', async () => {
  const stop = new AbortController()
  const waiting = loadKey({ command: [node, '-e', 'setInterval(() => {}, 1000)'] }, 'a', { signal: stop.signal })
  stop.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' })
})

test('a shell sees nothing of a command', async () => {
  const command = [node, '-e', 'process.stdout.write(process.argv[1])', '$(touch hacked); `id`'] as const
  await expect(loadKey({ command }, 'a')).rejects.toMatchObject({ code: 'KEY_COMMAND_FAILED' })
})

test('a new key in the file is taken up without a stop, and a damaged one is not', async () => {
  const file = join(folder, 'turn.key')
  const problems: string[] = []
  const turn = keyInTurn(file, 'a', { onProblem: (problem) => problems.push(problem.code) })
  await expect(turn.current()).rejects.toMatchObject({ code: 'KEY_FILE_UNUSABLE' })
  await createKeyFile(file, ed25519)
  expect(sameKey(await turn.current(), ed25519)).toBe(true)
  const now = Date.now()
  const times = { issuedAt: now, notBefore: now, expiresAt: now + 60_000 }
  const grant = {
    id: 'g',
    consumer: 'c',
    system: 's',
    resource: 's/r',
    items: [],
    clearance: 1,
    purpose: 'p',
    ...times,
  } as const
  const before = issueGrant(await turn.current(), grant)

  const fresh = join(folder, 'fresh.key')
  await createKeyFile(fresh, sm2)
  await rename(fresh, file)
  expect(sameKey(await turn.current(), sm2)).toBe(true)
  const after = issueGrant(await turn.current(), grant)
  for (const token of [before, after]) expect(await readGrant(token, [ed25519, sm2])).toMatchObject({ id: 'g' })

  await copyFile(file, join(folder, 'kept.key'))
  await writeFile(file, '{"kty":')
  for (let times = 0; times < 3; times++) expect(sameKey(await turn.current(), sm2)).toBe(true)
  await rm(file)
  expect(sameKey(await turn.current(), sm2)).toBe(true)
  expect(problems).toEqual(['KEY_FILE_UNUSABLE', 'KEY_FILE_UNUSABLE'])
  await rename(join(folder, 'kept.key'), file)
  expect(sameKey(await turn.current(), sm2)).toBe(true)
})
