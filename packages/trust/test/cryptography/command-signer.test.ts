import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  answerProblem,
  commandSigner,
  exportPrivateJwk,
  generateKey,
  headHolds,
  type KeyAlgorithm,
  keySigner,
  MemoryReplayStore,
  type Signer,
  type SigningKey,
  signAnswerBy,
  signDetachedBy,
  signHeadBy,
  signRequestBy,
  verifyDetached,
  verifyRequest,
} from '../../src/index.ts'

let folder = ''
let program = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-signer-'))
  program = join(folder, 'sign.mjs')
  const trust = JSON.stringify(new URL('../../src/index.ts', import.meta.url).href)
  await writeFile(
    program,
    `import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { importPrivateJwk, signBytes } from ${trust}
const key = importPrivateJwk(JSON.parse(readFileSync(process.argv[2], 'utf8')), 'a.b')
console.log(signBytes(key, await buffer(process.stdin)).toString('hex'))
`,
  )
})
afterAll(() => rm(folder, { recursive: true }))

/** A program of its own, which alone has the key. */
function signing(key: SigningKey, held: SigningKey = key): Signer {
  const file = join(folder, `${key.id}-${Math.random()}.key`)
  writeFileSync(file, JSON.stringify(exportPrivateJwk(held)), { mode: 0o600 })
  const { id, publicKey } = key
  const run = [process.execPath, '--conditions=@berth/source', program, file] as const
  return commandSigner({ command: [...run], key: { id, publicKey } })
}

test.each<KeyAlgorithm>(['EdDSA', 'SGD_SM3_SM2'])('a program signs what a key would, %s', async (algorithm) => {
  const key = generateKey('a.b', algorithm)
  const signer = signing(key)
  const request = { method: 'POST', path: '/x', body: 'body' }
  const options = { keyOf: () => key, now: Date.now(), replay: new MemoryReplayStore() }
  expect(await verifyRequest(await signRequestBy(signer, request), request, options)).toMatchObject({ issuer: 'a.b' })
  const head = await signHeadBy(signer, { chain: 'a.b', number: 7, hash: 'ab'.repeat(32), at: '2026-01-01T00:00:00Z' })
  expect(headHolds(head, [key])).toBe(true)
  const answer = { request: 'token', status: 200, body: '{}' }
  expect(await answerProblem(await signAnswerBy(signer, answer, Date.now()), answer, key)).toBeUndefined()
  expect(verifyDetached(key, await signDetachedBy(signer, 'text', 'a-type'), 'text', 'a-type')).toBe(true)
})

test('what is no signature of the key is not used, and nothing that a program printed is told', async () => {
  const key = generateKey('a.b')
  const { id, publicKey } = key
  const run = (...command: [string, ...string[]]): Signer =>
    commandSigner({ command, key: { id, publicKey }, timeoutMs: 5000 })
  const node = process.execPath
  const signers = [
    signing(key, generateKey('a.b')),
    run(node, '-e', "console.log('canary'.repeat(30))"),
    run(node, '-e', "console.error('canary'); process.exit(3)"),
    run(join(folder, 'no-program')),
    // Longer than a system takes for one parameter.
    run(node, '-e', ' '.repeat(4_000_000)),
    commandSigner({ command: [node, '-e', 'setInterval(() => {}, 1000)'], key, timeoutMs: 100 }),
  ]
  for (const signer of signers) {
    const error: unknown = await signer.sign(Buffer.from('x')).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'SIGNER_FAILED', action: 'retry' })
    expect(JSON.stringify(error) + String((error as Error).cause)).not.toContain('canary')
  }
  const stop = new AbortController()
  const waiting = run(node, '-e', 'setInterval(() => {}, 1000)').sign(Buffer.from('x'), { signal: stop.signal })
  stop.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' })
})

test('however many ask, eight programs run at once, and whoever waits too long is told so', {
  timeout: 60_000,
}, async () => {
  const log = join(folder, 'turns')
  const logged = `const { appendFileSync } = require('node:fs'); appendFileSync(${JSON.stringify(log)}, '+')`
  const ending = `setTimeout(() => appendFileSync(${JSON.stringify(log)}, '-'), 200)`
  const key = generateKey('a.b')
  const failing = (program: string, timeoutMs: number): Signer =>
    commandSigner({ command: [process.execPath, '-e', program], key, timeoutMs })
  const all = async (signer: Signer): Promise<unknown[]> => {
    const asked = Array.from({ length: 20 }, () => signer.sign(Buffer.from('x')).catch((reason: unknown) => reason))
    return await Promise.all(asked)
  }
  const ended = await all(failing(`${logged}; ${ending}`, 60_000))
  expect(ended.map((error) => BerthError.is(error) && error.details['problem'])).toEqual(
    Array.from({ length: 20 }, () => 'signature-form'),
  )
  let running = 0
  const counts = [...readFileSync(log, 'utf8')].map((mark) => (running += mark === '+' ? 1 : -1))
  expect([counts.length, Math.max(...counts) <= 8]).toEqual([40, true])
  const late = await all(failing('setInterval(() => {}, 1000)', 500))
  const inLine = late.filter((error) => BerthError.is(error) && error.details['problem'] === 'over 500 ms in line')
  expect(late.every((error) => BerthError.is(error) && error.code === 'SIGNER_FAILED')).toBe(true)
  // Those that eight which ended made room for may have begun.
  expect(inLine.length).toBeGreaterThanOrEqual(4)
  const stop = new AbortController()
  const busy = failing('setInterval(() => {}, 1000)', 60_000)
  const stopped = Array.from({ length: 9 }, () => busy.sign(Buffer.from('x'), { signal: stop.signal }))
  stop.abort()
  for (const each of stopped) await expect(each).rejects.toMatchObject({ code: 'ABORTED' })
})

test('a key that is held here tells its public half as a signer', () => {
  const key = generateKey('a.b')
  expect(keySigner(key)).toMatchObject({ id: 'a.b', algorithm: 'EdDSA', publicKey: key.publicKey })
})
