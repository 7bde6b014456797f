import { expect, test } from 'vitest'
import { ServiceClient } from '../../src/index.ts'
import { failureOf } from '../failure.ts'
import { rawPeer, settingsFor } from './peers.ts'

async function ask(head: string, closed: () => void = () => undefined, body = ''): Promise<[number, number]> {
  await using peer = await rawPeer((socket) => {
    socket.on('close', closed)
    socket.write(`${head}\r\n\r\n${body}`)
  })
  using client = new ServiceClient(settingsFor(peer.url))
  const request = { call: 'permits', method: 'GET', url: peer.url, headers: {}, repeatable: true } as const
  const { status, body: bytes } = await client.exchange(request, AbortSignal.timeout(5000))
  return [status, bytes.length]
}

test.each([
  ['304 Not Modified', ''],
  ['204 No Content', ''],
  ['302 Found', '\r\nContent-Length: 0'],
])('an answer of %s without a body is one, though it says that it is packed', async (status, length) => {
  expect(await ask(`HTTP/1.1 ${status}\r\nContent-Encoding: gzip${length}`)).toEqual([Number.parseInt(status, 10), 0])
})

test.each(['constructor', '__proto__', 'toString'])(
  'a packing called %s is none, and its line is closed',
  async (coding) => {
    const line = Promise.withResolvers<void>()
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: 1000`
    const error = await failureOf(() => ask(head, line.resolve, 'x'))
    expect(error).toMatchObject({ code: 'ANSWER_UNREADABLE', details: { problem: 'answer-coding-unknown' } })
    await line.promise
  },
)
