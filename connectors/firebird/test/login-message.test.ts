import { expect, test } from 'vitest'
import { readLoginMessage } from '../src/login-message.ts'

function counted(content: Buffer | string): Buffer {
  const bytes = Buffer.from(content)
  const length = Buffer.alloc(4)
  length.writeInt32BE(bytes.length)
  return Buffer.concat([length, bytes, Buffer.alloc(-bytes.length & 3)])
}

function challenge(salt: string, key: string): Buffer {
  const lengths = [Buffer.alloc(2), Buffer.alloc(2)] as const
  lengths[0].writeUInt16LE(salt.length)
  lengths[1].writeUInt16LE(key.length)
  return Buffer.concat([lengths[0], Buffer.from(salt), lengths[1], Buffer.from(key)])
}

function message(operation: number, data: Buffer, plugin = 'Srp'): Buffer {
  const head = Buffer.alloc(operation === 92 ? 4 : 16)
  head.writeInt32BE(operation)
  const rest = operation === 92 ? [counted('Srp,Legacy_Auth'), counted('')] : [Buffer.alloc(4), counted('Symmetric')]
  return Buffer.concat([head, counted(data), counted(plugin), ...rest])
}

/** The key as node-firebird 2.17 reads it. */
function driverKey(data: Buffer): string {
  const saltLength = data.readUInt16LE(0)
  return data.subarray((saltLength + 2 + 3) & ~3).toString()
}

function dataOf(bytes: Buffer): Buffer {
  const start = bytes.readInt32BE(0) === 92 ? 4 : 16
  return bytes.subarray(start + 4, start + 4 + bytes.readInt32BE(start))
}

const key = 'C5'.repeat(128)

test.each([64, 63, 62, 61, 60, 59, 58, 57, 1])('with a salt of %i digits both arithmetics find the key', (digits) => {
  for (const operation of [92, 94, 98]) {
    const salt = 'A'.repeat(digits)
    const read = readLoginMessage(message(operation, challenge(salt, key)))
    if (typeof read === 'string') throw new Error(read)
    const data = dataOf(read.bytes)
    expect(read).toMatchObject({ plugin: 'Srp', challenge: true })
    expect(data.subarray(2, 2 + data.readUInt16LE(0)).toString()).toBe(salt)
    expect(BigInt(`0x${driverKey(data)}`)).toBe(BigInt(`0x${key}`))
    expect(BigInt(`0x${data.subarray(digits + 4)}`)).toBe(BigInt(`0x${key}`))
    expect(readLoginMessage(read.bytes)).not.toBe('incomplete')
  }
})

test('every beginning of a message is incomplete', () => {
  const whole = message(98, challenge('A'.repeat(63), key))
  for (let length = 0; length < whole.length; length++)
    expect(readLoginMessage(whole.subarray(0, length))).toBe('incomplete')
})

test('what is no challenge goes on as it is', () => {
  const proof = message(92, Buffer.from('0123456789ABCDEF0123456789ABCDEF01234567'))
  expect(readLoginMessage(proof)).toEqual({ plugin: 'Srp', challenge: false, bytes: proof })
  const legacy = message(92, challenge('A'.repeat(63), key), 'Legacy_Auth')
  expect(readLoginMessage(legacy)).toEqual({ plugin: 'Legacy_Auth', challenge: false, bytes: legacy })
  const answer = Buffer.alloc(32)
  answer.writeInt32BE(9)
  expect(readLoginMessage(answer)).toBe('other')
})
