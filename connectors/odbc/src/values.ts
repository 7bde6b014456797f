import { BerthError, canonicalProblem, type LogicalType, type LogicalTypeName, type Value } from '@berth/core'
import { charsetColumn, type SqlColumn } from '@berth/sql'
import type { NativeColumn, Profile } from './profile.ts'

/** How the columns of a connection are read. */
export interface ColumnSettings {
  readonly profile: Profile
  readonly charset: string | undefined
  readonly maxCellBytes: number
}

/** ODBC's type codes (`sqlext.h`). A code that is not here is read as text, which every driver can give. */
const types: Readonly<Record<number, LogicalTypeName>> = {
  4: 'integer',
  5: 'integer',
  [-6]: 'integer',
  [-5]: 'int64',
  2: 'decimal',
  3: 'decimal',
  6: 'double',
  7: 'double',
  8: 'double',
  [-7]: 'boolean',
  9: 'date',
  10: 'time',
  11: 'datetime',
  91: 'date',
  92: 'time',
  93: 'datetime',
  [-2]: 'binary',
  [-3]: 'binary',
  [-4]: 'binary',
}

const long: ReadonlySet<number> = new Set([-1, -4, -10])
const sized: ReadonlySet<LogicalTypeName> = new Set(['text', 'binary'])

/** The column as it is read and written. */
export function odbcColumn(native: NativeColumn, settings: ColumnSettings): SqlColumn {
  const { charset } = settings
  const column = plainColumn(native, settings)
  if (charset === undefined || column.bytes === undefined) return column
  return { ...charsetColumn(column, charset, 'odbc'), bytes: column.bytes }
}

function plainColumn(native: NativeColumn, { profile, maxCellBytes }: ColumnSettings): SqlColumn {
  const type = logicalType(native, profile)
  const form = profile.form(type, native)
  const base = { name: native.name, type, nativeType: nativeType(native, type), nullable: native.nullable } as const
  const { byteLength } = profile
  const most = profile.maxBytes?.(type, native) ?? maxCellBytes
  const bounded = type.maxLength !== undefined && profile.maxBytes === undefined
  const limited = sized.has(type.name) || type.name === 'json'
  const limit =
    byteLength === undefined || bounded || !limited || isWhole(profile, type, native)
      ? {}
      : { limit: { maxLength: most, length: (reference: string) => byteLength(reference, type) } }
  return {
    ...base,
    ...(form.select === undefined ? {} : { select: form.select }),
    ...(form.marker === undefined ? {} : { marker: form.marker }),
    ...(form.equals === undefined ? {} : { equals: form.equals }),
    ...(form.order === undefined ? {} : { order: form.order }),
    ...limit,
    ...(type.name === 'text' && profile.bytes !== undefined ? { bytes: profile.bytes(native) } : {}),
    convert: isWhole(profile, type, native)
      ? within(maxCellBytes, converters[type.name](type))
      : form.hex === true
        ? hexText
        : converters[type.name](type),
    bind: binders[type.name] ?? bindText,
  }
}

/** Refuses a cell that was read although it is longer than was asked for: no expression could keep it back. */
function within(maxBytes: number, convert: Converter): Converter {
  return (raw) => {
    const length = raw instanceof Uint8Array ? raw.length : Buffer.byteLength(String(raw))
    if (length > maxBytes) throw new BerthError('VALUE_TOO_LONG', { length, maxLength: maxBytes })
    return convert(raw)
  }
}

/** A long column that is read as it is: an expression around it would have the driver cut it. */
function isWhole(profile: Profile, type: LogicalType, native: NativeColumn): boolean {
  return profile.maxBytes !== undefined && profile.maxBytes(type, native) === undefined
}

function logicalType(native: NativeColumn, profile: Profile): LogicalType {
  const own = profile.types?.[native.typeName.toUpperCase().replace(/\s*\(.*$/, '')]
  if (own !== undefined) return own(native)
  const name = types[native.dataType] ?? 'text'
  const { size, scale, dataType } = native
  if (name === 'decimal') return size === undefined ? { name } : { name, precision: size, scale: scale ?? 0 }
  return sized.has(name) && size !== undefined && size > 0 && !long.has(dataType) ? { name, maxLength: size } : { name }
}

/** The type for people to read, and for a cast. */
function nativeType({ typeName, size, scale }: NativeColumn, type: LogicalType): string {
  if (typeName.includes('(')) return typeName
  if (type.name === 'decimal' && size !== undefined) return `${typeName}(${size},${scale ?? 0})`
  return type.maxLength === undefined ? typeName : `${typeName}(${type.maxLength})`
}

/** The library ends a text at its first NUL, in silence: such a text is refused before. */
function bindText(value: Exclude<Value, null>): string {
  const text = String(value)
  const offset = text.indexOf('\0')
  if (offset >= 0) throw new BerthError('TEXT_UNENCODABLE', { offset, charset: 'ODBC' })
  return text
}

const binders: Readonly<Partial<Record<LogicalTypeName, (value: Exclude<Value, null>) => unknown>>> = {
  boolean: (value) => (value === true ? '1' : '0'),
  datetime: (value) => String(value).replace('T', ' '),
  instant: (value) => String(value).replace('T', ' ').replace('Z', '+00:00'),
  binary: (value) => value,
}

type Converter = (raw: unknown) => Value

function text(raw: unknown): string {
  if (typeof raw === 'string') return raw
  if (typeof raw === 'number' || typeof raw === 'bigint') return String(raw)
  if (typeof raw === 'object' && raw !== null && 'cut' in raw)
    throw new BerthError('VALUE_TOO_LONG', { length: Number(raw.cut), maxLength: Number(raw.cut) })
  throw new BerthError('VALUE_INVALID', { type: 'text', length: raw instanceof Uint8Array ? raw.length : 0 })
}

/**
 * The library puts U+FFFD in the place of bytes that are not UTF-8. One that the source really holds is read by declaring
 * a charset for the column.
 */
function decoded(raw: unknown): string {
  const read = text(raw)
  const offset = read.indexOf('\ufffd')
  if (offset < 0) return read
  throw new BerthError('TEXT_UNDECODABLE', { offset: Buffer.byteLength(read.slice(0, offset)), charset: 'UTF-8' })
}

function hexText(raw: unknown): string {
  return Buffer.from(text(raw), 'hex').toString('utf8')
}

function invalid(raw: unknown, type: LogicalTypeName): never {
  throw new BerthError('VALUE_INVALID', { type, length: String(raw).length })
}

function canonical(value: string, type: LogicalType): Value {
  return canonicalProblem(value, type) === 'shape' ? invalid(value, type.name) : value
}

const wholeNumber = /^-?\d+$/
const decimalNumber = /^(-?)(\d*)(?:\.(\d*))?$/
const commonDate = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/

const converters: Readonly<Record<LogicalTypeName, (type: LogicalType) => Converter>> = {
  text: () => decoded,
  json: (type) => (raw) => canonical(decoded(raw), type),
  binary: () => (raw) => (raw instanceof Uint8Array ? raw : invalid('', 'binary')),
  integer: () => (raw) => {
    const value = typeof raw === 'string' && wholeNumber.test(raw) ? Number(raw) : raw
    return typeof value === 'number' && value === (value | 0) ? value : invalid(raw, 'integer')
  },
  int64: (type) => (raw) => canonical(text(raw).trim(), type),
  decimal: (type) => (raw) => decimal(text(raw).trim(), type),
  double: () => (raw) => {
    const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw
    return typeof value === 'number' && Number.isFinite(value) ? value : invalid(raw, 'double')
  },
  boolean: () => (raw) => {
    const word = typeof raw === 'boolean' ? Number(raw) : raw
    if (word === 1 || word === '1' || word === 't' || word === 'true') return true
    return word === 0 || word === '0' || word === 'f' || word === 'false' ? false : invalid(raw, 'boolean')
  },
  date: (type) => (raw) => {
    const date = text(raw)
    return commonDate.test(date) ? date : canonical(date.replace(/[ T]00:00(?::00(?:\.0+)?)?$/, ''), type)
  },
  time: (type) => (raw) => canonical(withoutZeros(text(raw)), type),
  datetime: (type) => (raw) => canonical(withoutZeros(dated(text(raw))), type),
  instant: (type) => (raw) => canonical(`${withoutZeros(dated(text(raw).replace(/Z$/, '')))}Z`, type),
}

function dated(printed: string): string {
  return printed.length === 10 ? `${printed}T00:00:00` : `${printed.slice(0, 10)}T${printed.slice(11)}`
}

function withoutZeros(time: string): string {
  return time.includes('.') ? time.replace(/\.?0+$/, '') : time
}

/** `.5`, `-0003.50` and `7.` as databases print them, with the zeros of the scale. */
function decimal(printed: string, type: LogicalType): Value {
  const [, sign, digits = '', fraction = ''] = decimalNumber.exec(printed) ?? invalid(printed, 'decimal')
  const scale = type.scale ?? fraction.length
  const kept = fraction.length > scale ? fraction.replace(/0+$/, '') : fraction
  if (kept.length > scale || digits + fraction === '') return invalid(printed, 'decimal')
  const whole = digits.replace(/^0+(?=\d)/, '') || '0'
  const plain = scale === 0 ? whole : `${whole}.${kept.padEnd(scale, '0')}`
  return sign === '-' && /[1-9]/.test(plain) ? `-${plain}` : plain
}
