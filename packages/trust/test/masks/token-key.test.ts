import { Secret } from '@berth/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cryptographyProfile, type ProfileName, type TokenKey, tokenKey } from '../../src/index.ts'
import { OpenSsl } from '../cryptography/openssl.ts'

const written = '9f2c61d84be07a35c1d2e3f4a5b60718'
const keyOf = (text: string, profile: ProfileName = 'international'): TokenKey =>
  tokenKey(new Secret(text), cryptographyProfile(profile))
const keys = fc.string({ minLength: 32, maxLength: 64 }).filter((text) => new Set(text).size >= 8)
const values = fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => text.isWellFormed())

describe.each<ProfileName>(['international', 'commercial'])('tokens of the profile %s', (profile) => {
  test('are those that openssl computes', () => {
    using openssl = new OpenSsl()
    openssl.write('message', 'berth token 20 person.citizenNumber 110105194912310021')
    const digest = profile === 'commercial' ? '-sm3' : '-sha256'
    const mac = openssl.run('dgst', digest, '-mac', 'HMAC', '-macopt', `key:${written}`, 'message').trim().slice(-64)
    const key = keyOf(written, profile)
    expect(key.token('person.citizenNumber', '110105194912310021')).toBe(`${key.name}:${mac.slice(0, 32)}`)
  })

  test('are the same for the same value and kind, and for nothing else', () => {
    fc.assert(
      fc.property(keys, values, values, values, (text, kind, value, other) => {
        const key = keyOf(text, profile)
        const token = key.token(kind, value)
        expect(token).toMatch(/^[0-9a-f]{8}:[0-9a-f]{32}$/)
        expect(keyOf(text, profile).token(kind, value)).toBe(token)
        expect(key.token(kind, other) === token).toBe(other === value)
        expect(key.token(other, value) === token).toBe(other === kind)
      }),
    )
  })

  test('are others under another key, which has another name', () => {
    fc.assert(
      fc.property(keys, keys, values, (one, other, value) => {
        fc.pre(one !== other)
        const [token, another] = [keyOf(one, profile), keyOf(other, profile)].map((key) => key.token('k', value))
        expect(token?.slice(0, 8)).not.toBe(another?.slice(0, 8))
        expect(token?.slice(9)).not.toBe(another?.slice(9))
      }),
    )
  })
})

test('a kind and a value are told from another kind and value that read the same', () => {
  const key = keyOf(written)
  expect(key.token('a b', 'c')).not.toBe(key.token('a', 'b c'))
})

test('the profiles have nothing in common', () => {
  expect(keyOf(written).token('k', 'v')).not.toBe(keyOf(written, 'commercial').token('k', 'v'))
  expect(keyOf(written).name).not.toBe(keyOf(written, 'commercial').name)
})

test.each(['', 'short', written.slice(1), 'a'.repeat(40), 'abcdefg'.repeat(6)])('%j is no key', (text) => {
  expect(() => keyOf(text)).toThrow(expect.objectContaining({ code: 'MASK_KEY_UNUSABLE' }))
})
