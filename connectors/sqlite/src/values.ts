import { BerthError, canonicalProblem, type LogicalType, type LogicalTypeName, type Value } from '@berth/core'
import type { SqlColumn } from '@berth/sql'

/** What a declared type means. SQLite keeps to none of them: every cell is looked at when it is read. */
const declaredTypes: Readonly<Record<string, LogicalTypeName>> = {
  INT: 'integer',
  INT2: 'integer',
  INT4: 'integer',
  TINYINT: 'integer',
  SMALLINT: 'integer',
  MEDIUMINT: 'integer',
  INTEGER: 'int64',
  BIGINT: 'int64',
  INT8: 'int64',
  DECIMAL: 'decimal',
  NUMERIC: 'decimal',
  NUMBER: 'decimal',
  MONEY: 'decimal',
  REAL: 'double',
  DOUBLE: 'double',
  'DOUBLE PRECISION': 'double',
  FLOAT: 'double',
  BOOLEAN: 'boolean',
  BOOL: 'boolean',
  DATE: 'date',
  TIME: 'time',
  DATETIME: 'datetime',
  TIMESTAMP: 'datetime',
  BLOB: 'binary',
  BINARY: 'binary',
  VARBINARY: 'binary',
  JSON: 'json',
}

const padded: ReadonlySet<string> = new Set(['CHAR', 'CHARACTER', 'NCHAR', 'NATIVE CHARACTER'])

/** A declared type, `VARCHAR(20)`, as the word and its numbers. */
interface Declared {
  readonly word: string
  readonly size?: number
  readonly scale?: number
}

/**
 * The column as it is read and written. A type that is not in the table is `int64` where SQLite gives it integer
 * affinity and else `text`, which can hold whatever is there.
 */
export function sqliteColumn(name: string, nativeType: string, nullable: boolean, maxCellBytes?: number): SqlColumn {
  const declared = parseDeclared(nativeType)
  const type = logicalType(declared)
  const isUnbounded = unbounded.has(type.name) && declared.size === undefined
  const limit =
    maxCellBytes === undefined || !isUnbounded ? {} : { limit: { maxLength: maxCellBytes, length: bytesOf } }
  const check = storedCheck(nativeType)
  const base = { name, type, nativeType, nullable, bindsRaw: true, ...limit } as const
  const convert = converters[type.name](type)
  switch (type.name) {
    case 'json':
      return { ...base, convert, ...check }
    case 'text': {
      const bytes = {
        select: (reference: string): string => `CAST(${reference} AS BLOB)`,
        marker: (marker: string): string => `CAST(${marker} AS TEXT)`,
      }
      const { size } = declared
      if (size === undefined || !padded.has(declared.word)) return { ...base, ...check, convert, bytes }
      return { ...base, ...check, convert, bytes, equals: (reference, marker) => equalsPadded(reference, marker, size) }
    }
    case 'int64':
      return { ...base, convert, bind: (value) => BigInt(String(value)), bindNumber: BigInt }
    case 'decimal':
      return { ...base, convert, bind: (value) => bindDecimal(String(value), type) }
    case 'boolean':
      return { ...base, convert, bind: (value) => (value === true ? 1 : 0) }
    case 'date':
      return { ...base, convert, equals: equalsDate, bindLike: dateLike }
    case 'datetime':
      return { ...base, convert, bind: bindDatetime, equals: equalsDatetime, bindLike: datetimeLike }
    default:
      return { ...base, convert }
  }
}

function parseDeclared(nativeType: string): Declared {
  const plain = nativeType.toUpperCase().replace(/\s+/g, ' ').trim()
  const match = /^([^(]*?) ?(?:\( ?(\d+) ?(?:, ?(\d+) ?)?\).*)?$/.exec(plain)
  const [, word = '', size, scale] = match ?? []
  return {
    word,
    ...(size === undefined ? {} : { size: Number(size) }),
    ...(scale === undefined ? {} : { scale: Number(scale) }),
  }
}

function logicalType({ word, size, scale }: Declared): LogicalType {
  const name = declaredTypes[word] ?? (word.includes('INT') ? 'int64' : 'text')
  if (size === undefined || size === 0) return { name }
  if (name === 'decimal') return { name, precision: size, scale: scale ?? 0 }
  return name === 'text' || name === 'binary' ? { name, maxLength: size } : { name }
}

/** Types whose cells may be long where no length is declared. Declared lengths are not looked at again: that costs a quarter of a read. */
const unbounded: ReadonlySet<LogicalTypeName> = new Set(['text', 'json', 'binary'])

/** SQLite knows it without reading the cell. */
function bytesOf(reference: string): string {
  return `octet_length(${reference})`
}

const numeric = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/
const wholeNumber = /^(?:0|-?[1-9]\d{0,18})$/

/**
 * Refuses a text that SQLite would keep as a number which is printed otherwise: `007` as 7. So it does in columns whose
 * declared type has none of the words that make it a type for text (https://www.sqlite.org/datatype3.html, 3.1).
 */
function storedCheck(nativeType: string): Pick<SqlColumn, 'checkStored'> {
  const declared = nativeType.toUpperCase()
  if (declared.trim() === '' || /INT/.test(declared) || /CHAR|CLOB|TEXT|BLOB/.test(declared)) return {}
  const keepsWhole = !/REAL|FLOA|DOUB/.test(declared)
  return {
    checkStored: (value) => {
      const given = String(value)
      if (!numeric.test(given) || String(Number(given)) === given) return
      if (keepsWhole && wholeNumber.test(given) && BigInt.asIntN(64, BigInt(given)) === BigInt(given)) return
      throw new BerthError('VALUE_LOSS', { type: nativeType, length: given.length })
    },
  }
}

/** CHAR(n) is stored with its padding by some programs and without it by others. Both are found. */
function equalsPadded(reference: string, marker: string, size: number): string {
  const padding = `substr('${' '.repeat(size)}', length(${marker}) + 1)`
  return `${reference} IN (${marker}, rtrim(${marker}), ${marker} || ${padding})`
}

/** A date is found as `2020-02-29` and as the number 20200229. */
function equalsDate(reference: string, marker: string): string {
  return `${reference} IN (${marker}, CAST(replace(${marker}, '-', '') AS INTEGER))`
}

function equalsDatetime(reference: string, marker: string): string {
  return `${reference} IN (${marker}, replace(${marker}, ' ', 'T'))`
}

/** A date as the number 20200229 where that is how the column keeps it: texts sort behind all numbers. */
function dateLike(value: Value, raw: unknown): unknown {
  return typeof raw === 'bigint' ? BigInt(String(value).replaceAll('-', '')) : value
}

function bindDatetime(value: Value): string {
  const text = String(value)
  return `${text.slice(0, 10)} ${text.slice(11)}`
}

/** No longer than the column keeps it: `2020-02-29` sorts before the same with a midnight behind it. */
function datetimeLike(value: Value, raw: unknown): unknown {
  return bindDatetime(value).slice(0, String(raw).length)
}

/** SQLite keeps a decimal as a binary number of 15 certain digits. What would not come back is refused. */
function bindDecimal(value: string, type: LogicalType): string {
  if (value.length <= 15) return value
  const digits = value.replace(/^-?0*\.?0*/, '').replace('.', '')
  const significant = value.includes('.') ? digits.replace(/0+$/, '') : digits
  if (significant.length > 15) {
    const length = value.length
    throw new BerthError('VALUE_LOSS', { type: type.name, length })
  }
  return value
}

type Converter = (raw: unknown) => Value

const converters: Readonly<Record<LogicalTypeName, (type: LogicalType) => Converter>> = {
  text: () => text,
  integer: () => (raw) => {
    const value = Number(raw)
    return typeof raw === 'bigint' && value === (value | 0) ? value : invalid(raw, 'integer')
  },
  int64: () => (raw) => (typeof raw === 'bigint' ? String(raw) : invalid(raw, 'int64')),
  decimal: (type) => decimal(type.scale ?? 0),
  double: () => (raw) => {
    if (typeof raw === 'number' && Number.isFinite(raw)) return raw
    return typeof raw === 'bigint' && Number.isSafeInteger(Number(raw)) ? Number(raw) : invalid(raw, 'double')
  },
  boolean: () => (raw) => {
    if (raw === 0n || raw === 1n) return raw === 1n
    return invalid(raw, 'boolean')
  },
  date: () => date,
  time: () => (raw) => canonical(typeof raw === 'string' && raw.length === 5 ? `${raw}:00` : raw, 'time'),
  datetime: () => datetime,
  instant: () => (raw) => canonical(raw, 'instant'),
  binary: () => (raw) => (raw instanceof Uint8Array ? raw : invalid(raw, 'binary')),
  json: () => (raw) => canonical(typeof raw === 'bigint' || typeof raw === 'number' ? String(raw) : raw, 'json'),
}

function invalid(raw: unknown, type: LogicalTypeName): never {
  const length = raw instanceof Uint8Array ? raw.length : String(raw).length
  throw new BerthError('VALUE_INVALID', { type, length })
}

/** The value itself when it is canonical. */
function canonical(raw: unknown, name: LogicalTypeName): Value {
  return typeof raw === 'string' && canonicalProblem(raw, { name }) === undefined ? raw : invalid(raw, name)
}

/**
 * The library puts U+FFFD in the place of bytes that are not UTF-8. One that the source really holds is read by
 * declaring the charset `UTF-8` for the column.
 */
function text(raw: unknown): Value {
  if (typeof raw === 'string') {
    const offset = raw.indexOf('\ufffd')
    if (offset < 0) return raw
    throw new BerthError('TEXT_UNDECODABLE', { offset: Buffer.byteLength(raw.slice(0, offset)), charset: 'UTF-8' })
  }
  return typeof raw === 'bigint' || typeof raw === 'number' ? String(raw) : invalid(raw, 'text')
}

/**
 * Zeros are added up to the scale. Digits beyond it that come from binary arithmetic, past the 15th, are dropped.
 *
 * Printing a binary number is slow. Where the number is that of a whole count of its last digit, and the count has
 * less than 15 digits, printing the count as two whole numbers gives the same and takes a tenth of the time.
 */
function decimal(scale: number): Converter {
  const unit = 10 ** scale
  const zeros = '0'.repeat(scale)
  return (raw) => {
    if (typeof raw === 'bigint') return scale === 0 ? String(raw) : `${raw}.${zeros}`
    if (typeof raw !== 'number') return invalid(raw, 'decimal')
    const count = Math.round(raw * unit)
    if (scale > 0 && scale <= 9 && count >= 0 && count < 1e14 && count / unit === raw) {
      const whole = Math.floor(count / unit)
      const fraction = String(count - whole * unit)
      return `${whole}.${fraction.length === scale ? fraction : zeros.slice(fraction.length) + fraction}`
    }
    return printed(raw, scale)
  }
}

function printed(raw: number, scale: number): string {
  if (!Number.isFinite(raw)) return invalid(raw, 'decimal')
  let plain = String(raw)
  const excess = plain.length - plain.indexOf('.') - 1 > scale
  if (excess && plain.includes('.')) plain = String(Number(raw.toPrecision(15)))
  if (plain.includes('e')) return expanded(raw, scale)
  const point = plain.indexOf('.')
  if (point < 0) return scale === 0 ? plain : `${plain}.${'0'.repeat(scale)}`
  return plain.padEnd(point + 1 + scale, '0')
}

/** A number that JavaScript prints with an exponent: below 1e-6, or from 1e21 on. */
function expanded(raw: number, scale: number): string {
  if (Math.abs(raw) >= 1) return `${BigInt(raw)}${scale === 0 ? '' : `.${'0'.repeat(scale)}`}`
  const [mantissa = '', exponent] = String(Math.abs(raw)).split('e')
  const fraction = '0'.repeat(-Number(exponent) - 1) + mantissa.replace('.', '')
  return `${raw < 0 ? '-' : ''}0.${fraction.padEnd(scale, '0')}`
}

const commonDate = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/

/** `2020-02-29`, the same with a midnight behind it, or the number 20200229. */
function date(raw: unknown): Value {
  if (typeof raw === 'string') {
    if (commonDate.test(raw)) return raw
    return canonical(raw.replace(/[ T]00:00(?::00(?:\.0+)?)?$/, ''), 'date')
  }
  const digits = String(raw)
  if (typeof raw !== 'bigint' || digits.length !== 8) return invalid(raw, 'date')
  return canonical(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`, 'date')
}

const commonDatetime =
  /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])[ T](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?$/

/** A time with a blank or a T before the hour; seconds and hours may be missing. */
function datetime(raw: unknown): Value {
  if (typeof raw !== 'string') return invalid(raw, 'datetime')
  if (commonDatetime.test(raw)) return raw[10] === 'T' ? raw : `${raw.slice(0, 10)}T${raw.slice(11)}`
  const rest = raw.slice(11)
  const time = raw.length === 10 ? '00:00:00' : rest.length === 5 ? `${rest}:00` : rest
  const divided = raw.length === 10 || raw[10] === ' ' || raw[10] === 'T'
  return divided ? canonical(`${raw.slice(0, 10)}T${time}`, 'datetime') : invalid(raw, 'datetime')
}
