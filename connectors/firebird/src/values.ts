import { BerthError, type LogicalType, textDecoding, type Value } from '@berth/core'
import { charsetColumn, type SqlColumn } from '@berth/sql'

/** A column as `RDB$FIELDS` tells it. */
export interface NativeField {
  readonly name: string
  /** `RDB$FIELD_TYPE`. */
  readonly type: number
  readonly subType: number
  readonly scale: number
  /** Digits as declared; 0 where nothing was. */
  readonly precision: number
  /** Bytes. */
  readonly length: number
  /** Characters, of text; 0 for everything else. */
  readonly characters: number
  /** The character set of text and text blobs, by its name. */
  readonly charset: string | undefined
  readonly nullable: boolean
  /** The server computes it. */
  readonly computed?: true
}

interface NativeType {
  readonly native: (field: NativeField) => string
  readonly type: (field: NativeField) => LogicalType
  readonly traits?: (field: NativeField) => Partial<SqlColumn>
}

/** `RDB$FIELD_TYPE` and what it means here. */
const nativeTypes: Readonly<Record<number, NativeType>> = {
  7: whole('SMALLINT', 4, 'integer'),
  8: whole('INTEGER', 9, 'integer'),
  16: whole('BIGINT', 18, 'int64'),
  10: { native: () => 'FLOAT', type: () => ({ name: 'double' }), traits: () => double },
  27: { native: () => 'DOUBLE PRECISION', type: () => ({ name: 'double' }), traits: () => double },
  12: { native: () => 'DATE', type: () => ({ name: 'date' }) },
  13: { native: () => 'TIME', type: () => ({ name: 'time' }), traits: () => ({ bind: bindTime }) },
  35: { native: () => 'TIMESTAMP', type: () => ({ name: 'datetime' }), traits: () => ({ bind: bindTime }) },
  23: { native: () => 'BOOLEAN', type: () => ({ name: 'boolean' }) },
  14: { native: (field) => `CHAR(${field.characters})`, type: characters, traits: text },
  37: { native: (field) => `VARCHAR(${field.characters})`, type: characters, traits: text },
  261: {
    native: ({ subType }) =>
      subType === 1 ? 'BLOB SUB_TYPE TEXT' : `BLOB SUB_TYPE ${subType === 0 ? 'BINARY' : subType}`,
    type: ({ subType, charset }) => ({ name: subType === 1 && charset !== 'OCTETS' ? 'text' : 'binary' }),
    traits: text,
  },
  // From Firebird 4 on; read as the server prints them.
  24: printed('DECFLOAT(16)'),
  25: printed('DECFLOAT(34)'),
  26: {
    native: ({ precision, scale }) => (scale === 0 ? 'INT128' : `NUMERIC(${precision},${-scale})`),
    type: ({ precision, scale }) => ({ name: 'decimal', precision: precision === 0 ? 38 : precision, scale: -scale }),
    traits: () => ({ select: (reference) => `CAST(${reference} AS VARCHAR(64))` }),
  },
  28: printed('TIME WITH TIME ZONE'),
  29: printed('TIMESTAMP WITH TIME ZONE'),
}

/** How a column of this kind is declared. */
export function declaration(column: SqlColumn): string {
  return 'declared' in column ? String(column.declared) : column.nativeType
}

/** What is read and written of a column, with `charset` for text whose charset the database does not know. */
export function firebirdColumn(field: NativeField, charset: string | undefined): SqlColumn {
  const known = nativeTypes[field.type] ?? printed(`type ${field.type}`)
  const type = known.type(field)
  const { name, nullable } = field
  const nativeType = known.native(field)
  const declared = field.charset === undefined ? nativeType : `${nativeType} CHARACTER SET ${field.charset}`
  const computed = field.computed === undefined ? {} : { computed: field.computed }
  const column = { name, type, nativeType, nullable, declared, ...computed, ...known.traits?.(field) }
  const { bytes }: SqlColumn = column
  if (charset === undefined || bytes === undefined || !isUnknown(field)) return column
  return { ...charsetColumn(column, charset, 'firebird'), bytes, declared } as SqlColumn
}

/** Whether the database keeps text of the column without knowing its charset. */
export function isUnknown({ charset }: Pick<NativeField, 'charset'>): boolean {
  return charset === undefined || charset === 'NONE'
}

function whole(name: string, digits: number, plain: 'integer' | 'int64'): NativeType {
  const precisionOf = ({ precision }: NativeField): number => (precision === 0 ? digits : precision)
  const isWhole = ({ scale, subType }: NativeField): boolean => scale === 0 && subType === 0
  return {
    native: (field) => {
      if (isWhole(field)) return name
      return `${field.subType === 2 ? 'DECIMAL' : 'NUMERIC'}(${precisionOf(field)},${-field.scale})`
    },
    type: (field) => {
      if (isWhole(field)) return { name: plain }
      return { name: 'decimal', precision: precisionOf(field), scale: Math.max(0, -field.scale) }
    },
    traits: (field) => ({ convert: isWhole(field) ? wholeOnly : String }),
  }
}

/** Where the line was damaged, the answer may have digits behind a point that the catalogue knows nothing of. */
function wholeOnly(raw: unknown): Value {
  if (typeof raw === 'number' || (typeof raw === 'string' && !raw.includes('.'))) return raw
  throw new BerthError('VALUE_INVALID', { type: 'integer', length: String(raw).length })
}

function printed(native: string): NativeType {
  return {
    native: () => native,
    type: () => ({ name: 'text', maxLength: 64 }),
    traits: () => ({ select: (reference) => `CAST(${reference} AS VARCHAR(64))` }),
  }
}

function characters(field: NativeField): LogicalType {
  if (field.charset === 'OCTETS') return { name: 'binary', maxLength: field.length }
  return { name: 'text', maxLength: field.characters }
}

function text(field: NativeField): Partial<SqlColumn> {
  const isBlob = field.type === 261
  if (field.charset === 'OCTETS' || (isBlob && field.subType !== 1))
    return { bind: bindBytes, ...(isBlob ? { convert: readBytes } : {}) }
  const decoding = textDecoding('utf-8')
  const { name, charset } = field
  const isConverted = !isUnknown(field) && charset !== 'UTF8' && charset !== 'UNICODE_FSS'
  const convert = (raw: unknown): Value => {
    if (typeof raw === 'string') return raw
    const decoded = decoding.decode(readBytes(raw), name)
    const offset = isConverted ? decoded.indexOf('\ufffd') : -1
    if (offset < 0) return decoded
    // No other charset has this character: the server put it in the place of bytes that it could not convert.
    throw new BerthError('TEXT_UNDECODABLE', { column: name, offset, charset: charset ?? '-' })
  }
  const compared = isBlob || field.type !== 37 ? {} : { equals: equalsExactly(field) }
  // Text of NONE comes as bytes by itself. Other text is asked for as bytes, past the server's own conversion.
  if (isUnknown(field)) return { convert, ...compared, bytes: { bind: bindBytes } }
  const octets = isBlob ? 'BLOB SUB_TYPE BINARY' : `VARCHAR(${field.length}) CHARACTER SET OCTETS`
  const cast = (expression: string): string => `CAST(${expression} AS ${octets})`
  return { convert, ...compared, bytes: { select: cast, marker: cast, bind: bindBytes } }
}

/**
 * Firebird compares texts as if they were padded, and as their collation says. The first comparison finds the rows by an
 * index, the second leaves out those that are not the same. CHAR is found by keys without its padding.
 */
function equalsExactly({ characters: size, length, charset = 'NONE' }: NativeField): NonNullable<SqlColumn['equals']> {
  const octets = (expression: string): string => `CAST(${expression} AS VARCHAR(${length}) CHARACTER SET OCTETS)`
  return (reference, marker) =>
    `${reference} = ${marker} AND ${octets(reference)} = ${octets(`CAST(${marker} AS VARCHAR(${size}) CHARACTER SET ${charset})`)}`
}

const double: Partial<SqlColumn> = {
  convert: (raw) => {
    if (typeof raw === 'number' && Number.isFinite(raw)) return raw
    throw new BerthError('VALUE_INVALID', { type: 'double', length: String(raw).length })
  },
  // The driver sends whole numbers as 64-bit integers, where larger ones do not fit.
  bind: (value) => (Math.abs(Number(value)) < Number.MAX_SAFE_INTEGER ? value : String(value)),
}

/** Bytes as they came. Throws why there are none. */
function readBytes(raw: unknown): Uint8Array {
  if (BerthError.is(raw)) throw raw
  return raw as Uint8Array
}

function bindBytes(value: Uint8Array | Exclude<Value, null>): Buffer {
  const bytes = value instanceof Uint8Array ? value : Buffer.from(String(value))
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Firebird keeps ten-thousandths of a second; finer times are refused. */
function bindTime(value: Exclude<Value, null>): string {
  const plain = String(value)
  const [seconds = '', fraction = ''] = plain.split('.')
  const digits = fraction.replace(/0+$/, '')
  if (digits.length > 4) throw new BerthError('VALUE_LOSS', { type: 'TIMESTAMP', length: plain.length })
  return seconds.replace('T', ' ') + (digits === '' ? '' : `.${digits}`)
}
