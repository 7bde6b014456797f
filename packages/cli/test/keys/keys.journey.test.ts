import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importPublicJwk, readKeyFile, signBytes, sm2SignatureToDer } from '@berth/trust'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { berth, jsonOf } from '../berth.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-keys-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const generate = ['keys', 'generate', '--name', 'city.registry']

test('keys of both profiles are made once, for their owner, and shown without their private half', async () => {
  for (const [profile, kty] of [
    ['international', 'OKP'],
    ['commercial', 'EC'],
  ] as const) {
    const out = join(folder, profile)
    const made = await berth([...generate, '--profile', profile, '--out', out, '--json'])
    expect(made.code, made.err).toBe(0)
    const jwk = jsonOf<Record<string, string>>(made)
    expect(jwk).toMatchObject({ kty, kid: 'city.registry' })
    expect(jwk).not.toHaveProperty('d')
    expect(statSync(out).mode & 0o777).toBe(0o600)
    const before = readFileSync(out, 'utf8')
    const again = await berth([...generate, '--out', out, '--json'])
    expect(again.code).toBe(3)
    expect(readFileSync(out, 'utf8')).toBe(before)
    const shown = await berth(['keys', 'show', out, '--json'])
    expect(jsonOf(shown)).toMatchObject([{ key: jwk }])
    expect(shown.out).not.toContain((JSON.parse(before) as { d: string }).d)
    expect(importPublicJwk(jwk).id).toBe('city.registry')
  }
})

test('openssl verifies with the PEM that is shown what the key signs', async () => {
  const out = join(folder, 'agent.key')
  await berth([...generate, '--profile', 'commercial', '--out', out])
  writeFileSync(join(folder, 'agent.pub'), (await berth(['keys', 'show', out, '--pem'])).out)
  const key = (await readKeyFile(out, 'city.registry')) ?? expect.fail()
  writeFileSync(join(folder, 'message'), 'x')
  writeFileSync(join(folder, 'signature'), sm2SignatureToDer(signBytes(key, Buffer.from('x'))))
  const distid = ['-sigopt', 'distid:1234567812345678']
  const verify = ['dgst', '-sm3', '-verify', 'agent.pub', '-signature', 'signature', ...distid, 'message']
  expect(execFileSync('openssl', verify, { cwd: folder }).toString()).toBe('Verified OK\n')
})

test('what is no key is told with a code, and nothing of it', async () => {
  writeFileSync(join(folder, 'x'), '{"kty":"OKP","crv":"Ed25519","d":"canary"')
  const ran = await berth(['keys', 'show', join(folder, 'x')])
  expect(ran.code).toBe(3)
  expect(ran.out + ran.err).not.toContain('canary')
  expect(ran.err).toContain('KEY_INVALID')
})
