import { collationOf } from './collations.ts'

/** A type of SQL Server with what belongs to it. */
export interface TdsType {
  /** `int`, `nvarchar`, `datetime2`. */
  readonly name: string
  /** Bytes, or characters of nchar and nvarchar. */
  readonly length?: number | 'max'
  readonly precision?: number
  readonly scale?: number
  readonly collation?: string
}

const fixedBytes: Readonly<Record<string, readonly [code: number, bytes: number]>> = {
  tinyint: [0x26, 1],
  smallint: [0x26, 2],
  int: [0x26, 4],
  bigint: [0x26, 8],
  bit: [0x68, 1],
  real: [0x6d, 4],
  float: [0x6d, 8],
  smallmoney: [0x6e, 4],
  money: [0x6e, 8],
  smalldatetime: [0x6f, 4],
  datetime: [0x6f, 8],
  uniqueidentifier: [0x24, 16],
}

const scaled: Readonly<Record<string, number>> = { time: 0x29, datetime2: 0x2a, datetimeoffset: 0x2b }
const lengthed: Readonly<Record<string, number>> = {
  varbinary: 0xa5,
  varchar: 0xa7,
  binary: 0xad,
  char: 0xaf,
  nvarchar: 0xe7,
  nchar: 0xef,
}
const oldLong: Readonly<Record<string, number>> = { image: 0x22, text: 0x23, ntext: 0x63 }
const maxLength = 0xffff

/** A type as SQL spells it: `decimal(18,4)`, `nvarchar(max)`. `rowversion` and `sysname` are what they stand for. */
export function parseType(text: string, collation?: string): TdsType {
  const match = /^\s*([a-z0-9]+)\s*(?:\(\s*(max|\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*$/i.exec(text)
  const [, word = '', first, second] = match ?? []
  const name = word.toLowerCase()
  const under = collation === undefined ? {} : { collation }
  if (name === 'timestamp' || name === 'rowversion') return { name: 'binary', length: 8 }
  if (name === 'sysname') return { name: 'nvarchar', length: 128, ...under }
  if (name === 'decimal' || name === 'numeric')
    return { name: 'decimal', precision: Number(first ?? 18), scale: Number(second ?? 0) }
  if (name in scaled) return { name, scale: Number(first ?? 7) }
  if (name in lengthed) return { name, length: first?.toLowerCase() === 'max' ? 'max' : Number(first ?? 1), ...under }
  if (name in oldLong || name === 'xml' || name === 'date' || name in fixedBytes) return { name, ...under }
  throw new TypeError(`the test server has no type ${text}`)
}

/** Whether cells come in parts, MS-TDS 2.2.5.2.3. */
export function isPartial({ name, length }: TdsType): boolean {
  return length === 'max' || name === 'xml'
}

export function hasCollation(name: string): boolean {
  return name.endsWith('char') || name === 'text' || name === 'ntext'
}

/** TYPE_INFO as it stands in COLMETADATA, MS-TDS 2.2.5.6. */
export function typeInfo(type: TdsType): Buffer {
  const { name } = type
  const fixed = fixedBytes[name]
  if (fixed !== undefined) return Buffer.from(fixed)
  if (name === 'date') return Buffer.from([0x28])
  if (name === 'xml') return Buffer.from([0xf1, 0])
  if (name === 'decimal')
    return Buffer.from([0x6a, decimalBytes(type.precision ?? 18), type.precision ?? 18, type.scale ?? 0])
  const time = scaled[name]
  if (time !== undefined) return Buffer.from([time, type.scale ?? 7])
  const collation = hasCollation(name) ? collationOf(type.collation).bytes : Buffer.alloc(0)
  const old = oldLong[name]
  if (old !== undefined) return Buffer.concat([Buffer.from([old, 0xff, 0xff, 0xff, 0x7f]), collation])
  const code = lengthed[name]
  if (code === undefined) throw new TypeError(`no type ${name}`)
  const head = Buffer.alloc(3)
  head.writeUInt8(code, 0)
  const bytes = type.length === 'max' ? maxLength : (type.length ?? 1) * (name.startsWith('n') ? 2 : 1)
  head.writeUInt16LE(bytes, 1)
  return Buffer.concat([head, collation])
}

/** Bytes of a decimal with its sign. */
export function decimalBytes(precision: number): number {
  if (precision <= 9) return 5
  if (precision <= 19) return 9
  return precision <= 28 ? 13 : 17
}

/** The type of a code of so many bytes, for the kinds whose length tells them apart. */
export function fixedType(code: number, bytes: number): string | undefined {
  return Object.entries(fixedBytes).find(([, [each, length]]) => each === code && length === bytes)?.[0]
}

export function scaledType(code: number): string | undefined {
  return Object.entries(scaled).find(([, each]) => each === code)?.[0]
}

export function lengthedType(code: number): string | undefined {
  return Object.entries(lengthed).find(([, each]) => each === code)?.[0]
}

export function oldLongType(code: number): string | undefined {
  return Object.entries(oldLong).find(([, each]) => each === code)?.[0]
}
