import { BerthError, type LogicalType, type LogicalTypeName, type Value } from '@berth/core'
import { charsetColumn, type SqlColumn } from '@berth/sql'

/** A column as the catalogue tells it; of a column of a domain the type beneath. */
export interface NativeColumn {
  readonly name: string
  /** `format_type` of the column: what people read and scripts declare. */
  readonly declared: string
  /** `format_type` of the type beneath, without its length. */
  readonly plain: string
  /** `pg_type.typname` of the type beneath. */
  readonly type: string
  /** The modifier that holds length, precision and scale; -1 where there is none. */
  readonly modifier: number
  /** Whether cells of the type have no fixed size. */
  readonly varies: boolean
  readonly nullable: boolean
  /** Whether the database alone gives its values: GENERATED ALWAYS AS IDENTITY. */
  readonly isIdentity: boolean
  /** GENERATED ALWAYS AS an expression. */
  readonly isComputed: boolean
}

/** What bulk writes and lookups have to know besides. */
export interface PostgresColumn extends SqlColumn {
  readonly isIdentity?: true
  /** The name in `pg_type`, for types that are compared in arrays as they are alone. */
  readonly element?: string
}

/** How text of a database is read. */
export interface TextSettings {
  /** What the bytes of text are, where the server is not to be believed. */
  readonly charset: string | undefined
  readonly maxCellBytes: number
}

type Traits = Partial<Omit<SqlColumn, 'type'>>

interface NativeType {
  readonly type: (modifier: number) => LogicalType
  readonly traits?: (column: NativeColumn) => Traits
}

/** Types by their names in `pg_type`. What is not here is text, as the server prints it. */
const nativeTypes: Readonly<Record<string, NativeType>> = {
  int2: plain('integer', () => ({ convert: integer })),
  int4: plain('integer', () => ({ convert: integer })),
  int8: plain('int64'),
  oid: plain('int64'),
  numeric: { type: decimalType, traits: () => ({ convert: decimal }) },
  float4: plain('double', () => ({ convert: double, bind: bindReal })),
  float8: plain('double', () => ({ convert: double })),
  bool: plain('boolean', () => ({ convert: (raw) => raw === 't' })),
  date: plain('date', () => ({ convert: date })),
  time: plain('time', ({ modifier }) => ({ convert: time, bind: timeBinder(modifier) })),
  timestamp: plain('datetime', ({ modifier }) => ({ convert: datetime, bind: timeBinder(modifier) })),
  timestamptz: plain('instant', ({ modifier }) => ({ convert: instant, bind: timeBinder(modifier) })),
  bytea: plain('binary'),
  json: plain('json', (column) => ({ ...textTraits(column), equals: equalsPrinted })),
  jsonb: plain('json', textTraits),
  bpchar: { type: textType, traits: textTraits },
  varchar: { type: textType, traits: textTraits },
  xml: plain('text', (column) => ({ ...textTraits(column), equals: equalsPrinted })),
}

const printed: NativeType = plain('text', textTraits)

/** Types whose cells are bounded by themselves or by their length. */
const unbounded: ReadonlySet<LogicalTypeName> = new Set(['text', 'binary', 'json'])

/** Types whose arrays hold what a single parameter would, without a length or scale that cuts or rounds. */
const comparable: ReadonlySet<string> = new Set(['int4', 'int8', 'numeric', 'date', 'text', 'varchar', 'bpchar'])

/** What is read and written of a column. */
export function postgresColumn(native: NativeColumn, settings: TextSettings): PostgresColumn {
  const known = nativeTypes[native.type] ?? printed
  const type = known.type(native.modifier)
  const { name, nullable, declared: nativeType } = native
  const isLong = native.varies && unbounded.has(type.name) && type.maxLength === undefined
  const limit = { maxLength: settings.maxCellBytes, length: lengthOf(native.type) }
  const identity = native.isIdentity ? { isIdentity: true as const } : {}
  const computed = native.isComputed ? { computed: true as const } : {}
  const element = comparable.has(native.type) ? { element: native.type } : {}
  const traits = { ...known.traits?.(native), ...(isLong ? { limit } : {}), ...identity, ...computed, ...element }
  const column: PostgresColumn = { name, type, nativeType, nullable, ...traits }
  const { bytes } = column
  if (settings.charset === undefined || bytes === undefined) return column
  return { ...charsetColumn(column, settings.charset, 'postgres'), bytes, ...identity }
}

function plain(name: LogicalTypeName, traits?: (column: NativeColumn) => Traits): NativeType {
  return { type: () => ({ name }), ...(traits === undefined ? {} : { traits }) }
}

function textType(modifier: number): LogicalType {
  return modifier < 4 ? { name: 'text' } : { name: 'text', maxLength: modifier - 4 }
}

/** Precision and scale; a scale below zero, from PostgreSQL 15 on, rounds before the point. */
function decimalType(modifier: number): LogicalType {
  if (modifier < 4) return { name: 'decimal' }
  const precision = ((modifier - 4) >> 16) & 0xffff
  const scale = ((((modifier - 4) & 0x7ff) ^ 1024) - 1024) | 0
  return { name: 'decimal', precision: scale < 0 ? precision - scale : precision, scale: Math.max(0, scale) }
}

/** Detoasts nothing where the type allows that. */
function lengthOf(type: string): (reference: string) => string {
  const isPlain = type === 'text' || type === 'varchar' || type === 'bytea' || type === 'bpchar'
  return (reference) => `octet_length(${isPlain ? reference : `${reference}::text`})`
}

/** To SQL_ASCII nothing is converted: these are the bytes as they are stored. */
function textTraits({ type, plain: cast, modifier }: NativeColumn): Traits {
  // Becoming text, a CHAR loses its padding.
  const text = (reference: string): string =>
    type === 'bpchar' && modifier >= 4 ? `rpad(${reference}::text, ${modifier - 4})` : `${reference}::text`
  return {
    bind: bindText,
    bytes: {
      select: (reference) => `convert_to(${text(reference)}, 'SQL_ASCII')`,
      marker: (marker) => `convert_from(${marker}, 'SQL_ASCII')::${cast}`,
    },
  }
}

function equalsPrinted(reference: string, marker: string): string {
  return `${reference}::text = ${marker}`
}

/** PostgreSQL keeps no text with the character of code 0. */
function bindText(value: Exclude<Value, null>): Value {
  const offset = String(value).indexOf('\0')
  if (offset < 0) return value
  throw new BerthError('TEXT_UNENCODABLE', { column: '-', offset, charset: 'UTF8' })
}

function invalid(raw: unknown, type: LogicalTypeName): never {
  throw new BerthError('VALUE_INVALID', { type, length: String(raw).length })
}

/** The last character tells NaN and the infinities from numbers. */
function decimal(raw: unknown): Value {
  const text = raw as string
  return text.charCodeAt(text.length - 1) <= 57 ? text : invalid(text, 'decimal')
}

/** What a damaged line makes of digits is no number, or one of more than 32 bits. */
function integer(raw: unknown): Value {
  const value = Number(raw)
  return (value | 0) === value ? value : invalid(raw, 'integer')
}

function double(raw: unknown): Value {
  const value = Number(raw)
  return Number.isFinite(value) ? value : invalid(raw, 'double')
}

/** What the column would not give back as it was is refused. */
function bindReal(value: Exclude<Value, null>): Value {
  const given = Number(value)
  const kept = Math.fround(given)
  for (let digits = 1; digits <= 9; digits++) {
    const shortest = Number(kept.toPrecision(digits))
    if (Math.fround(shortest) === kept && shortest === given) return given
  }
  throw new BerthError('VALUE_LOSS', { column: '-', type: 'real', length: String(value).length })
}

/** Infinity, years before Christ and beyond 9999 are of another length. */
function date(raw: unknown): Value {
  const text = raw as string
  return text.length === 10 ? text : invalid(text, 'date')
}

/** PostgreSQL admits 24:00:00. */
function time(raw: unknown): Value {
  const text = raw as string
  return text.startsWith('24') ? invalid(text, 'time') : text
}

/** `2020-02-29 12:00:00.5`; what begins or ends otherwise is infinite, before Christ or beyond the year 9999. */
function datetime(raw: unknown): Value {
  const text = raw as string
  if (text.charCodeAt(10) !== 0x20 || text.charCodeAt(text.length - 1) > 57) return invalid(text, 'datetime')
  return `${text.slice(0, 10)}T${text.slice(11)}`
}

/** `2020-02-29 12:00:00.5+00`: the session's time zone is UTC. */
function instant(raw: unknown): Value {
  const text = raw as string
  if (text.charCodeAt(10) !== 0x20 || !text.endsWith('+00')) return invalid(text, 'instant')
  return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`
}

/** The server would round further digits without a word. */
function timeBinder(modifier: number): (value: Exclude<Value, null>) => Value {
  const most = modifier < 0 ? 6 : modifier
  return (value) => {
    const text = String(value)
    const fraction = /\.(\d+?)0*Z?$/.exec(text)?.[1] ?? ''
    if (fraction.length <= most || /^0+$/.test(fraction)) return value
    throw new BerthError('VALUE_LOSS', { column: '-', type: 'timestamp', length: text.length })
  }
}
