import { Secret } from '@berth/core'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import {
  type GatewayDialect,
  gatewayDialect,
  gatewayDialects,
  MemoryReplayStore,
  type ReceivedGatewayRequest,
  signFor,
  type VerifyForOptions,
  verifyFor,
} from '../../src/index.ts'
import { credentialsOf, fieldOf, optionsOf, received, requestOf, vectorOf } from './vectors.ts'

const all = gatewayDialects.map((dialect) => [dialect.id, dialect] as const)
const withNonce = all.filter(([, dialect]) => dialect.nonce !== undefined)

let replay = new MemoryReplayStore()
beforeEach(() => {
  replay = new MemoryReplayStore()
})

function honest(dialect: GatewayDialect): ReceivedGatewayRequest {
  const vector = vectorOf(dialect)
  const request = requestOf(vector)
  return received(request, signFor(dialect, credentialsOf(vector), request, optionsOf(vector)))
}

function verify(dialect: GatewayDialect, request: ReceivedGatewayRequest, change: Partial<VerifyForOptions> = {}) {
  const { id, secret } = credentialsOf(vectorOf(dialect))
  const secretOf = (given: string | undefined) => (given === undefined || given === id ? secret : undefined)
  return verifyFor(dialect, request, { secretOf, now: vectorOf(dialect).now, replay, ...change })
}

/** The request with the field of a part replaced. */
function altered(dialect: GatewayDialect, part: string, text: string | undefined): ReceivedGatewayRequest {
  const request = honest(dialect)
  const name = fieldOf(dialect, part)
  if (dialect.carrier === 'header') return { ...request, headers: { ...request.headers, [name.toLowerCase()]: text } }
  const query = (request.query ?? []).flatMap(([key, value]): [string, string][] =>
    key === name ? (text === undefined ? [] : [[key, text]]) : [[key, value]],
  )
  return { ...request, query }
}

function sentText(dialect: GatewayDialect, part: string): string {
  const request = honest(dialect)
  const name = fieldOf(dialect, part)
  if (dialect.carrier === 'query') return request.query?.find(([key]) => key === name)?.[1] ?? ''
  return String(request.headers[name.toLowerCase()] ?? '')
}

function signedParts(dialect: GatewayDialect): string[] {
  const sent = dialect.fields.map(({ holds }) => holds).filter((holds) => typeof holds === 'string')
  return sent.filter((part) => part === 'signature' || part === 'id' || dialect.joined.includes(part))
}

test.each(all)('%s: any altered part changes the verdict', async (_id, dialect) => {
  const part = fc.constantFrom(...signedParts(dialect))
  const character = fc.string({ unit: 'grapheme', maxLength: 2 })
  await fc.assert(
    fc.asyncProperty(part, fc.nat(), fc.nat(1), character, async (name, at, cut, text) => {
      const whole = sentText(dialect, name)
      const place = at % (whole.length + 1)
      const changed = whole.slice(0, place) + text + whole.slice(place + cut)
      // Hex in another case, and the unused bits of Base64, are the same signature.
      fc.pre(changed !== whole && (name !== 'signature' || !sameBytes(dialect, changed, whole)))
      const verdict = verify(dialect, altered(dialect, name, changed), { replay: new MemoryReplayStore() })
      await expect(verdict).rejects.toMatchObject({ code: expect.stringMatching(/^SIGNATURE_/) })
    }),
    { numRuns: 150 },
  )
})

function sameBytes(dialect: GatewayDialect, one: string, other: string): boolean {
  const encoding = dialect.encodings[0] === 'base64' ? 'base64' : 'hex'
  return Buffer.from(one, encoding).equals(Buffer.from(other, encoding))
}

test.each(all)('%s: no character can move from one part to another', async (_id, dialect) => {
  const names = signedParts(dialect).filter((part) => part !== 'signature')
  for (const from of names) {
    for (const to of names.filter((name) => name !== from)) {
      for (const isFromEnd of [true, false]) {
        const [source, target] = [sentText(dialect, from), sentText(dialect, to)]
        const left = isFromEnd ? source.slice(0, -1) : source.slice(1)
        const joined = isFromEnd ? source.slice(-1) + target : target + source.slice(0, 1)
        const request = honest(dialect)
        const replaced = { [fieldOf(dialect, from)]: left, [fieldOf(dialect, to)]: joined }
        const headers = { ...request.headers, ...lowerCase(replaced) }
        const query = (request.query ?? []).map(([key, value]) => [key, replaced[key] ?? value] as const)
        await expect(verify(dialect, { ...request, headers, query })).rejects.toMatchObject({
          code: 'SIGNATURE_INVALID',
        })
      }
    }
  }
})

function lowerCase(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name.toLowerCase(), text]))
}

test('x-tif-inbound: a comma cannot move either', async () => {
  const dialect = gatewayDialect('x-tif-inbound')
  const vector = vectorOf(dialect)
  const sign = (request: object) => signFor(dialect, credentialsOf(vector), request, optionsOf(vector))
  const commas = { user: 'u001', userInformation: 'a', extension: 'b,c' }
  const moved = { user: 'u001', userInformation: 'a,b', extension: 'c' }
  const signed = sign(commas)
  await expect(verify(dialect, received({}, signed))).resolves.toEqual(commas)
  const headers = { ...received({}, signed).headers, 'x-tif-uinfo': 'a,b', 'x-tif-ext': 'c' }
  await expect(verify(dialect, { headers })).rejects.toMatchObject({
    details: { problem: expect.stringContaining('userInformation') as string },
  })
  expect(() => sign(moved)).toThrow(expect.objectContaining({ code: 'PARAMETER_INVALID' }))
})

test('x-bg-hmac binds method, path and query; another secret binds nothing', async () => {
  const dialect = gatewayDialect('x-bg-hmac')
  const request = honest(dialect)
  await expect(verify(dialect, { ...request, query: [...(request.query ?? [])].reverse() })).resolves.toBeDefined()
  const changes = [
    { method: 'POST' },
    { path: '/api/v1/other' },
    { query: [['a', '1']] as const },
    { query: [...(request.query ?? []), ['c', ''] as const] },
    { path: '/api/v1/test%0A' },
  ]
  for (const change of changes) {
    await expect(verify(dialect, { ...request, ...change })).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
  }
  const headers = { ...request.headers, 'x-bg-hmac-algorithm': 'hmac-sha1' }
  await expect(verify(dialect, { ...request, headers })).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
})

test.each(all)('%s: the secret decides, old and new hold while it is changed', async (_id, dialect) => {
  const other = new Secret('test-other-secret')
  await expect(verify(dialect, honest(dialect), { secretOf: () => other })).rejects.toMatchObject({
    code: 'SIGNATURE_INVALID',
  })
  await expect(verify(dialect, honest(dialect), { secretOf: () => undefined })).rejects.toMatchObject({
    code: 'SIGNATURE_INVALID',
  })
  const both = [other, credentialsOf(vectorOf(dialect)).secret]
  await expect(verify(dialect, honest(dialect), { secretOf: () => both })).resolves.toBeDefined()
})

test.each(all)('%s holds within its window either way', async (_id, dialect) => {
  const { now } = vectorOf(dialect)
  const windowMs = dialect.time.windowMs ?? 300_000
  await expect(verify(dialect, honest(dialect), { now: now + windowMs + 1 })).rejects.toMatchObject({
    code: 'CLOCK_SKEW',
    details: { seconds: Math.round(windowMs / 1000) },
  })
  await expect(verify(dialect, honest(dialect), { now: now - windowMs - 1 })).rejects.toMatchObject({
    code: 'CLOCK_SKEW',
  })
  const narrow = { now: now + 2001, toleranceMs: 2000 }
  await expect(verify(dialect, honest(dialect), narrow)).rejects.toMatchObject({ code: 'CLOCK_SKEW' })
  expect(replay.size).toBe(0)
  await expect(verify(dialect, honest(dialect), { now: now + windowMs })).resolves.toBeDefined()
})

test.each(withNonce)('%s holds once', async (_id, dialect) => {
  const { now } = vectorOf(dialect)
  await verify(dialect, altered(dialect, 'signature', '00')).catch(() => undefined)
  await verify(dialect, honest(dialect))
  await expect(verify(dialect, honest(dialect))).rejects.toMatchObject({ code: 'REQUEST_REPLAYED' })
  const atTheEnd = { now: now + (dialect.time.windowMs ?? 300_000) }
  await expect(verify(dialect, honest(dialect), atTheEnd)).rejects.toMatchObject({ code: 'REQUEST_REPLAYED' })
  const full = { replay: new MemoryReplayStore(0) }
  await expect(verify(dialect, honest(dialect), full)).rejects.toMatchObject({ code: 'OVERLOADED' })
})

test.each(all)('%s: a missing signature, a missing time, a field twice', async (_id, dialect) => {
  await expect(verify(dialect, altered(dialect, 'signature', undefined))).rejects.toMatchObject({
    code: 'SIGNATURE_MISSING',
  })
  const name = fieldOf(dialect, 'timestamp')
  await expect(verify(dialect, altered(dialect, 'timestamp', undefined))).rejects.toMatchObject({
    details: { problem: `${name} is missing` },
  })
  const request = honest(dialect)
  const time = sentText(dialect, 'timestamp')
  const headers = dialect.carrier === 'header' ? { ...request.headers, [name.toLowerCase()]: [time, time] } : {}
  const query = [...(request.query ?? []), ...(dialect.carrier === 'query' ? [[name, time] as const] : [])]
  await expect(verify(dialect, { ...request, headers, query })).rejects.toMatchObject({
    details: { problem: `${name} is there twice` },
  })
})

test('what a dialect sends unsigned is not told as if it were signed', async () => {
  const dialect = gatewayDialect('x-tif')
  const vector = vectorOf(dialect)
  const signed = signFor(dialect, credentialsOf(vector), { service: 'service-1' }, optionsOf(vector))
  expect(signed.fields['x-tif-serviceId']).toBe('service-1')
  await expect(verify(dialect, received({}, signed))).resolves.toEqual({ id: vector.id })
  const inSid = gatewayDialect('gjgxjhpt')
  await expect(verify(inSid, honest(inSid))).resolves.toEqual({ id: 'TEST-RID-0001', service: 's_TEST_0001' })
})

test('no refusal tells a value that was sent', async () => {
  for (const [, dialect] of all) {
    const request = altered(dialect, 'signature', 'forged-value')
    const refusal: unknown = await verify(dialect, request).catch((error: unknown) => error)
    const told = JSON.stringify(refusal)
    expect(told).toContain('SIGNATURE_INVALID')
    const values = signedParts(dialect).map((part) => sentText(dialect, part))
    // Shorter ones stand in the words of the message by chance.
    for (const value of values.filter(({ length }) => length > 3)) expect(told).not.toContain(value)
    expect(told).not.toContain('forged-value')
    expect(told).not.toContain(vectorOf(dialect).secret)
  }
})
