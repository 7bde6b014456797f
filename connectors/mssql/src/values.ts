import { BerthError, type Value } from '@berth/core'
import type { SqlColumn } from '@berth/sql'
import type { IdentityColumn } from './identity.ts'
import type { NativeColumn } from './native-column.ts'
import { textColumn } from './text-column.ts'
import { equalPadded, equalText, orderText } from './text-equality.ts'
import { dateText, datetimeText, timeText } from './time-text.ts'
import { timeTraits } from './time-traits.ts'

/** What is done with a column beside the name and the like. */
export type Traits = Pick<SqlColumn, 'type'> & Partial<SqlColumn>

/** The column as it is read and written. A type that is not in the table is read as the text that the server makes of it. */
export function mssqlColumn(native: NativeColumn, maxCellBytes: number): SqlColumn | IdentityColumn {
  const { name, nullable } = native
  const nativeType = nativeText(native)
  const traits = (traitsOf[native.type] ?? unknown)(native, nativeType)
  const limited = native.bytes === -1 || unbounded.has(native.type)
  const limit = { maxLength: maxCellBytes, length: (reference: string): string => `DATALENGTH(${reference})` }
  const counted = native.computed === true || native.type === 'timestamp' ? { computed: true as const } : {}
  const column = { name, nativeType, nullable, ...traits, ...counted, ...(limited ? { limit } : {}) }
  const read = native.codePage === undefined ? column : textColumn(column, native)
  return native.identity === true ? { ...read, identity: true } : read
}

const unbounded: ReadonlySet<string> = new Set(['text', 'ntext', 'image', 'xml', 'geometry', 'geography', 'json'])

/** The type as CREATE TABLE has it. */
export function nativeText({ type, bytes, precision, scale }: NativeColumn): string {
  if (type === 'decimal' || type === 'numeric') return `${type}(${precision},${scale})`
  if (type === 'time' || type === 'datetime2' || type === 'datetimeoffset') return `${type}(${scale})`
  if (!/(?:char|binary)$/.test(type)) return type
  const length = type.startsWith('n') ? bytes / 2 : bytes
  return `${type}(${bytes === -1 ? 'max' : length})`
}

type TraitsOf = (native: NativeColumn, text: string) => Traits

/** CONVERT to the column's own type. Everything but bytes and doubles is bound as text. */
function converted(text: string): Pick<SqlColumn, 'marker'> {
  return { marker: (marker) => `CONVERT(${text}, ${marker})` }
}

const whole =
  (least: number, greatest: number): TraitsOf =>
  (_, text) => ({
    type: { name: 'integer' },
    ...converted(text),
    bind: (value) => (Number(value) >= least && Number(value) <= greatest ? String(value) : refuse('integer', value)),
  })

/** Exact as the server prints it: the driver would make a JavaScript number of it. */
const decimal =
  (precision: number, scale: number): TraitsOf =>
  (_, text) => ({
    type: { name: 'decimal', precision, scale },
    ...converted(text),
    select: (reference) => `CONVERT(nvarchar(41), CONVERT(decimal(${precision},${scale}), ${reference}))`,
  })

const time =
  (name: 'time' | 'datetime' | 'instant', convert: (raw: Date) => string): TraitsOf =>
  (native, text) => ({
    type: { name },
    ...converted(text),
    convert: (raw) => convert(raw as Date),
    ...timeTraits(native, text),
  })

const binary: TraitsOf = ({ bytes, type }, text) => ({
  type: { name: 'binary', ...(bytes === -1 || type === 'image' ? {} : { maxLength: bytes }) },
  marker: (marker) => `CONVERT(${type === 'image' ? 'varbinary(max)' : text}, ${marker})`,
  ...(type === 'image' ? { select: toBytes } : {}),
  convert: (raw) => new Uint8Array(raw as Uint8Array),
  // SQL Server takes 0x41 and 0x4100 for equal.
  ...(type === 'binary' ? {} : { equals: equalBytes(type) }),
})

function equalBytes(type: string): NonNullable<SqlColumn['equals']> {
  return (reference, marker) => {
    const compared = type === 'image' ? toBytes(reference) : reference
    return `(${compared} = ${marker} AND DATALENGTH(${reference}) = DATALENGTH(${marker}))`
  }
}

/** A row version is counted up by the server and never written. */
const rowversion: TraitsOf = () => ({
  type: { name: 'binary', maxLength: 8 },
  ...converted('binary(8)'),
  convert: (raw) => new Uint8Array(raw as Uint8Array),
  upTo: 'SELECT CONVERT(binary(8), CONVERT(bigint, MIN_ACTIVE_ROWVERSION()) - 1)',
})

const unicode: TraitsOf = ({ bytes, type, collation }, text) => {
  const length = bytes / 2
  const bounded = bytes !== -1 && type !== 'ntext'
  const target = type === 'ntext' ? 'nvarchar(max)' : text
  return {
    type: { name: 'text', ...(bounded ? { maxLength: length } : {}) },
    // Without its collation a MERGE could not compare it with a column that has not the database's own.
    marker: (marker) => `CONVERT(${target}, ${marker}${collation === undefined ? '' : ` COLLATE ${collation}`})`,
    convert: wellFormed,
    bind: (value) => (bounded ? checkLength(String(value), length) : value),
    equals: (reference, marker) => equalText(reference, marker, target),
    order: orderText(target),
  }
}

/** Read as the text that the server makes of it. */
const asText = (name: 'text' | 'json', expression: (reference: string) => string, writable: boolean): TraitsOf => {
  return ({ type }) => ({
    type: { name },
    select: expression,
    convert: wellFormed,
    ...(writable ? converted(type) : {}),
    bind: (value) =>
      writable
        ? value
        : refuseWith(new BerthError('NOT_SUPPORTED', { connector: 'mssql', capability: `apply.insert (${type})` })),
    equals: (reference, marker) => `${expression(reference)} = CONVERT(nvarchar(max), ${marker})`,
  })
}

const toText = (reference: string): string => `CONVERT(nvarchar(max), ${reference})`
const toBytes = (reference: string): string => `CONVERT(varbinary(max), ${reference})`
const toShortText = (reference: string): string => `CONVERT(nvarchar(4000), ${reference})`
const spatial = asText('text', (reference) => `${reference}.ToString()`, false)
const unknown = asText('text', toText, false)

/** System types (`sys.types`) and what they mean here. */
const traitsOf: Readonly<Record<string, TraitsOf>> = {
  bit: (_, text) => ({ type: { name: 'boolean' }, ...converted(text), bind: (value) => (value === true ? '1' : '0') }),
  tinyint: whole(0, 255),
  smallint: whole(-32_768, 32_767),
  int: whole(-2_147_483_648, 2_147_483_647),
  bigint: (_, text) => ({ type: { name: 'int64' }, ...converted(text) }),
  decimal: (native, text) => decimal(native.precision, native.scale)(native, text),
  numeric: (native, text) => decimal(native.precision, native.scale)(native, text),
  money: decimal(19, 4),
  smallmoney: decimal(10, 4),
  float: (_, text) => ({ type: { name: 'double' }, ...converted(text) }),
  real: (_, text) => ({ type: { name: 'double' }, ...converted(text), bind: checkSingle }),
  date: (_, text) => ({ type: { name: 'date' }, ...converted(text), convert: (raw) => dateText(raw as Date) }),
  time: time('time', timeText),
  datetime2: time('datetime', datetimeText),
  datetimeoffset: time('instant', (raw) => `${datetimeText(raw)}Z`),
  datetime: time('datetime', datetimeText),
  smalldatetime: time('datetime', datetimeText),
  binary,
  varbinary: binary,
  image: binary,
  timestamp: rowversion,
  nchar: (native, text) => ({
    ...unicode(native, text),
    equals: (reference, marker) => equalPadded(reference, marker, text),
  }),
  nvarchar: unicode,
  ntext: (native, text) => ({
    ...unicode(native, text),
    select: toText,
    equals: (reference, marker) => equalText(toText(reference), marker, 'nvarchar(max)'),
  }),
  uniqueidentifier: (_, text) => ({ type: { name: 'text', maxLength: 36 }, ...converted(text), bind: checkGuid }),
  xml: asText('text', toText, true),
  json: asText('json', toText, true),
  hierarchyid: asText('text', (reference) => `${reference}.ToString()`, true),
  sql_variant: asText('text', toShortText, false),
  geometry: spatial,
  geography: spatial,
}

/** NVARCHAR holds UTF-16 units, also half of a pair. */
function wellFormed(raw: unknown): Value {
  const text = raw as string
  if (text.isWellFormed()) return text
  let offset = 0
  while (text.slice(0, offset + 1).isWellFormed() || text.slice(0, offset + 2).isWellFormed()) offset += 1
  throw new BerthError('TEXT_UNDECODABLE', { offset: offset * 2, charset: 'UTF-16LE' })
}

/** Lengths of NCHAR and NVARCHAR count UTF-16 units, so that a character beyond the first plane counts twice. */
function checkLength(value: string, maxLength: number): string {
  if (value.length <= maxLength) return value
  throw new BerthError('VALUE_TOO_LONG', { length: value.length, maxLength })
}

function checkSingle(value: Value): number {
  const number = Number(value)
  if (Math.fround(number) === number) return number
  throw new BerthError('VALUE_LOSS', { type: 'double', length: String(value).length })
}

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

function checkGuid(value: Value): string {
  return guid.test(String(value)) ? String(value) : refuse('text', value)
}

function refuse(type: string, value: Value): never {
  throw new BerthError('VALUE_INVALID', { type, length: String(value).length })
}

function refuseWith(error: BerthError): never {
  throw error
}
