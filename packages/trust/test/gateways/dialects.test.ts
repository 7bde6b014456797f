import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import {
  type GatewayDialect,
  gatewayDialect,
  gatewayDialects,
  gatewayNonce,
  MemoryReplayStore,
  signFor,
  verifyFor,
} from '../../src/index.ts'
import { credentialsOf, fieldOf, optionsOf, received, requestOf } from './vectors.ts'

const vectors = gatewayDialects.flatMap((dialect) =>
  dialect.vectors.map((vector) => [dialect.id, dialect, vector] as const),
)

test.each(vectors)('%s signs its vector, and the signature holds', async (_id, dialect, vector) => {
  const request = requestOf(vector)
  const signed = signFor(dialect, credentialsOf(vector), request, optionsOf(vector))
  expect(signed.fields[fieldOf(dialect, 'signature')]).toBe(vector.signature)
  const { secret } = credentialsOf(vector)
  const hasId = dialect.fields.some(({ holds }) => holds === 'id')
  const secretOf = (id: string | undefined) => (id === (hasId ? vector.id : undefined) ? secret : undefined)
  const options = { secretOf, now: vector.now, replay: new MemoryReplayStore() }
  await expect(verifyFor(dialect, received(request, signed), options)).resolves.toMatchObject(
    hasId ? { id: vector.id } : { user: vector.user },
  )
})

test('every dialect has a vector, and says that no real gateway confirmed it', () => {
  const silent = gatewayDialects.filter(({ vectors: own, confirmed }) => own.length === 0 || confirmed)
  expect(silent.map(({ id }) => id)).toEqual([])
  expect(new Set(gatewayDialects.map(({ id }) => id)).size).toBe(gatewayDialects.length)
})

test('the exact fields of each dialect, in their order', () => {
  const fieldsOf = (id: string) => {
    const dialect = gatewayDialect(id)
    const [vector] = dialect.vectors
    if (vector === undefined) return {}
    return signFor(dialect, credentialsOf(vector), requestOf(vector), optionsOf(vector)).fields
  }
  expect(Object.entries(fieldsOf('gjzwfwpt'))).toEqual([
    ['gjzwfwpt_rid', 'TEST-RID-0001'],
    ['gjzwfwpt_sid', 's_TEST_0001'],
    ['gjzwfwpt_rtime', '1700000000000'],
    ['gjzwfwpt_sign', 'AUJRNP02VvuOdCBu0wW4qlyDMhV+3S1l9JeHyE5DdA4='],
  ])
  expect(fieldsOf('x-rio')).toEqual({
    'x-rio-paasid': 'test-paas-id-0001',
    'x-rio-timestamp': '1700000000',
    'x-rio-nonce': '18bcfe56800-abc123',
    'x-rio-signature': 'c76222855011134f76d3bb4771768a4376d0b8af1810bc32914b334995106950',
  })
  expect(fieldsOf('x-bg-hmac')).toEqual({
    'X-BG-HMAC-ACCESS-KEY': 'test-ak-0001',
    'X-BG-HMAC-ALGORITHM': 'hmac-sha256',
    'X-BG-DATE-TIME': 'Tue, 14 Nov 2023 22:13:20 GMT',
    'X-BG-HMAC-SIGNATURE': 'vvIZ/n4mkbUnKYPeyMY2Jp2uJmv4TV7pykly6TKyNuo=',
  })
})

test.each(gatewayDialects.map((dialect) => [dialect.id, dialect] as const))(
  'the weaknesses that %s tells are those of its data',
  (_id, dialect) => {
    const told = new Set(dialect.weaknesses)
    expect({
      md5: told.has('md5'),
      sha1: told.has('sha1'),
      plainHash: told.has('plain-hash'),
      noNonce: told.has('no-nonce'),
      noBody: told.has('no-body'),
      noAddress: told.has('no-address'),
      windowUnknown: told.has('window-unknown'),
    }).toEqual({
      md5: dialect.algorithm === 'md5',
      sha1: dialect.algorithm === 'sha1',
      plainHash: dialect.algorithm !== 'hmac-sha256',
      noNonce: dialect.nonce === undefined,
      noBody: true,
      noAddress: !(['method', 'path', 'query'] as const).every((part) => dialect.joined.includes(part)),
      windowUnknown: dialect.time.windowMs === undefined,
    })
  },
)

test.each(gatewayDialects.map((dialect) => [dialect.id, dialect] as const))(
  'what %s joins is sent, once, and a plain hash has the secret among it',
  (_id, dialect) => {
    const sent = dialect.fields.map(({ holds }) => holds)
    const joined = dialect.joined.filter((part) => typeof part === 'string')
    const address = new Set(['secret', 'method', 'path', 'query'])
    expect(joined.filter((part) => !address.has(part) && !(sent as string[]).includes(part))).toEqual([])
    expect(new Set(dialect.fields.map(({ name }) => name.toLowerCase())).size).toBe(sent.length)
    expect(sent.filter((holds) => holds === 'signature' || holds === 'timestamp')).toHaveLength(2)
    expect(sent.includes('nonce')).toBe(dialect.nonce !== undefined)
    expect(joined.includes('secret')).toBe(dialect.algorithm !== 'hmac-sha256')
  },
)

test('the signature of x-tif in upper case holds too; an encoding it does not have is refused', async () => {
  const dialect = gatewayDialect('x-tif')
  const [vector] = dialect.vectors
  if (vector === undefined) throw new TypeError('no vector')
  const credentials = credentialsOf(vector)
  const signed = signFor(dialect, credentials, {}, { ...optionsOf(vector), encoding: 'HEX' })
  expect(signed.fields['x-tif-signature']).toBe(vector.signature.toUpperCase())
  const options = { secretOf: () => credentials.secret, now: vector.now, replay: new MemoryReplayStore() }
  await expect(verifyFor(dialect, received({}, signed), options)).resolves.toEqual({ id: vector.id })
  const asked = () => signFor(dialect, credentials, {}, { ...optionsOf(vector), encoding: 'base64' })
  expect(asked).toThrow(expect.objectContaining({ code: 'PARAMETER_INVALID' }))
})

test('a nonce has the form of its dialect, and none where there is none', () => {
  const random = Buffer.from('00112233445566778899', 'hex')
  const nonce = (id: string) => gatewayNonce(gatewayDialect(id), 1_700_000_000_000, random)
  expect(nonce('x-tif')).toBe('18bcfe56800-001122334455')
  expect(nonce('x-client-id')).toBe('00112233445566778899')
  expect(nonce('gjgxjhpt')).toBeUndefined()
  const dialect: GatewayDialect = gatewayDialect('x-client-id')
  expect(gatewayNonce(dialect, 0)).not.toBe(gatewayNonce(dialect, 0))
})

test('a dialect that is not known is refused, with those that are', () => {
  expect(() => gatewayDialect('beijing')).toThrow(BerthError)
  expect(() => gatewayDialect('beijing')).toThrow(/x-bg-hmac/)
})
