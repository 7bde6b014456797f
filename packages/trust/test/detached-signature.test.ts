import { FlattenedSign, flattenedVerify } from 'jose'
import { expect, test } from 'vitest'
import { generateKey, signDetached, verifyDetached } from '../src/index.ts'

const key = generateKey('a.b')
const payload = '{"a":"值"}'

test('jose verifies what is signed here, and the reverse', async () => {
  const [header = '', , signature = ''] = signDetached(key, payload, 'berth-report').split('.')
  const token = { protected: header, payload: Buffer.from(payload).toString('base64url'), signature }
  const verified = await flattenedVerify(token, key.publicKey)
  expect(verified.protectedHeader).toEqual({ alg: 'EdDSA', kid: 'a.b', typ: 'berth-report' })
  const signed = await new FlattenedSign(Buffer.from(payload))
    .setProtectedHeader({ alg: 'EdDSA', typ: 'berth-report' })
    .sign(key.privateKey)
  expect(verifyDetached(key, `${signed.protected}..${signed.signature}`, payload, 'berth-report')).toBe(true)
})

test('another text, key, type or header, and a signature written otherwise, do not hold', () => {
  const jws = signDetached(key, payload, 'berth-report')
  expect(verifyDetached(key, jws, payload, 'berth-report')).toBe(true)
  expect(verifyDetached(key, jws, `${payload} `, 'berth-report')).toBe(false)
  expect(verifyDetached(generateKey('a.b'), jws, payload, 'berth-report')).toBe(false)
  expect(verifyDetached(key, jws, payload, 'grant')).toBe(false)
  const none = Buffer.from('{"alg":"none","typ":"berth-report"}').toString('base64url')
  expect(verifyDetached(key, `${none}..${jws.split('.')[2]}`, payload, 'berth-report')).toBe(false)
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = letters[letters.indexOf(jws.at(-1) ?? '') ^ 1] ?? ''
  expect(verifyDetached(key, jws.slice(0, -1) + last, payload, 'berth-report')).toBe(false)
})
