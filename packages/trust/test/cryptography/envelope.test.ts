import { createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cryptographyProfile, digestOf, openEnvelope, type ProfileName, sealEnvelope } from '../../src/index.ts'

const names: readonly ProfileName[] = ['international', 'commercial']
const unreadable = expect.objectContaining({ code: 'ENVELOPE_UNREADABLE' })

test.each(names)('%s: what is sealed opens under its key and for what it is bound to only', (name) => {
  const profile = cryptographyProfile(name)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (plain, bound) => {
      const key = randomBytes(32)
      const sealed = sealEnvelope(profile, key, plain, bound)
      expect(openEnvelope(profile, key, sealed, bound)).toEqual(Buffer.from(plain))
      expect(() => openEnvelope(profile, randomBytes(32), sealed, bound)).toThrow(unreadable)
      expect(() => openEnvelope(profile, key, sealed, `${bound}.`)).toThrow(unreadable)
    }),
    { numRuns: 50 },
  )
})

test.each(names)('%s: a changed bit anywhere, a cut tag and another profile are found', (name) => {
  const profile = cryptographyProfile(name)
  const key = randomBytes(32)
  const sealed = sealEnvelope(profile, key, Buffer.from('secret text'), 'a')
  for (const part of ['iv', 'ciphertext', 'tag'] as const) {
    const bytes = Buffer.from(sealed[part], 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const altered = { ...sealed, [part]: changed.toString('base64url') }
      expect(() => openEnvelope(profile, key, altered, 'a')).toThrow(unreadable)
    }
    const cut = bytes.subarray(0, Math.min(4, bytes.length)).toString('base64url')
    expect(() => openEnvelope(profile, key, { ...sealed, [part]: cut }, 'a')).toThrow(unreadable)
    expect(() => openEnvelope(profile, key, { ...sealed, [part]: '' }, 'a')).toThrow(unreadable)
  }
  const other = cryptographyProfile(name === 'commercial' ? 'international' : 'commercial')
  expect(() => openEnvelope(other, key, sealed, 'a')).toThrow(unreadable)
  expect(() => openEnvelope(other, key, { ...sealed, enc: other.encryption }, 'a')).toThrow(unreadable)
})

test('the commercial envelope is SM4-CBC under the first 16 bytes that HKDF-SM3 makes of the key', () => {
  const key = randomBytes(32)
  const sealed = sealEnvelope(cryptographyProfile('commercial'), key, Buffer.from('值'), 'a')
  const half = Buffer.from(hkdfSync('sm3', key, Buffer.alloc(0), 'berth SM4-CBC-HMAC-SM3', 48)).subarray(0, 16)
  const decipher = createDecipheriv('sm4-cbc', half, Buffer.from(sealed.iv, 'base64url'))
  const plain = Buffer.concat([decipher.update(Buffer.from(sealed.ciphertext, 'base64url')), decipher.final()])
  expect(plain.toString()).toBe('值')
})

test('the published vectors of SM3 and SHA-256', () => {
  const sm3 = '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'
  expect(digestOf(cryptographyProfile('commercial'), Buffer.from('abc'))).toBe(sm3)
  const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  expect(digestOf(cryptographyProfile('international'), Buffer.from('abc'))).toBe(sha256)
})
