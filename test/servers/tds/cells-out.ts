import { ByteWriter } from './bytes.ts'
import { collationOf, encodeText } from './collations.ts'
import { decimalBytes, isPartial, type TdsType } from './tds-type.ts'
import { datetimeTicks, dayNumber, hundredNanoseconds, timeBytes } from './time-numbers.ts'

/**
 * A cell as a server sends it. Values are canonical: texts for decimals, money and times, `Uint8Array` for bytes; bytes
 * in a column of a text type go out as they are.
 */
export function writeCell(out: ByteWriter, type: TdsType, value: unknown): void {
  const { name } = type
  if (isPartial(type)) writePartial(out, value === null ? null : contentOf(type, value))
  else if (name === 'text' || name === 'ntext' || name === 'image') writeOldLong(out, type, value)
  else if (name.endsWith('char') || name.endsWith('binary')) {
    if (value === null) out.number(0xffff, 2)
    else out.block(contentOf(type, value), 2)
  } else if (value === null) out.number(0, 1)
  else out.block(shortCell(type, value), 1)
}

function contentOf({ name, collation }: TdsType, value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  if (name.startsWith('n') || name === 'xml') return Buffer.from(String(value), 'utf16le')
  return encodeText(String(value), collationOf(collation).charset)
}

/** In two parts where there is enough for two, so that readers have to put them together. */
function writePartial(out: ByteWriter, content: Uint8Array | null): void {
  if (content === null) {
    out.long(-1n)
    return
  }
  out.long(BigInt(content.length))
  const half = content.length > 1 ? Math.floor(content.length / 2) : content.length
  for (const part of [content.subarray(0, half), content.subarray(half)]) if (part.length > 0) out.block(part, 4)
  out.number(0, 4)
}

function writeOldLong(out: ByteWriter, type: TdsType, value: unknown): void {
  if (value === null) out.number(0, 1)
  else out.block(Buffer.alloc(16, 1), 1).bytes(Buffer.alloc(8)).block(contentOf(type, value), 4)
}

function shortCell(type: TdsType, value: unknown): Buffer {
  const out = new ByteWriter()
  switch (type.name) {
    case 'tinyint':
      return out.number(Number(value), 1).finish()
    case 'smallint':
      return out.signed(Number(value), 2).finish()
    case 'int':
      return out.signed(Number(value), 4).finish()
    case 'bigint':
      return out.long(BigInt(String(value))).finish()
    case 'bit':
      return out.number(Number(value), 1).finish()
    case 'real':
    case 'float': {
      const bytes = Buffer.alloc(type.name === 'real' ? 4 : 8)
      if (type.name === 'real') bytes.writeFloatLE(Number(value))
      else bytes.writeDoubleLE(Number(value))
      return bytes
    }
    case 'smallmoney':
      return out.signed(Number(unscaled(String(value), 4)), 4).finish()
    case 'money': {
      const money = unscaled(String(value), 4)
      return out
        .signed(Number(money >> 32n), 4)
        .number(Number(money & 0xffffffffn), 4)
        .finish()
    }
    case 'decimal':
      return decimalCell(type, String(value))
    case 'uniqueidentifier':
      return guidBytes(String(value))
    default:
      return timeCell(type, String(value))
  }
}

function timeCell({ name, scale = 7 }: TdsType, value: string): Buffer {
  const [day, time = '00:00:00'] = name === 'time' ? ['0001-01-01', value] : value.replace('Z', '').split('T')
  const days = dayNumber(day ?? '')
  const out = new ByteWriter()
  switch (name) {
    case 'date':
      return out.number(days, 3).finish()
    case 'datetime':
      return out
        .signed(days - dayNumber('1900-01-01'), 4)
        .signed(datetimeTicks(time), 4)
        .finish()
    case 'smalldatetime':
      return out
        .number(days - dayNumber('1900-01-01'), 2)
        .number(Number(hundredNanoseconds(time) / 600_000_000n), 2)
        .finish()
    case 'time':
      return out.bytes(timeBytes(time, scale)).finish()
    case 'datetime2':
      return out.bytes(timeBytes(time, scale)).number(days, 3).finish()
    case 'datetimeoffset':
      return out.bytes(timeBytes(time, scale)).number(days, 3).signed(480, 2).finish()
    default:
      throw new TypeError(`no cells of ${name}`)
  }
}

/** A decimal text as the whole number of its last digits. */
export function unscaled(value: string, scale: number): bigint {
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.')
  const digits = BigInt(whole + fraction.padEnd(scale, '0').slice(0, scale))
  return value.startsWith('-') ? -digits : digits
}

function decimalCell({ precision = 18, scale = 0 }: TdsType, value: string): Buffer {
  const digits = unscaled(value, scale)
  const bytes = Buffer.alloc(decimalBytes(precision))
  bytes.writeUInt8(digits < 0n ? 0 : 1, 0)
  let rest = digits < 0n ? -digits : digits
  for (let at = 1; at < bytes.length; at++, rest >>= 8n) bytes.writeUInt8(Number(rest & 0xffn), at)
  return bytes
}

/** The first three groups of a GUID are numbers with their low byte first. */
function guidBytes(value: string): Buffer {
  const bytes = Buffer.from(value.replaceAll('-', ''), 'hex')
  return Buffer.concat([
    bytes.subarray(0, 4).reverse(),
    bytes.subarray(4, 6).reverse(),
    bytes.subarray(6, 8).reverse(),
    bytes.subarray(8),
  ])
}
