import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { startBlackHole } from '../../../../test/servers/black-hole.ts'
import { type ClientSettings, type ServiceAnswer, ServiceClient, type ServiceRequest } from '../../src/index.ts'
import { httpPeer, type Peer, rawPeer, settingsFor } from './peers.ts'

async function ask(
  peer: { readonly url: URL },
  change: Partial<ServiceRequest> & { readonly signal?: AbortSignal } = {},
  settings: Partial<ClientSettings> = {},
): Promise<ServiceAnswer> {
  using client = new ServiceClient(settingsFor(peer.url, settings))
  const { signal = AbortSignal.timeout(5000), ...request } = change
  return await client.exchange(
    { call: 'permits', method: 'GET', url: peer.url, headers: {}, repeatable: true, ...request },
    signal,
  )
}

const failure = async (call: Promise<unknown>): Promise<BerthError> => {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!BerthError.is(error)) throw new Error(`no coded failure: ${String(error)}`)
  return error
}

const reply =
  (text: string) =>
  (socket: { write(text: string, encoding: 'latin1'): unknown }): void =>
    void socket.write(text, 'latin1')

test('an answer of any status comes back with its bytes', async () => {
  await using peer = await httpPeer((_request, response) => response.writeHead(418, { 'x-a': ['1', '2'] }).end('茶'))
  const answer = await ask(peer)
  expect(answer.status).toBe(418)
  expect(answer.headers['x-a']).toBe('1, 2')
  expect(Buffer.from(answer.body).toString()).toBe('茶')
})

test.each(['gzip', 'x-gzip', 'deflate', 'br'])('what is packed as %s is unpacked', async (coding) => {
  const { brotliCompressSync, deflateSync } = await import('node:zlib')
  const packed = coding === 'br' ? brotliCompressSync('好') : coding === 'deflate' ? deflateSync('好') : gzipSync('好')
  await using peer = await httpPeer((_request, response) =>
    response.writeHead(200, { 'content-encoding': coding }).end(packed),
  )
  expect(Buffer.from((await ask(peer)).body).toString()).toBe('好')
})

test('a packed answer that unpacks to more than the bound is given up', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000))
  await using peer = await httpPeer((_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
  )
  expect(await failure(ask(peer))).toMatchObject({ code: 'ANSWER_TOO_LARGE', details: { maxBytes: 1_000_000 } })
})

test('a body without end is given up at the bound', async () => {
  await using peer = await httpPeer((_request, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    }
    response.on('drain', more)
    more()
  })
  expect((await failure(ask(peer))).code).toBe('ANSWER_TOO_LARGE')
})

test.each([
  ['cut', gzipSync('x'.repeat(5000)).subarray(0, 20), 'gzip'],
  ['no gzip', Buffer.from('plain'), 'gzip'],
  ['unknown', Buffer.from('plain'), 'rot13'],
  ['two codings', gzipSync(gzipSync('x')), 'gzip, gzip'],
])('an answer that is not packed as it says is refused: %s', async (_name, body, coding) => {
  await using peer = await httpPeer((_request, response) =>
    response.writeHead(200, { 'content-encoding': coding }).end(body),
  )
  expect((await failure(ask(peer))).code).toBe('ANSWER_UNREADABLE')
})

test('a body that drips is ended by the deadline, with its line', async () => {
  let closed: (() => void) | undefined
  const gone = new Promise<void>((resolve) => {
    closed = resolve
  })
  await using peer = await rawPeer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n')
    const drip = setInterval(() => socket.write('x'), 20)
    socket.on('close', () => {
      clearInterval(drip)
      closed?.()
    })
  })
  const signal = AbortSignal.timeout(300)
  expect((await failure(ask(peer, { signal }))).code).toBe('ABORTED')
  await gone
})

test.each([
  [
    'headers that drip',
    (socket: { write(text: string): unknown }) => void socket.write('HTTP/1.1 200 OK\r\nX-A: 1'),
    'ABORTED',
  ],
  ['headers without end', reply(`HTTP/1.1 200 OK\r\n${`X-A: ${'a'.repeat(1000)}\r\n`.repeat(40)}`), 'PROTOCOL_ERROR'],
  ['another protocol', reply('SSH-2.0-OpenSSH_9.2\r\n'), 'PROTOCOL_ERROR'],
  ['two lengths', reply('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'), 'PROTOCOL_ERROR'],
  [
    'a length and chunks',
    reply('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
    'PROTOCOL_ERROR',
  ],
])('a peer that does not keep to the protocol: %s', async (_name, answer, code) => {
  await using peer = await rawPeer(answer)
  expect((await failure(ask(peer, { signal: AbortSignal.timeout(400) }))).code).toBe(code)
})

test('a body cut short is a lost line, not a short answer', async () => {
  await using peer = await rawPeer((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'))
  expect((await failure(ask(peer))).code).toBe('CONNECTION_LOST')
  await using chunked = await rawPeer((socket) =>
    socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n'),
  )
  expect((await failure(ask(chunked))).code).toBe('CONNECTION_LOST')
})

test('nobody there, no such host, nobody who answers', async () => {
  const peer = await httpPeer(() => undefined)
  await peer[Symbol.asyncDispose]()
  expect((await failure(ask(peer))).code).toBe('CONNECT_REFUSED')
  expect((await failure(ask({ url: new URL('http://nowhere.invalid/') }))).code).toBe('HOST_UNKNOWN')
})

test.each([
  ['another host', 'http://192.0.2.7/x'],
  ['this machine by another name', 'http://localhost:PORT/x'],
  ['where clouds keep secrets', 'http://169.254.169.254/latest/meta-data/'],
  ['a file', 'file:///etc/passwd'],
  ['no address', 'http://['],
])('a redirect to %s is not followed, even where redirects are', async (_name, location) => {
  let calls = 0
  await using peer: Peer = await httpPeer((_request, response) => {
    calls++
    response.writeHead(302, { location: location.replace('PORT', peer.url.port) }).end()
  })
  expect((await failure(ask(peer, {}, { maxRedirects: 5 }))).code).toBe('REDIRECT_REFUSED')
  expect(calls).toBe(1)
})

test('a redirect within the host is followed as often as it may be, and only of a read', async () => {
  await using peer = await httpPeer((request, response) => {
    const step = Number(request.url?.slice(2) ?? 0)
    if (step === 2) response.end('here')
    else response.writeHead(307, { location: `/?${step + 1}` }).end()
  })
  expect((await failure(ask(peer))).code).toBe('REDIRECT_REFUSED')
  expect((await failure(ask(peer, {}, { maxRedirects: 1 }))).code).toBe('REDIRECT_REFUSED')
  expect((await ask(peer, {}, { maxRedirects: 2 })).url.search).toBe('?2')
  const write = { method: 'POST', repeatable: false } as const
  expect((await failure(ask(peer, write, { maxRedirects: 2 }))).code).toBe('REDIRECT_REFUSED')
})

test('only allowed hosts are called, and never where clouds keep secrets', async () => {
  await using peer = await httpPeer((_request, response) => response.end('x'))
  const other = new URL(peer.url)
  other.hostname = 'localhost'
  expect((await failure(ask(peer, { url: other }))).code).toBe('HOST_NOT_ALLOWED')
  expect((await ask(peer, { url: other }, { allowedHosts: ['localhost'] })).status).toBe(200)
  const metadata = { url: new URL('http://169.254.169.254/') }
  expect((await failure(ask(metadata))).code).toBe('HOST_NOT_ALLOWED')
  expect((await failure(ask({ url: new URL('http://[::ffff:169.254.169.254]/') }))).code).toBe('HOST_NOT_ALLOWED')
})

test('a host that does not answer is given up after the time to connect', async () => {
  await using hole = await startBlackHole()
  const error = await failure(ask({ url: new URL(`http://127.0.0.1:${hole.port}/`) }, {}, { connectTimeoutMs: 300 }))
  expect([error.code, error.details['timeoutMs']]).toEqual(['CONNECT_TIMEOUT', 300])
  // Neither is TLS that never comes up.
  await using silent = await rawPeer(() => undefined)
  const secure = new URL(silent.url)
  secure.protocol = 'https:'
  expect((await failure(ask({ url: secure }, {}, { connectTimeoutMs: 300 }))).code).toBe('CONNECT_TIMEOUT')
})

test('the proxy of the environment is not used', async () => {
  await using proxy = await httpPeer((_request, response) => response.end('proxy'))
  await using peer = await httpPeer((_request, response) => response.end('peer'))
  process.env['http_proxy'] = proxy.url.href
  try {
    expect(Buffer.from((await ask(peer)).body).toString()).toBe('peer')
    const through = await ask(peer, {}, { proxy: proxy.url.href })
    expect(Buffer.from(through.body).toString()).toBe('proxy')
  } finally {
    delete process.env['http_proxy']
  }
})

test('a read is sent again when a busy service says when, a write never', async () => {
  let calls = 0
  await using peer = await httpPeer((request, response) => {
    calls++
    if (request.url === '/late') response.writeHead(503, { 'retry-after': '3600' }).end()
    else if (calls === 1) response.writeHead(429, { 'retry-after': '1' }).end()
    else response.end('done')
  })
  const started = performance.now()
  expect((await ask(peer)).status).toBe(200)
  expect(performance.now() - started).toBeGreaterThan(900)
  calls = 0
  expect((await ask(peer, { method: 'POST', repeatable: false })).status).toBe(429)
  expect(calls).toBe(1)
  calls = 0
  expect((await ask(peer, { url: new URL('/late', peer.url) })).status).toBe(503)
  expect(calls).toBe(1)
  calls = 0
  expect((await failure(ask(peer, { signal: AbortSignal.timeout(200) }))).code).toBe('ABORTED')
})

test('no more calls begin in a second than may', async () => {
  await using peer = await httpPeer((_request, response) => response.end())
  using client = new ServiceClient(settingsFor(peer.url, { requestsPerSecond: 20 }))
  const request = { call: 'x', method: 'GET', url: peer.url, headers: {}, repeatable: true } as const
  const started = performance.now()
  await Promise.all(Array.from({ length: 7 }, () => client.exchange(request, AbortSignal.timeout(5000))))
  expect(performance.now() - started).toBeGreaterThan(290)
})

test('an unchanged answer is asked for by its ETag and not sent again', async () => {
  const seen: (string | undefined)[] = []
  await using peer = await httpPeer((request, response) => {
    seen.push(request.headers['if-none-match'])
    if (request.headers['if-none-match'] === '"a"') response.writeHead(304).end()
    else response.writeHead(200, { etag: '"a"' }).end('content')
  })
  using client = new ServiceClient(settingsFor(peer.url))
  const request = { call: 'x', method: 'GET', url: peer.url, headers: {}, repeatable: true, keepAs: 'x' } as const
  for (let round = 0; round < 2; round++) {
    const answer = await client.exchange(request, AbortSignal.timeout(5000))
    expect([answer.status, Buffer.from(answer.body).toString()]).toEqual([200, 'content'])
  }
  expect(seen).toEqual([undefined, '"a"'])
})

test('a read on a line that was just closed is sent again once, a write is not', async () => {
  let lines = 0
  const answerThenReset = async (repeatable: boolean): Promise<number | string> => {
    lines = 0
    const lineOf = new Map<unknown, number>()
    await using peer = await rawPeer((socket) => {
      const line = lineOf.get(socket) ?? ++lines
      if (lineOf.has(socket)) return socket.resetAndDestroy()
      lineOf.set(socket, line)
      return socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx')
    })
    using client = new ServiceClient(settingsFor(peer.url))
    const request = { call: 'x', method: 'GET', url: peer.url, headers: {}, repeatable } as const
    await client.exchange(request, AbortSignal.timeout(5000))
    const second = client.exchange(request, AbortSignal.timeout(5000))
    return await second.then(
      ({ status }) => status,
      (error: BerthError) => error.code,
    )
  }
  expect(await answerThenReset(true)).toBe(200)
  expect(lines).toBe(2)
  expect(await answerThenReset(false)).toBe('CONNECTION_LOST')
})

test('a header with a line break is refused before anything is sent', async () => {
  let calls = 0
  await using peer = await httpPeer((_request, response) => {
    calls++
    response.end()
  })
  const error = await failure(ask(peer, { headers: { 'x-a': 'a\r\nx-b: c' } }))
  expect(error.code).toBe('PARAMETER_INVALID')
  expect(calls).toBe(0)
})

test('nothing of a request hangs on the error that it ends with', async () => {
  await using peer = await rawPeer((socket) => socket.resetAndDestroy())
  const nobody = { url: new URL('http://127.0.0.1:9/') }
  for (const place of [peer, nobody, { url: new URL('http://nowhere.invalid/') }]) {
    const error = await failure(ask(place, { headers: { authorization: 'Bearer s3cret' } }))
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('s3cret')
    expect(inspect(error.cause, { depth: 10, showHidden: true })).not.toContain('s3cret')
  }
})
