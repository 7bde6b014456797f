import type { ByteReader } from './bytes.ts'
import { collationOf, collations, decodeText } from './collations.ts'
import { fixedType, hasCollation, isPartial, lengthedType, oldLongType, scaledType, type TdsType } from './tds-type.ts'
import { datetimeText, dayNumber, dayText, timeLength, timeText } from './time-numbers.ts'

/** TYPE_INFO of a parameter or a column of a bulk load. */
export function readType(message: ByteReader): TdsType {
  const code = message.number(1)
  if (code === 0x28) return { name: 'date' }
  if (code === 0xf1) {
    message.take(1)
    return { name: 'xml' }
  }
  const plain = plainTypes[code]
  if (plain !== undefined) return { name: plain, length: 0 }
  const time = scaledType(code)
  if (time !== undefined) return { name: time, scale: message.number(1) }
  if (code === 0x6a || code === 0x6c) {
    message.take(1)
    return { name: 'decimal', precision: message.number(1), scale: message.number(1) }
  }
  const old = oldLongType(code)
  if (old !== undefined) {
    message.take(4)
    return { name: old, ...readCollation(message, old) }
  }
  const lengthed = lengthedType(code)
  if (lengthed !== undefined) {
    const bytes = message.number(2)
    const characters = lengthed.startsWith('n') ? bytes / 2 : bytes
    return { name: lengthed, length: bytes === 0xffff ? 'max' : characters, ...readCollation(message, lengthed) }
  }
  const bytes = message.number(1)
  const fixed = fixedType(code, bytes)
  if (fixed === undefined) throw new TypeError(`the test server does not know the type 0x${code.toString(16)}`)
  return { name: fixed }
}

/** Types of a fixed length that is not told. */
const plainTypes: Readonly<Record<number, string>> = {
  48: 'tinyint',
  50: 'bit',
  52: 'smallint',
  56: 'int',
  62: 'float',
  127: 'bigint',
}

const plainBytes: Readonly<Record<string, number>> = { tinyint: 1, bit: 1, smallint: 2, int: 4, float: 8, bigint: 8 }

function readCollation(message: ByteReader, name: string): { readonly collation?: string } {
  if (!hasCollation(name)) return {}
  const bytes = message.take(5)
  const found = Object.values(collations).find(
    (each) =>
      each.bytes.readUInt16LE(0) === bytes.readUInt16LE(0) && ((each.bytes[3] ?? 0) & 4) === ((bytes[3] ?? 0) & 4),
  )
  return found === undefined ? {} : { collation: found.name }
}

/** A cell as a client sends it, in the canonical form of its type; whole numbers as bigint. */
export function readCell(message: ByteReader, type: TdsType): unknown {
  const { name } = type
  if (isPartial(type)) return contentOf(type, readPartial(message))
  if (name === 'text' || name === 'ntext' || name === 'image') return readOldLong(message, type)
  if (name.endsWith('char') || name.endsWith('binary')) {
    const length = message.number(2)
    return length === 0xffff ? null : contentOf(type, message.take(length))
  }
  const length = type.length === 0 ? (plainBytes[name] ?? 0) : message.number(1)
  return length === 0 ? null : shortCell(message, type, length)
}

function readPartial(message: ByteReader): Buffer | null {
  if (message.long() === -1n) return null
  const parts: Buffer[] = []
  for (;;) {
    const length = message.number(4)
    if (length === 0) return Buffer.concat(parts)
    parts.push(message.take(length))
  }
}

function readOldLong(message: ByteReader, type: TdsType): unknown {
  const pointer = message.number(1)
  if (pointer === 0) return null
  message.take(pointer + 8)
  return contentOf(type, message.take(message.number(4)))
}

function contentOf({ name, collation }: TdsType, content: Buffer | null): unknown {
  if (content === null) return null
  if (name === 'image' || name.endsWith('binary')) return new Uint8Array(content)
  if (name.startsWith('n') || name === 'xml') return content.toString('utf16le')
  return decodeText(content, collationOf(collation).charset)
}

function shortCell(message: ByteReader, { name, scale = 0 }: TdsType, length: number): unknown {
  switch (name) {
    case 'tinyint':
      return BigInt(message.number(1))
    case 'smallint':
    case 'int':
      return BigInt(message.signed(length))
    case 'bigint':
      return message.long()
    case 'bit':
      return BigInt(message.number(1))
    case 'real':
      return message.take(4).readFloatLE()
    case 'float':
      return message.take(8).readDoubleLE()
    case 'money':
      return scaledText((BigInt(message.signed(4)) << 32n) | BigInt(message.number(4)), 4)
    case 'smallmoney':
      return scaledText(BigInt(message.signed(4)), 4)
    case 'decimal': {
      const positive = message.number(1) === 1
      const digits = message.take(length - 1).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
      return scaledText(positive ? digits : -digits, scale)
    }
    case 'uniqueidentifier': {
      const bytes = message.take(16)
      const group = (from: number, to: number): string =>
        Buffer.from(bytes.subarray(from, to)).reverse().toString('hex')
      const rest = bytes.subarray(8).toString('hex')
      return [group(0, 4), group(4, 6), group(6, 8), rest.slice(0, 4), rest.slice(4)].join('-').toUpperCase()
    }
    case 'date':
      return dayText(message.number(3))
    case 'datetime': {
      const day = dayText(message.signed(4) + dayNumber('1900-01-01'))
      return `${day}T${datetimeText(message.number(4))}`
    }
    case 'smalldatetime': {
      const day = dayText(message.number(2) + dayNumber('1900-01-01'))
      return `${day}T${timeText(BigInt(message.number(2)) * 600_000_000n)}`
    }
    default: {
      const time = timeText(BigInt(message.number(timeLength(scale))) * 10n ** BigInt(7 - scale))
      if (name === 'time') return time
      const moment = `${dayText(message.number(3))}T${time}`
      if (name === 'datetime2') return moment
      message.take(2)
      return `${moment}Z`
    }
  }
}

function scaledText(digits: bigint, scale: number): string {
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0')
  const whole = text.slice(0, text.length - scale)
  return `${digits < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${text.slice(-scale)}`}`
}
