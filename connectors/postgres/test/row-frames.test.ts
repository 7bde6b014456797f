import { expect, test } from 'vitest'
import { RowFrames } from '../src/row-frames.ts'

function message(kind: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(kind), int32(body.length + 4), body])
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

/** A row as a server sends it; `null` has no bytes. */
function row(...cells: readonly (string | null)[]): Buffer {
  const parts = cells.flatMap((cell) =>
    cell === null ? [int32(-1)] : [int32(Buffer.byteLength(cell)), Buffer.from(cell)],
  )
  return message('D', Buffer.from([0, cells.length]), ...parts)
}

const head = Buffer.concat([message('1'), message('2'), message('T', Buffer.alloc(30))])
const rows = [row('1', '张三', null), row('2', '', 'x'.repeat(300)), row('3', null, null)]
const tail = Buffer.concat([message('C', Buffer.from('SELECT 3\0')), message('Z', Buffer.from('I'))])
const answer = Buffer.concat([head, ...rows, message('s'), ...rows, tail, head, row(), tail])

test('an answer is let through, however it is cut into chunks', () => {
  for (const size of [1, 2, 3, 7, 64, answer.length]) {
    const frames = new RowFrames()
    for (let at = 0; at < answer.length; at += size) frames.pass(answer.subarray(at, at + size))
  }
})

test('a length that is damaged, of a cell or of a row, is noticed at any bit', () => {
  const from = head.length
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15].map((at) => from + at)
  for (const at of numbers) {
    for (let bit = 0; bit < 8; bit++) {
      const damaged = Buffer.from(answer)
      damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << bit), at)
      const pass = (): void => new RowFrames().pass(damaged)
      expect(pass, `byte ${at - from}, bit ${bit}`).toThrow(expect.objectContaining({ code: 'PROTOCOL_ERROR' }))
    }
  }
})

test.each([
  ['the bytes of a COPY', Buffer.concat([head, message('d', Buffer.alloc(9)), tail])],
  ['columns behind columns', Buffer.concat([head, message('T', Buffer.alloc(9)), tail])],
  ['columns behind a row', Buffer.concat([head, ...rows, message('N'), message('T', Buffer.alloc(9)), tail])],
  ['columns behind a portal that waits', Buffer.concat([head, ...rows, message('s'), message('T'), tail])],
])('%s, which a row may have become, are noticed', (_what, given) => {
  expect(() => new RowFrames().pass(given)).toThrow(expect.objectContaining({ code: 'PROTOCOL_ERROR' }))
})
