import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  exportPublicJwk,
  generateKey,
  importJwks,
  issueGrant,
  type KeyAlgorithm,
  keyAlgorithm,
  keySigner,
  MemoryReplayStore,
  readGrant,
  signDetached,
  signDetachedBy,
  signRequest,
  sm2SignatureToDer,
  verifyDetached,
  verifyRequest,
} from '../../src/index.ts'
import { signText } from '../../src/signed-text.ts'
import { forgedTokens } from '../forged-tokens.ts'
import { OpenSsl } from './openssl.ts'

const algorithms: readonly KeyAlgorithm[] = ['EdDSA', 'SGD_SM3_SM2']
const ed25519 = generateKey('a.b')
const sm2 = generateKey('a.b', 'SGD_SM3_SM2')
const keyOf = { EdDSA: ed25519, SGD_SM3_SM2: sm2 }
const now = 1_800_000_000_000
const grant = {
  id: 'g1',
  consumer: 'c',
  system: 's',
  resource: 's/r',
  items: ['name'],
  clearance: 2,
  purpose: 'p',
  issuedAt: now,
  notBefore: now,
  expiresAt: now + 60_000,
} as const

const headerOf = (token: string): unknown => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

test.each(algorithms)('%s: requests, grants and documents are signed, named and verified', async (algorithm) => {
  const key = keyOf[algorithm]
  expect(keyAlgorithm(key)).toBe(algorithm)
  const asked = { method: 'POST', path: '/x', body: Buffer.from('{}') }
  const request = signRequest(key, { ...asked, now })
  expect(headerOf(request)).toEqual({ alg: algorithm, kid: 'a.b' })
  const options = { now, keyOf: () => key, replay: new MemoryReplayStore() }
  expect(await verifyRequest(request, asked, options)).toMatchObject({ issuer: 'a.b' })
  const token = issueGrant(key, grant)
  expect(await readGrant(token, [key])).toMatchObject({ ...grant, issuer: 'a.b' })
  const jws = signDetached(key, '{"a":"值"}', 'berth-report')
  expect(headerOf(jws)).toEqual({ alg: algorithm, kid: 'a.b', typ: 'berth-report' })
  expect(verifyDetached(key, jws, '{"a":"值"}', 'berth-report')).toBe(true)
  expect(verifyDetached(key, jws, '{"a":"直"}', 'berth-report')).toBe(false)
  expect(verifyDetached(key, await signDetachedBy(keySigner(key), 'x', 'y'), 'x', 'y')).toBe(true)
})

test('openssl verifies a detached signature with SM2', () => {
  using openssl = new OpenSsl()
  const [header = '', , signature = ''] = signDetached(sm2, 'payload', 'berth-report').split('.')
  openssl.write('key.pub', sm2.publicKey.export({ format: 'pem', type: 'spki' }))
  openssl.write('input', `${header}.${Buffer.from('payload').toString('base64url')}`)
  openssl.write('signature', sm2SignatureToDer(Buffer.from(signature, 'base64url')))
  const distid = ['-sigopt', 'distid:1234567812345678']
  expect(openssl.holds('dgst', '-sm3', '-verify', 'key.pub', '-signature', 'signature', ...distid, 'input')).toBe(true)
})

test('openssl verifies Ed25519 of ours, and ours verifies that of openssl', () => {
  using openssl = new OpenSsl()
  openssl.run('genpkey', '-algorithm', 'ed25519', '-out', 'key.pem')
  openssl.run('pkey', '-in', 'key.pem', '-pubout', '-out', 'their.pub')
  openssl.write('our.pub', ed25519.publicKey.export({ format: 'pem', type: 'spki' }))
  const [header = '', , signature = ''] = signDetached(ed25519, 'x', 'y').split('.')
  const input = `${header}.${Buffer.from('x').toString('base64url')}`
  openssl.write('input', input)
  openssl.write('signature', Buffer.from(signature, 'base64url'))
  const verify = [
    'pkeyutl',
    '-verify',
    '-pubin',
    '-inkey',
    'our.pub',
    '-rawin',
    '-in',
    'input',
    '-sigfile',
    'signature',
  ]
  expect(openssl.holds(...verify)).toBe(true)
  openssl.run('pkeyutl', '-sign', '-inkey', 'key.pem', '-rawin', '-in', 'input', '-out', 'theirs')
  const theirs = { id: 'a.b', publicKey: createPublicKey(openssl.read('their.pub')) }
  expect(verifyDetached(theirs, `${header}..${openssl.read('theirs').toString('base64url')}`, 'x', 'y')).toBe(true)
})

test('a header that names the other algorithm is refused, under either key', async () => {
  for (const key of [ed25519, sm2]) {
    const other = keyAlgorithm(key) === 'EdDSA' ? 'SGD_SM3_SM2' : 'EdDSA'
    const [, payload, signature] = issueGrant(key, grant).split('.')
    const renamed = `${encode({ alg: other, kid: 'a.b', typ: 'berth-grant+jwt' })}.${payload}.${signature}`
    await expect(readGrant(renamed, [ed25519, sm2])).rejects.toMatchObject({ code: 'GRANT_INVALID' })
    const jws = signDetached(key, 'x', 'y')
    const detached = `${encode({ alg: other, kid: 'a.b', typ: 'y' })}..${jws.split('.')[2]}`
    for (const each of [ed25519, sm2]) expect(verifyDetached(each, detached, 'x', 'y')).toBe(false)
  }
})

test('only the keys that are configured count: a key of the other algorithm under the same id signs nothing', async () => {
  await expect(readGrant(issueGrant(sm2, grant), [ed25519])).rejects.toMatchObject({ code: 'GRANT_INVALID' })
  await expect(readGrant(issueGrant(ed25519, grant), [sm2])).rejects.toMatchObject({ code: 'GRANT_INVALID' })
  const document = { keys: [exportPublicJwk(ed25519), exportPublicJwk(sm2)] }
  expect(importJwks(document)).toHaveLength(2)
  const refused = expect.objectContaining({ code: 'KEY_INVALID' })
  expect(() => importJwks(document, ['SGD_SM3_SM2'])).toThrow(refused)
})

test('with both keys of a party, either signature holds: so it changes from one to the other without a stop', async () => {
  for (const key of [ed25519, sm2]) expect(await readGrant(issueGrant(key, grant), [ed25519, sm2])).toBeDefined()
})

test('the known attacks on tokens fail on SM2 too', async () => {
  const asked = { method: 'GET', path: '/x', body: Buffer.alloc(0) }
  const options = { now, keyOf: () => sm2, replay: new MemoryReplayStore() }
  const honest = signRequest(sm2, { ...asked, now })
  for (const [attack, token] of Object.entries(forgedTokens(sm2, honest)))
    await expect(verifyRequest(token, asked, options), attack).rejects.toMatchObject({
      code: expect.stringMatching(/^SIGNATURE_(INVALID|MISSING)$/),
    })
  expect(await verifyRequest(honest, asked, options)).toBeDefined()
})

test('a key of another curve is none', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  expect(() => signText({ id: 'a', publicKey, privateKey }, {})).toThrow(
    expect.objectContaining({ code: 'KEY_INVALID' }),
  )
})
