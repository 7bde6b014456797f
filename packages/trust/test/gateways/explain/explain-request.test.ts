import { createHash, createHmac } from 'node:crypto'
import { Secret } from '@berth/core'
import { expect, test } from 'vitest'
import {
  dialectOfRequest,
  explainGatewayRequest,
  type GatewayDialect,
  type GatewayIngredient,
  gatewayDialect,
  gatewayDialects,
  type RefusedRequest,
  type RequestExplanation,
  signFor,
} from '../../../src/index.ts'
import { credentialsOf, fieldOf, optionsOf, requestOf, vectorOf } from '../vectors.ts'

// More than one parameter, unsorted, and letters that other charsets write otherwise.
const address = {
  path: '/api/v1/%E5%A9%9A%E5%A7%BB',
  query: [
    ['name', '张 三'],
    ['b', '2'],
    ['a', '1'],
    ['a', '0'],
  ] as const,
}
const search = 'name=%E5%BC%A0%20%E4%B8%89&b=2&a=1&a=0'

interface Changes {
  readonly dialect?: Partial<GatewayDialect>
  readonly secret?: string
  readonly now?: number
  readonly encoding?: 'hex' | 'HEX' | 'base64'
}

/** A request signed by a caller that follows `changes` instead of the dialect. */
function signed(dialect: GatewayDialect, changes: Changes = {}): RefusedRequest {
  const vector = vectorOf(dialect)
  const { path: _path, query: _query, ...asked } = requestOf(vector)
  const signer = { ...dialect, ...changes.dialect }
  const { fields } = signFor(
    signer,
    { ...credentialsOf(vector), ...(changes.secret === undefined ? {} : { secret: new Secret(changes.secret) }) },
    { ...asked, ...address },
    {
      ...optionsOf(vector),
      ...(changes.now === undefined ? {} : { now: changes.now }),
      ...(changes.encoding === undefined ? {} : { encoding: changes.encoding }),
    },
  )
  return carried(dialect, fields)
}

function carried(dialect: GatewayDialect, fields: Readonly<Record<string, string>>): RefusedRequest {
  const extra = new URLSearchParams(Object.entries(fields)).toString()
  const url = `https://gateway.example${address.path}?${search}`
  if (dialect.carrier === 'query') return { url: `${url}&${extra}`, headers: {}, body: '{"page":1}' }
  return { url, headers: fields, body: '{"page":1}' }
}

/** The request with another signature, of the same fields. */
function withSignature(dialect: GatewayDialect, change: (signature: string) => string): RefusedRequest {
  const request = signed(dialect)
  const name = fieldOf(dialect, 'signature')
  const fields = dialect.carrier === 'header' ? request.headers : Object.fromEntries(new URL(request.url).searchParams)
  const own = Object.fromEntries(dialect.fields.map((field) => [field.name, String(fields[field.name] ?? '')]))
  return carried(dialect, { ...own, [name]: change(String(fields[name])) })
}

function explain(dialect: GatewayDialect, request: RefusedRequest, receivedAt?: number): RequestExplanation {
  const { secret } = credentialsOf(vectorOf(dialect))
  const others = [
    { name: 'registered', secret: new Secret('test-other-secret') },
    { name: 'old', secret: new Secret('test-old-secret') },
  ]
  return explainGatewayRequest(dialect, request, {
    secrets: [{ name: 'own', secret }, ...others],
    ...(receivedAt === undefined ? {} : { receivedAt }),
  })
}

const named = ({ findings }: RequestExplanation): GatewayIngredient[] => findings.map(({ ingredient }) => ingredient)

const lineFeed = { text: '\n' }
const all = gatewayDialects.map((dialect) => [dialect.id, dialect] as const)

/** What a caller does wrong, for every dialect that it can be done with, and the word for it. */
const mutations: Readonly<
  Record<string, (dialect: GatewayDialect) => readonly [RefusedRequest, GatewayIngredient] | undefined>
> = {
  'time in another unit, sent and signed': (dialect) => [
    signed(dialect, { dialect: { time: { form: dialect.time.form === 's' ? 'ms' : 's' } } }),
    'time-unit',
  ],
  'time signed in another unit than sent': (dialect) => {
    const form = dialect.time.form === 'ms' ? 's' : 'ms'
    const other = signed(dialect, { dialect: { time: { form } } })
    const name = fieldOf(dialect, 'signature')
    const signature = dialect.carrier === 'header' ? other.headers[name] : new URL(other.url).searchParams.get(name)
    return [withSignature(dialect, () => String(signature)), 'time-unit']
  },
  'parts in another order': (dialect) => {
    const parts = dialect.joined.filter((part) => typeof part === 'string')
    const turned = [...parts.slice(1), ...parts.slice(0, 1)]
    let at = 0
    const joined = dialect.joined.map((part) => (typeof part === 'string' ? (turned[at++] ?? part) : part))
    return [signed(dialect, { dialect: { joined } }), 'order']
  },
  'a mark between the parts': (dialect) => {
    const parts = dialect.joined.filter((part) => typeof part === 'string')
    const joined = parts.flatMap((part, index) => (index === 0 ? [part] : [{ text: '|' }, part]))
    const ends = dialect.joined.at(-1) === undefined ? [] : dialect.joined.slice(-1)
    return [
      signed(dialect, { dialect: { joined: [...joined, ...ends.filter((part) => typeof part === 'object')] } }),
      'separator',
    ]
  },
  'a line feed at the end, or none': (dialect) => {
    const ended = typeof dialect.joined.at(-1) === 'object'
    const joined = ended ? dialect.joined.slice(0, -1) : [...dialect.joined, lineFeed]
    return [signed(dialect, { dialect: { joined } }), 'line-feed']
  },
  'a part left out': (dialect) => [
    signed(dialect, { dialect: { joined: dialect.joined.filter((part) => part !== 'timestamp') } }),
    'part-left-out',
  ],
  'another secret of the caller': (dialect) => [signed(dialect, { secret: 'test-old-secret' }), 'key'],
  'the secret with a line feed after it': (dialect) => [
    signed(dialect, { secret: `${vectorOf(dialect).secret}\n` }),
    'key',
  ],
  'a secret that nobody knows': (dialect) => [signed(dialect, { secret: 'test-unknown-secret' }), 'unexplained'],
  'another algorithm': (dialect) => [
    signed(dialect, { dialect: { algorithm: dialect.algorithm === 'md5' ? 'sha1' : 'md5' } }),
    'algorithm',
  ],
  'a hash instead of an HMAC, or the other way': (dialect) =>
    dialect.algorithm === 'hmac-sha256'
      ? [signed(dialect, { dialect: { algorithm: 'sha256', joined: ['secret', ...dialect.joined] } }), 'algorithm']
      : [
          signed(dialect, {
            dialect: { algorithm: 'hmac-sha256', joined: dialect.joined.filter((part) => part !== 'secret') },
          }),
          'algorithm',
        ],
  'another encoding': (dialect) => {
    const encoding = dialect.encodings.includes('base64') ? 'hex' : 'base64'
    return [signed(dialect, { dialect: { encodings: [encoding] }, encoding }), 'encoding']
  },
  'base64 of the hex text': (dialect) => {
    const from = dialect.encodings.includes('base64') ? 'base64' : 'hex'
    return [
      withSignature(dialect, (text) => Buffer.from(Buffer.from(text, from).toString('hex')).toString('base64')),
      'encoding',
    ]
  },
  'letters in the other case': (dialect) => {
    const [encoding] = dialect.encodings
    if (dialect.encodings.length > 1 || encoding === 'base64') return undefined
    return [
      withSignature(dialect, (text) => (encoding === 'hex' ? text.toUpperCase() : text.toLowerCase())),
      'letter-case',
    ]
  },
  'UTF-16': (dialect) => {
    const { secret } = vectorOf(dialect)
    if (dialect.joined.includes('path')) return undefined
    const written = signFor(
      dialect,
      credentialsOf(vectorOf(dialect)),
      { ...requestOf(vectorOf(dialect)) },
      {
        ...optionsOf(vectorOf(dialect)),
      },
    ).fields
    const text = dialect.joined
      .map((part) => {
        if (typeof part === 'object') return part.text
        return part === 'secret' ? secret : (written[fieldOf(dialect, part)] ?? '')
      })
      .join('')
    const bytes = Buffer.from(text, 'utf16le')
    const hash = dialect.algorithm.startsWith('hmac')
      ? createHmac('sha256', secret).update(bytes)
      : createHash(dialect.algorithm).update(bytes)
    const [encoding] = dialect.encodings
    const made = hash.digest(encoding === 'base64' ? 'base64' : 'hex')
    return [withSignature(dialect, () => (encoding === 'HEX' ? made.toUpperCase() : made)), 'charset']
  },
  'a field missing': (dialect) => {
    const name = fieldOf(dialect, 'timestamp')
    const request = signed(dialect)
    const { [name]: _gone, ...headers } = request.headers
    return [{ ...request, url: request.url.replace(new RegExp(`&${name}=[^&]*`), ''), headers }, 'field-missing']
  },
}

test.each(all)('%s: what the dialect asks for holds', (_id, dialect) => {
  expect(explain(dialect, signed(dialect), vectorOf(dialect).now)).toMatchObject({
    holds: true,
    findings: [],
    tried: 1,
  })
})

const cases = all.flatMap(([id, dialect]) =>
  Object.entries(mutations).flatMap(([name, mutate]) => {
    const made = mutate(dialect)
    return made === undefined ? [] : [[id, name, dialect, ...made] as const]
  }),
)

test.each(cases)('%s: %s', (_id, _name, dialect, request, ingredient) => {
  const explanation = explain(dialect, request)
  expect(explanation.holds).toBe(false)
  expect(new Set(named(explanation))).toEqual(new Set([ingredient]))
  for (const { message, next } of explanation.findings) {
    for (const text of [message.zh, message.en, next.zh, next.en]) expect(text).not.toMatch(/\{|^$/)
  }
})

// The rest is told by one dialect each: the others have no such part.
function explainSent(id: string, change: (request: RefusedRequest) => RefusedRequest, receivedAt?: number) {
  const dialect = gatewayDialect(id)
  return explain(dialect, change(signed(dialect)), receivedAt).findings.map(({ ingredient, found, expected }) => [
    ingredient,
    found,
    expected,
  ])
}

function rename(request: RefusedRequest, from: string, to: string): RefusedRequest {
  const { [from]: text, ...headers } = request.headers
  return {
    ...request,
    url: request.url.replace(`${from}=`, `${to}=`),
    headers: { ...headers, ...(text && { [to]: text }) },
  }
}

test('fields under another name, in another place, twice or with another text', () => {
  expect(explainSent('gjgxjhpt', (request) => rename(request, 'gjgxjhpt_sid', 'gjgxjhpt-sid'))).toEqual([
    ['field-name', 'gjgxjhpt-sid', 'gjgxjhpt_sid'],
  ])
  expect(explainSent('zhejiang-data', (request) => rename(request, 'appKey', 'appkey'))).toEqual([
    ['field-name', 'appkey', 'appKey'],
  ])
  expect(explainSent('x-tif', (request) => rename(request, 'x-tif-nonce', 'X-TIF-Nonce'))).toEqual([])
  expect(explainSent('zhejiang-data', (request) => ({ ...request, url: `${request.url}&sign=0` }))).toContainEqual([
    'field-twice',
    'sign',
    'sign',
  ])
  expect(
    explainSent('sha1-header', (request) => ({
      url: `/?${new URLSearchParams(request.headers as Record<string, string>)}`,
      headers: {},
    })),
  ).toEqual([['field-place', 'query', 'headers']])
  const md5 = { 'X-BG-HMAC-ALGORITHM': 'hmac-md5' }
  expect(explainSent('x-bg-hmac', (request) => ({ ...request, headers: { ...request.headers, ...md5 } }))).toEqual([
    ['field-text', 'X-BG-HMAC-ALGORITHM', 'hmac-sha256'],
  ])
})

test('the query and the path as other programs sign them', () => {
  const dialect = gatewayDialect('x-bg-hmac')
  const told = (query: string, path = '/api/v1/婚姻', method = 'GET') => {
    const { id, secret, now } = vectorOf(dialect)
    const text = [method, path, query, id, new Date(now).toUTCString(), ''].join('\n')
    const made = createHmac('sha256', secret).update(text).digest('base64')
    return explain(
      dialect,
      withSignature(dialect, () => made),
    ).findings.map(({ ingredient, found }) => [ingredient, found])
  }
  const sorted = 'a=0&a=1&b=2&name=%E5%BC%A0%20%E4%B8%89'
  expect(told(sorted)).toEqual([])
  expect(told(search)).toEqual([['query-order', 'in the order sent']])
  expect(told('a=1&a=0&b=2&name=%E5%BC%A0%20%E4%B8%89')).toEqual([
    ['query-order', 'sorted without regard to letter case'],
  ])
  expect(told('a=0&a=1&b=2&name=张 三')).toEqual([['query-encoding', 'not encoded']])
  expect(told(sorted.replace('%20', '+'))).toEqual([['query-encoding', 'with + for a space']])
  expect(told('a=0&a=1&b=2&name=%D5%C5%20%C8%FD')).toEqual([['charset', 'gb18030']])
  expect(told(sorted, '/v1/婚姻')).toEqual([['path', 'without its first 1 segments']])
  expect(told(sorted, address.path)).toEqual([['path', 'as sent, percent-encoded']])
  expect(told(sorted, '/api/v1/婚姻', 'POST')).toEqual([['method', 'POST']])
  expect(told(search, address.path)).toEqual([
    ['path', 'as sent, percent-encoded'],
    ['query-order', 'in the order sent'],
  ])
})

test('the clock and the zone, where the time of arrival is known', () => {
  const { now } = vectorOf(gatewayDialect('x-bg-hmac'))
  const at = (after: number) => explainSent('x-bg-hmac', (request) => request, now + after)
  expect(at(89_000)).toEqual([])
  expect(at(-200_000)).toEqual([['clock', '-200', '90']])
  expect(at(-8 * 3_600_000)).toEqual([['time-zone', 'GMT+8', 'GMT']])
  const zoned = { 'X-BG-DATE-TIME': 'Wed, 15 Nov 2023 06:13:20 GMT+8' }
  expect(
    explainSent('x-bg-hmac', (request) => ({ ...request, headers: { ...request.headers, ...zoned } })).map(
      ([ingredient]) => ingredient,
    ),
  ).toContain('time-zone')
})

test('a signature damaged on its way', () => {
  const dialect = gatewayDialect('gjgxjhpt')
  const told = (change: (text: string) => string) =>
    explain(dialect, withSignature(dialect, change)).findings.map(({ ingredient, found }) => [ingredient, found])
  expect(told((text) => text.replaceAll('+', ' '))).toEqual([['encoding', 'base64, each + turned into a space']])
  expect(told((text) => `${text}\n`)).toEqual([['encoding', 'base64, with white space or quotes around it']])
  expect(told(encodeURIComponent)).toEqual([['encoding', 'base64, percent-encoded once too often']])
  expect(told((text) => text.replaceAll('=', ''))).toEqual([['encoding', 'base64 without padding']])
})

test('no finding holds a secret or a value of the request', () => {
  const texts = cases.map(([, , dialect, request]) => JSON.stringify(explain(dialect, request)))
  const kept = gatewayDialects
    .map(vectorOf)
    .flatMap(({ id, secret, now, nonce, user }) => [id, secret, String(now), nonce, user])
  for (const value of new Set(kept)) if (value !== undefined) expect(texts.join('\n')).not.toContain(value)
})

test.each(all)('%s is known by its fields', (_id, dialect) => {
  expect(dialectOfRequest(signed(dialect))?.id).toBe(dialect.id)
})

test('a request of no dialect is of none', () => {
  expect(dialectOfRequest({ url: '/a?sign=1', headers: { accept: '*/*' } })).toBeUndefined()
})
