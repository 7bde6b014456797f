import { Duplex } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { Conversation } from '../src/conversation.ts'
import { PacketReader, packet, packetOf } from '../src/packets.ts'
import { RemoteFiles } from '../src/remote-files.ts'

const never = new AbortController().signal

/** A server that answers each request as it is told, in as many pieces as it likes. */
function serverOf(answer: (request: PacketReader) => readonly Uint8Array[]): Duplex {
  let rest = Buffer.alloc(0)
  const channel = new Duplex({
    read: () => undefined,
    write(bytes: Buffer, _encoding, done) {
      rest = Buffer.concat([rest, bytes])
      while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE()) {
        const end = 4 + rest.readUInt32BE()
        for (const piece of answer(new PacketReader(rest.subarray(4, end)))) channel.push(piece)
        rest = rest.subarray(end)
      }
      done()
    },
  })
  return channel
}

async function greeted(
  answer: (request: PacketReader, number: number) => readonly Uint8Array[],
): Promise<Conversation> {
  const channel = serverOf((request) =>
    request.kind === packet.init ? [packetOf(packet.version, [3])] : answer(request, request.uint32()),
  )
  const conversation = new Conversation(channel, () => undefined)
  await conversation.greet(never)
  return conversation
}

describe('answers', () => {
  test('byte by byte, and out of order', async () => {
    const held: Buffer[] = []
    const conversation = await greeted((_request, number) => {
      held.unshift(packetOf(packet.data, [number, Buffer.from(`answer ${number}`)]))
      return held.length < 3 ? [] : [...Buffer.concat(held)].map((byte) => Uint8Array.of(byte))
    })
    const asked = [1, 2, 3].map(() => conversation.request(packet.read, [], never))
    const texts = (await Promise.all(asked)).map((reply) => reply.bytes().toString())
    expect(texts).toEqual(['answer 1', 'answer 2', 'answer 3'])
  })

  test.each([
    ['a length beyond all bounds', Buffer.from([0x7f, 0xff, 0xff, 0xff, 101])],
    ['a length of nothing', Buffer.from([0, 0, 0, 0, 101])],
    ['a packet without a number', Buffer.from([0, 0, 0, 1, 101])],
    ['another greeting', packetOf(packet.version, [3])],
    ['text', Buffer.from('220 FTP server ready\r\n')],
  ])('end the conversation: %s', async (_title, bytes) => {
    const conversation = await greeted(() => [bytes])
    await expect(conversation.request(packet.stat, [Buffer.from('a')], never)).rejects.toMatchObject({
      code: 'PROTOCOL_ERROR',
    })
    await expect(conversation.request(packet.stat, [Buffer.from('a')], never)).rejects.toMatchObject({
      code: 'PROTOCOL_ERROR',
    })
  })

  test('of another kind, cut short, or longer than was asked for', async () => {
    const read = async (answer: (number: number) => Buffer): Promise<unknown> => {
      const files = new RemoteFiles(await greeted((_request, number) => [answer(number)]))
      return await files.read(Buffer.from('h'), 0, 10, 'a.csv', never).catch((error: unknown) => error)
    }
    const broken = { code: 'PROTOCOL_ERROR' }
    expect(await read((number) => packetOf(packet.handle, [number, Buffer.from('x')]))).toMatchObject(broken)
    expect(await read((number) => packetOf(packet.data, [number, 900]))).toMatchObject(broken)
    expect(await read((number) => packetOf(packet.data, [number, Buffer.alloc(11)]))).toMatchObject(broken)
    expect(await read((number) => packetOf(packet.data, [number, Buffer.alloc(0)]))).toMatchObject(broken)
    expect(await read((number) => packetOf(packet.status, [number, 1]))).toBeUndefined()
  })

  test.each([
    [2, 'FILE_MISSING'],
    [3, 'PERMISSION_DENIED'],
    [4, 'QUERY_FAILED'],
    [7, 'CONNECTION_LOST'],
    [11, 'FILE_EXISTS'],
    [14, 'SYSTEM_DISK_FULL'],
    [15, 'SYSTEM_DISK_FULL'],
    [99, 'QUERY_FAILED'],
  ])('with the status %i are %s, and nothing of the server’s words is kept', async (status, code) => {
    const words = Buffer.from('geheim 4711')
    const files = new RemoteFiles(
      await greeted((_request, number) => [packetOf(packet.status, [number, status, words])]),
    )
    const error: unknown = await files.makeFolder(Buffer.from('a'), 'a', never).catch((failure: unknown) => failure)
    expect(error).toMatchObject({ code })
    expect(JSON.stringify(error)).not.toContain('4711')
  })

  test('that never come: an abort ends each request of its signal, and no other', async () => {
    const conversation = await greeted(() => [])
    const [one, other] = [new AbortController(), new AbortController()]
    const first = [1, 2, 3].map(() => conversation.request(packet.stat, [Buffer.from('a')], one.signal))
    const second = conversation.request(packet.stat, [Buffer.from('a')], other.signal)
    one.abort()
    for (const request of first) await expect(request).rejects.toMatchObject({ code: 'ABORTED' })
    expect(await Promise.race([second, Promise.resolve('waits')])).toBe('waits')
    other.abort()
    await expect(second).rejects.toMatchObject({ code: 'ABORTED' })
    await expect(conversation.request(packet.stat, [], other.signal)).rejects.toMatchObject({ code: 'ABORTED' })
  })

  test('a folder that never ends is left at its bound', async () => {
    const entry = [Buffer.from('a.csv'), Buffer.from(''), 0]
    const files = new RemoteFiles(
      await greeted((request, number) => [
        request.kind === packet.opendir
          ? packetOf(packet.handle, [number, Buffer.from('h')])
          : packetOf(packet.name, [number, 50, ...Array.from({ length: 50 }, () => entry).flat()]),
      ]),
    )
    await expect(files.folder(Buffer.from('/'), '', 1000, never)).rejects.toMatchObject({ code: 'FILE_LIMIT_EXCEEDED' })
  })

  test('attributes with everything in them, and with nothing', () => {
    const pair = [Buffer.from('a'), Buffer.from('b')]
    const full = packetOf(packet.attrs, [0x8000_000f, 5n, 1, 2, 0o100644, 3, 4, 1, ...pair])
    expect(new PacketReader(full.subarray(4)).attributes()).toEqual({ size: 5, mode: 0o100644, modified: 4 })
    expect(new PacketReader(packetOf(packet.attrs, [0]).subarray(4)).attributes()).toEqual({})
  })
})
