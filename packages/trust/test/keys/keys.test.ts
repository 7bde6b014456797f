import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  exportPrivateJwk,
  exportPublicJwk,
  generateKey,
  importJwks,
  importPrivateJwk,
  importPublicJwk,
  loadOrCreateKey,
} from '../../src/index.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-keys-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('a key goes out and comes back as JWK', () => {
  const key = generateKey('civil-affairs.marriage')
  const jwk = exportPublicJwk(key)
  expect(jwk).toMatchObject({ kty: 'OKP', crv: 'Ed25519', kid: 'civil-affairs.marriage', alg: 'EdDSA', use: 'sig' })
  expect(importPublicJwk(JSON.parse(JSON.stringify(jwk))).publicKey.equals(key.publicKey)).toBe(true)
  expect(importPublicJwk(jwk, 'other').id).toBe('other')
  expect(importJwks({ keys: [jwk] })[0]?.publicKey.equals(key.publicKey)).toBe(true)
  expect(importPrivateJwk(exportPrivateJwk(key), 'x').privateKey.equals(key.privateKey)).toBe(true)
})

test('a public JWK says nothing of the private half, and a private one is not taken for public', () => {
  const key = generateKey('a')
  expect(exportPublicJwk(key)).not.toHaveProperty('d')
  expect(() => importPublicJwk(exportPrivateJwk(key))).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }))
})

test('what is no Ed25519 key is refused with a code', () => {
  const jwk = exportPublicJwk(generateKey('a'))
  const wrong = [
    null,
    'x',
    {},
    { ...jwk, crv: 'X25519' },
    { ...jwk, kty: 'EC' },
    { ...jwk, x: 'AA' },
    { ...jwk, kid: '' },
  ]
  for (const each of wrong) {
    expect(() => importPublicJwk(each)).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }))
  }
  expect(() => importPrivateJwk(jwk, 'a')).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }))
  expect(() => importJwks({})).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }))
})

test('a key file is made once, for its owner only, by however many at once', async () => {
  const file = join(folder, 'new', 'state.key')
  const keys = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateKey(file, 'a')))
  for (const key of keys) expect(key.privateKey.equals(keys[0]?.privateKey ?? expect.fail())).toBe(true)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(join(folder, 'new'))).toEqual(['state.key'])
  expect((await loadOrCreateKey(file, 'a')).publicKey.equals(keys[0]?.publicKey ?? expect.fail())).toBe(true)
})

test('a key file that others may read, or that is damaged, is refused and left as it is', async () => {
  const open = join(folder, 'open.key')
  await loadOrCreateKey(open, 'a')
  await chmod(open, 0o644)
  await expect(loadOrCreateKey(open, 'a')).rejects.toMatchObject({ code: 'KEY_FILE_UNUSABLE' })
  const damaged = join(folder, 'damaged.key')
  await writeFile(damaged, '{"kty":"OKP"', { mode: 0o600 })
  await expect(loadOrCreateKey(damaged, 'a')).rejects.toMatchObject({ code: 'KEY_FILE_UNUSABLE' })
  expect(await readFile(damaged, 'utf8')).toBe('{"kty":"OKP"')
})

test('a folder that cannot be made is told', async () => {
  const blocked = join(folder, 'file')
  await writeFile(blocked, '')
  await expect(loadOrCreateKey(join(blocked, 'x', 'state.key'), 'a')).rejects.toMatchObject({
    code: expect.any(String),
  })
})
