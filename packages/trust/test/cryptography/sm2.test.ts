import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import fc from 'fast-check'
import { sm2 } from 'sm-crypto-v2'
import { expect, test } from 'vitest'
import { pointOf, scalarOf, sm2PrivateKey, sm2PublicKey, verifySm2 } from '../../src/cryptography/sm2.ts'
import {
  exportPrivateJwk,
  exportPublicJwk,
  generateKey,
  importPrivateJwk,
  importPublicJwk,
  type SigningKey,
  sameKey,
  signBytes,
  sm2SignatureFromDer,
  sm2SignatureToDer,
  verifyBytes,
} from '../../src/index.ts'
import { OpenSsl } from './openssl.ts'

const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const distid = ['-sigopt', 'distid:1234567812345678']

/** GB/T 32918.5, appendix A. */
const standard = {
  d: hex('3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8'),
  x: hex('09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020'),
  y: hex('CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13'),
  za: 'B2E14C5C79C6DF5B85F4FE7ED8DB7A262B9DA7E07CCB0EA9F4747B8CCDA8A4F3',
  e: hex('F0B43E94BA45ACCAACE692ED534382EB17E6AB5A19CE7B31F4486FDFC0D28640'),
  k: BigInt('0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21'),
  r: 'F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3',
  s: 'B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA',
  message: Buffer.from('message digest'),
}

test('the published vector is verified, and the library makes it with its k', () => {
  const key = sm2PublicKey(standard.x, standard.y)
  const signature = hex(standard.r + standard.s)
  expect(verifySm2(key, standard.message, signature)).toBe(true)
  expect(verifySm2(key, Buffer.from('message digesT'), signature)).toBe(false)
  const x1 = BigInt(`0x${sm2.getPublicKeyFromPrivateKey(standard.k.toString(16)).slice(2, 66)}`)
  const made = sm2.doSignature(standard.e, standard.d.toString('hex'), { pointPool: [{ k: standard.k, x1 }] })
  expect(made.toUpperCase()).toBe(standard.r + standard.s)
  const za = sm2.getZ(`04${standard.x.toString('hex')}${standard.y.toString('hex')}`)
  expect(Buffer.from(za).toString('hex').toUpperCase()).toBe(standard.za)
})

test('the private key of the vector has its public key, and comes back as the same number', () => {
  const key = sm2PrivateKey(standard.d)
  expect(pointOf(createPublicKey(key))).toEqual(Buffer.concat([Buffer.of(4), standard.x, standard.y]))
  expect(scalarOf(key)).toEqual(standard.d)
})

test('openssl verifies what is signed here, with the default user id and no other', () => {
  using openssl = new OpenSsl()
  const key = generateKey('a', 'SGD_SM3_SM2')
  openssl.write('key.pub', key.publicKey.export({ format: 'pem', type: 'spki' }))
  for (let round = 0; round < 8; round++) {
    openssl.write('message', `值 ${round}`)
    openssl.write('signature', sm2SignatureToDer(signBytes(key, Buffer.from(`值 ${round}`))))
    const verify = ['dgst', '-sm3', '-verify', 'key.pub', '-signature', 'signature']
    expect(openssl.holds(...verify, ...distid, 'message')).toBe(true)
    expect(openssl.holds(...verify, '-sigopt', 'distid:other', 'message')).toBe(false)
  }
})

test('what openssl signs holds here, from its keys as PEM, PKCS #8 and SEC 1', () => {
  using openssl = new OpenSsl()
  openssl.run('genpkey', '-algorithm', 'SM2', '-out', 'key.pem')
  openssl.run('pkey', '-in', 'key.pem', '-pubout', '-out', 'key.pub')
  openssl.run('ec', '-in', 'key.pem', '-out', 'sec1.pem')
  const publicKey = createPublicKey(openssl.read('key.pub'))
  for (let round = 0; round < 8; round++) {
    const message = Buffer.from(`message ${round}`)
    openssl.write('message', message)
    openssl.run('dgst', '-sm3', '-sign', 'key.pem', ...distid, '-out', 'signature', 'message')
    const signature = sm2SignatureFromDer(openssl.read('signature')) ?? expect.fail()
    expect(verifyBytes({ id: 'a', publicKey }, message, signature)).toBe(true)
    expect(verifyBytes({ id: 'a', publicKey }, Buffer.from('other'), signature)).toBe(false)
  }
  for (const name of ['key.pem', 'sec1.pem']) {
    const privateKey = createPrivateKey(openssl.read(name))
    const key = importPrivateJwk(exportPrivateJwk({ id: 'a', privateKey, publicKey }), 'a')
    expect(verifyBytes({ id: 'a', publicKey }, standard.message, signBytes(key, standard.message))).toBe(true)
  }
})

test('a signature of Node itself, over an empty user id, does not hold', () => {
  const key = generateKey('a', 'SGD_SM3_SM2')
  const der = sign('sm3', standard.message, key.privateKey)
  const signature = sm2SignatureFromDer(der) ?? expect.fail()
  expect(verifyBytes(key, standard.message, signature)).toBe(false)
})

test('an SM2 key goes out and comes back as JWK, and one that is none is refused', () => {
  const key = generateKey('a', 'SGD_SM3_SM2')
  const jwk = exportPublicJwk(key)
  expect(jwk).toMatchObject({ kty: 'EC', crv: 'SM2', alg: 'SGD_SM3_SM2', kid: 'a' })
  const read = importPublicJwk(JSON.parse(JSON.stringify(jwk)))
  expect(sameKey(read, key)).toBe(true)
  expect(sameKey(read, generateKey('a', 'SGD_SM3_SM2'))).toBe(false)
  const whole = exportPrivateJwk(key)
  expect(verifyBytes(key, standard.message, signBytes(importPrivateJwk(whole, 'a'), standard.message))).toBe(true)
  const other = exportPublicJwk(generateKey('a', 'SGD_SM3_SM2'))
  const off = { ...jwk, y: other.kty === 'EC' ? other.y : '' }
  const refused = [
    off,
    { ...jwk, x: '' },
    { ...jwk, alg: 'EdDSA' },
    { ...jwk, crv: 'P-256' },
    { ...jwk, x: `${jwk.x}=` },
  ]
  for (const each of refused)
    expect(() => importPublicJwk(each)).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }))
  const zero = Buffer.alloc(32).toString('base64url')
  const large = hex('fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122').toString('base64url')
  for (const d of [zero, large, '', exportPrivateJwk(generateKey('a', 'SGD_SM3_SM2')).d])
    expect(() => importPrivateJwk({ ...whole, d }, 'a')).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }))
  expect(() => importPublicJwk(jwk, 'a', ['EdDSA'])).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }))
})

test('no number out of its range, and no signature with a changed bit, holds', () => {
  const key: SigningKey = generateKey('a', 'SGD_SM3_SM2')
  const signature = signBytes(key, standard.message)
  const n = hex('fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123')
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)]
  const zero = Buffer.alloc(32)
  for (const [one, other] of [
    [zero, s],
    [r, zero],
    [n, s],
    [r, n],
    [zero, zero],
    [n, n],
  ] as const)
    expect(verifyBytes(key, standard.message, Buffer.concat([one, other]))).toBe(false)
  for (const length of [0, 63, 65, 128]) expect(verifyBytes(key, standard.message, Buffer.alloc(length, 1))).toBe(false)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 511 }), (bit) => {
      const changed = Buffer.from(signature)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      return !verifyBytes(key, standard.message, changed)
    }),
    { numRuns: 40 },
  )
})

test('every signature goes to DER and back, and DER has one form', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (raw) => {
      const der = sm2SignatureToDer(raw)
      expect(sm2SignatureFromDer(der)).toEqual(Buffer.from(raw))
      expect(sm2SignatureFromDer(Buffer.concat([der, Buffer.of(0)]))).toBeUndefined()
      expect(sm2SignatureFromDer(der.subarray(0, -1))).toBeUndefined()
    }),
  )
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (any) => sm2SignatureFromDer(any)?.length !== 0))
  expect(sm2SignatureFromDer(hex('300702020001020101'))).toBeUndefined()
  expect(sm2SignatureFromDer(hex('3006020181020101'))).toBeUndefined()
})
