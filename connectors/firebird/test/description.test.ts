import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { descriptionProblem } from '../src/description.ts'

/** As Firebird 3.0.11 answered when statements were prepared, one column or parameter in each line. */
const recorded = {
  'SELECT T.*, ID * 2 AS TWICE FROM T WHERE ID > ? AND NAME = ?': [
    '150400010000000407040007000000',
    '090400010000000b0400f00100000c0400000000000d0400000000000e040004000000100200494411010054190000130200494408',
    '090400020000000b0400c10100000c0400040000000d0400000000000e0400a00000001004004e414d45110100541900001304004e414d4508',
    '090400030000000b0400450200000c0400010000000d0400feffffff0e0400080000001003004645451101005419000013030046454508',
    '090400040000000b0400c50100000c0400000000000d0400000000000e040006000000100400434f444511010054190000130400434f444508',
    '090400050000000b0400090200000c0400000000000d0400000000000e04000800000010050050484f544f1101005419000013050050484f544f08',
    '090400060000000b0400090200000c0400010000000d0400040000000e0400080000001007004f50494e494f4e110100541900001307004f50494e494f4e08',
    '090400070000000b0400440200000c0400000000000d0400000000000e0400080000001008004d554c5449504c59110000190000130500545749434508',
    '0507040002000000',
    '090400010000000b0400f00100000c0400000000000d0400000000000e04000400000008',
    '090400020000000b0400c10100000c0400040000000d0400000000000e0400a00000000801',
  ],
  'INSERT INTO T (ID, NAME, FEE) VALUES (?, ?, ?)': [
    '150400020000000407040000000000',
    '0507040003000000',
    '090400010000000b0400f00100000c0400000000000d0400000000000e04000400000008',
    '090400020000000b0400c10100000c0400040000000d0400000000000e0400a000000008',
    '090400030000000b0400450200000c0400010000000d0400feffffff0e0400080000000801',
  ],
  'INSERT INTO T (ID) VALUES (?) RETURNING ID': [
    '150400080000000407040001000000',
    '090400010000000b0400f10100000c0400000000000d0400000000000e040004000000100200494411010054190000130200494408',
    '0507040001000000',
    '090400010000000b0400f00100000c0400000000000d0400000000000e0400040000000801',
  ],
  'SAVEPOINT S': ['1504000e0000000407040000000000050704000000000001'],
}

const descriptions = Object.entries(recorded).map(([statement, lines]) => ({
  statement,
  bytes: Buffer.from(lines.join(''), 'hex'),
}))

interface Described {
  readonly input: readonly Column[]
  readonly output: readonly Column[]
}

interface Column {
  readonly subType: number
  readonly scale: number
  readonly length: number
}

/** What the driver makes of a description. */
function driverReads(bytes: Buffer): Described {
  const { describe: read } = createRequire(import.meta.url)('node-firebird/lib/wire/connection.js') as {
    readonly describe: (bytes: Buffer, statement: object) => void
  }
  const statement = { connection: { options: { encoding: 'UTF8' } } }
  read(bytes, statement)
  return statement as unknown as Described
}

describe.each(descriptions)('$statement', ({ bytes }) => {
  test('is accepted, zeros behind its end too', () => {
    expect(descriptionProblem(bytes)).toBeUndefined()
    expect(descriptionProblem(Buffer.concat([bytes, Buffer.alloc(7)]))).toBeUndefined()
  })

  test('cut anywhere it is refused', () => {
    for (let length = 0; length < bytes.length; length++)
      expect(descriptionProblem(bytes.subarray(0, length)), `${length}`).toMatchObject({ code: 'PROTOCOL_ERROR' })
  })

  test('with any byte damaged it is refused, or the driver reads numbers that can be, in no time', () => {
    const whole = driverReads(bytes)
    let refused = 0
    for (let at = 0; at < bytes.length; at++) {
      for (const mask of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
        const damaged = Buffer.from(bytes)
        damaged.writeUInt8(damaged.readUInt8(at) ^ mask, at)
        const before = process.threadCpuUsage()
        const problem = descriptionProblem(damaged)
        const read = problem === undefined ? attempt(() => driverReads(damaged)) : undefined
        const { user, system } = process.threadCpuUsage(before)
        const what = `byte ${at}, mask ${mask}`
        expect((user + system) / 1000, what).toBeLessThan(50)
        if (problem !== undefined) refused++
        if (read === undefined) continue
        expect([read.input.length, read.output.length], what).toEqual([whole.input.length, whole.output.length])
        for (const column of [...read.input, ...read.output]) expect(isSane(column), what).toBe(true)
      }
    }
    expect(refused).toBeGreaterThan(bytes.length * 4)
  })
})

/** Undefined where the driver throws, which the wire guard turns into a `PROTOCOL_ERROR`: a type that it does not know. */
function attempt(read: () => Described): Described | undefined {
  try {
    return read()
  } catch (error) {
    expect(error).toMatchObject({ message: 'Unexpected' })
    return undefined
  }
}

function isSane(column: Column | undefined): boolean {
  if (column === undefined) return false
  const { length, scale, subType } = column
  return [length, scale, subType].every(Number.isInteger) && length >= 0 && length <= 65_535 && Math.abs(scale) <= 255
}

/** An item with a number of `size` bytes. */
function item(code: number, value: number, size = 4): Buffer {
  const bytes = Buffer.alloc(3 + size)
  bytes.writeUInt8(code)
  bytes.writeUInt16LE(size, 1)
  bytes.writeIntLE(value, 3, size)
  return bytes
}

const statement = item(21, 1)
const none = Buffer.concat([Buffer.from([5]), item(7, 0)])
const end = Buffer.from([1])

function column(number: number, changed: { scale?: number; length?: number; more?: Buffer } = {}): Buffer {
  const { scale = 0, length = 4, more = Buffer.alloc(0) } = changed
  const parts = [item(9, number), item(11, 496), item(12, 0), item(13, scale), item(14, length), more, Buffer.from([8])]
  return Buffer.concat(parts)
}

function select(count: number, ...given: readonly Buffer[]): Buffer {
  return Buffer.concat([statement, Buffer.from([4]), item(7, count), ...given, none, end])
}

const text = Buffer.from([16, 2, 0, 0x49, 0x44])

test.each<[string, Buffer]>([
  ['two columns', select(2, column(1, { more: text }), column(2))],
  ['numbers of one and two bytes', Buffer.concat([item(21, 1, 1), select(1, column(1)).subarray(7)])],
  ['more columns than one byte counts', select(300, ...Array.from({ length: 300 }, (_, at) => column(at + 1)))],
])('%s are accepted', (_, bytes) => {
  expect(descriptionProblem(bytes)).toBeUndefined()
})

test.each<[string, Buffer]>([
  ['nothing', Buffer.alloc(0)],
  ['a column numbered 2147483647', select(1, column(2_147_483_647))],
  ['a column numbered -1', select(1, column(-1))],
  ['a column numbered 0', select(1, column(0))],
  ['columns out of order', select(2, column(2), column(1))],
  ['a column twice', select(2, column(1), column(1))],
  ['a column left out', select(2, column(1), column(3))],
  ['fewer columns than announced', select(2, column(1))],
  ['more columns than announced', select(1, column(1), column(2))],
  ['32,768 columns', select(32_768, ...Array.from({ length: 32_768 }, (_, at) => column(at + 1)))],
  ['less than no columns', select(-1)],
  ['a length of 65,536', select(1, column(1, { length: 65_536 }))],
  ['a length of -1', select(1, column(1, { length: -1 }))],
  ['a scale of 256', select(1, column(1, { scale: 256 }))],
  ['a scale of -129', select(1, column(1, { scale: -129 }))],
  ['a number of three bytes', select(1, column(1, { more: item(14, 4, 3) }))],
  ['a name past the end', select(1, column(1, { more: Buffer.from([16, 0xff, 0xff]) }))],
  ['an item not asked for', select(1, column(1, { more: Buffer.from([15, 1, 0, 1]) }))],
  ['a description cut short by the server', select(1, column(1, { more: Buffer.from([2]) }))],
  [
    'a column without length',
    select(1, Buffer.concat([item(9, 1), item(11, 496), item(12, 0), item(13, 0), Buffer.from([8])])),
  ],
  ['no parameters told', Buffer.concat([statement, Buffer.from([4]), item(7, 0), end])],
  ['more behind the end', Buffer.concat([select(1, column(1)), Buffer.from([5])])],
])('%s is refused', (_, bytes) => {
  expect(descriptionProblem(bytes)).toMatchObject({ code: 'PROTOCOL_ERROR', details: { nativeCode: 'description' } })
})

test('the driver alone goes through as many columns as a number says', () => {
  expect(driverReads(select(1, column(1_000_000))).output.length).toBe(1_000_000)
})
