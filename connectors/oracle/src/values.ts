import { BerthError, type Value } from '@berth/core'
import { charsetColumn, type SqlColumn } from '@berth/sql'
import {
  type ColumnTraits,
  decimalTraits,
  emptyIsNull,
  finite,
  invalid,
  type KnownType,
  lobTraits,
  type NativeField,
  numberTraits,
  plainBytes,
  printedDecimal,
  printedInteger,
  readBytes,
  readText,
  timeTraits,
} from '@berth/sql/oracle-family'
import { BoundCell, type BoundType } from './binds.ts'
import { checkEncodable, isSingleByte } from './charsets.ts'
import { maxRawBytes } from './questions.ts'

/** What the database and the docking say about text. */
export interface TextSettings {
  /** NLS_CHARACTERSET. */
  readonly databaseCharset: string
  /** What text in the database's charset really is; undefined where it is what the database says. */
  readonly charset: string | undefined
  readonly emptyText: 'refuse' | 'null'
  readonly maxCellBytes: number
}

/** What is read and written of a column. One of an unknown type is told as text, and its cells are `VALUE_INVALID`. */
export function oracleColumn(name: string, field: NativeField, settings: TextSettings): SqlColumn {
  const base = field.dataType.replace(/\(\d+\)/g, '')
  const known = types[base]?.(field, settings, name) ?? {
    type: { name: 'text' },
    traits: { convert: (raw: unknown) => invalid(raw, 'text') },
  }
  const { nullable, isComputed } = field
  const told = { name, type: known.type, nativeType: nativeType(base, field), nullable }
  const column: SqlColumn = { ...told, ...known.traits, ...(isComputed ? { computed: true } : {}) }
  const { bytes } = column
  if (settings.charset === undefined || bytes === undefined) return column
  return { ...charsetColumn(column, settings.charset, 'oracle'), bytes }
}

/** A column of a cursor that a procedure opens. Times, which the driver would round there, are refused. */
export function cursorColumn(name: string, dbType: string): SqlColumn {
  const plain = { name, nativeType: dbType, nullable: true }
  if (dbType === 'DB_TYPE_NUMBER') return { ...plain, type: { name: 'decimal' }, convert: printedDecimal(undefined) }
  if (dbType.startsWith('DB_TYPE_BINARY_')) return { ...plain, type: { name: 'double' }, convert: finite }
  if (/RAW|BLOB/.test(dbType)) return { ...plain, type: { name: 'binary' }, convert: plainBytes }
  if (/CHAR|CLOB|LONG|ROWID/.test(dbType)) return { ...plain, type: { name: 'text' }, convert: readText(name, '-') }
  const refused = (): never => {
    throw new BerthError('NOT_SUPPORTED', { connector: 'oracle', capability: `invoke: ${dbType} in a cursor` })
  }
  return { ...plain, type: { name: 'text' }, convert: refused }
}

type Describe = (field: NativeField, settings: TextSettings, column: string) => KnownType

const textOf =
  (bound: BoundType | 'VARCHAR'): Describe =>
  (field, settings, column) =>
    text(bound, field, settings, column)
const timeOf =
  (name: 'datetime' | 'instant', zoned?: string): Describe =>
  ({ scale = 6 }) => {
    const traits = timeTraits({ name, digits: scale, parse: 'TO_TIMESTAMP', ...(zoned === undefined ? {} : { zoned }) })
    return { type: { name }, traits }
  }
const integer: KnownType = { type: { name: 'integer' }, traits: { ...numberTraits, convert: printedInteger } }

/** DATA_TYPE without lengths, and what it means here. */
const types: Readonly<Record<string, Describe>> = {
  NUMBER: number,
  // Its precision is one of binary digits.
  FLOAT: ({ precision = 126 }) => ({
    type: { name: 'decimal' },
    traits: decimalTraits(undefined, Math.floor(precision * 0.30103)),
  }),
  BINARY_INTEGER: () => integer,
  BINARY_DOUBLE: () => ({ type: { name: 'double' }, traits: double }),
  BINARY_FLOAT: () => ({ type: { name: 'double' }, traits: { ...double, checkStored: checkFloat } }),
  VARCHAR2: (field, settings, column) => text(field.isNational ? 'NVARCHAR' : 'VARCHAR', field, settings, column),
  NVARCHAR2: textOf('NVARCHAR'),
  CHAR: (field, settings, column) => text(field.isNational ? 'NCHAR' : 'CHAR', field, settings, column),
  NCHAR: textOf('NCHAR'),
  CLOB: (field, settings, column) => text(field.isNational ? 'NCLOB' : 'CLOB', field, settings, column),
  NCLOB: textOf('NCLOB'),
  LONG: (field, settings, column) => {
    const { bytes: _, ...traits } = text('VARCHAR', { ...field, characters: 0 }, settings, column).traits ?? {}
    return { type: { name: 'text' }, traits: { ...traits, notInUnion: true } }
  },
  RAW: ({ length }, settings) => ({ type: { name: 'binary', maxLength: length }, traits: bytes('RAW', settings) }),
  'LONG RAW': (_, settings) => ({ type: { name: 'binary' }, traits: { ...bytes('RAW', settings), notInUnion: true } }),
  BLOB: (_, settings) => ({
    type: { name: 'binary' },
    traits: { ...bytes('BLOB', settings), ...lobTraits('BLOB', settings.maxCellBytes) },
  }),
  DATE: () => ({ type: { name: 'datetime' }, traits: timeTraits({ name: 'datetime', digits: 0, parse: 'TO_DATE' }) }),
  TIMESTAMP: timeOf('datetime'),
  'TIMESTAMP WITH TIME ZONE': timeOf('instant', 'TIMESTAMP WITH TIME ZONE'),
  'TIMESTAMP WITH LOCAL TIME ZONE': timeOf('instant', 'TIMESTAMP WITH LOCAL TIME ZONE'),
  'INTERVAL YEAR TO MONTH': () => printed(32, 'TO_CHAR', 'TO_YMINTERVAL'),
  'INTERVAL DAY TO SECOND': () => printed(40, 'TO_CHAR', 'TO_DSINTERVAL'),
  ROWID: () => printed(18, 'ROWIDTOCHAR', 'CHARTOROWID'),
  UROWID: () => ({ type: { name: 'text' } }),
  XMLTYPE: (_, settings) =>
    serialised(
      'text',
      settings,
      (cell) => `XMLSERIALIZE(CONTENT ${cell} AS CLOB)`,
      (marker) => `XMLPARSE(DOCUMENT ${marker})`,
    ),
  JSON: (_, settings) =>
    serialised(
      'json',
      settings,
      (cell) => `JSON_SERIALIZE(${cell} RETURNING CLOB)`,
      (marker) => `JSON(${marker})`,
    ),
  BOOLEAN: () => ({ type: { name: 'boolean' } }),
  'PL/SQL BOOLEAN': () => ({
    type: { name: 'boolean' },
    traits: {
      convert: (raw) => raw === '1',
      bind: (value) => (value === true ? '1' : '0'),
      marker: (marker) => `(${marker} = '1')`,
    },
  }),
}

function nativeType(base: string, field: NativeField): string {
  const { dataType, precision, scale, length, characters, countsCharacters } = field
  if (base === 'NUMBER' && precision !== undefined) return `NUMBER(${precision}${scale === 0 ? '' : `,${scale}`})`
  if (base === 'NUMBER' && scale === 0) return 'INTEGER'
  if (/^N(?:VARCHAR2|CHAR)$/.test(base) && characters > 0) return `${base}(${characters})`
  if (/^(?:VARCHAR2|CHAR)$/.test(base) && length > 0)
    return `${base}(${characters} ${countsCharacters ? 'CHAR' : 'BYTE'})`
  return base === 'RAW' && length > 0 ? `RAW(${length})` : dataType
}

/** Without precision and scale a NUMBER has the digits of each value: it is no double. */
function number({ precision, scale }: NativeField): KnownType {
  if (precision === undefined && scale === undefined)
    return { type: { name: 'decimal' }, traits: decimalTraits(undefined, 38) }
  const digits = precision ?? 38
  const behind = scale ?? 0
  if (behind === 0 && digits <= 9) return integer
  if (behind === 0 && digits <= 18) return { type: { name: 'int64' }, traits: numberTraits }
  const kept = Math.max(0, behind)
  const type = { name: 'decimal', precision: Math.max(digits - Math.min(0, behind), kept), scale: kept } as const
  return { type, traits: decimalTraits(kept, digits) }
}

const double: ColumnTraits = { convert: finite, bind: (value) => new BoundCell('BINARY_DOUBLE', Number(value)) }

function checkFloat(value: Exclude<Value, null>): void {
  if (Math.fround(Number(value)) !== value) throw new BerthError('VALUE_LOSS', { type: 'BINARY_FLOAT', length: 4 })
}

function text(bound: BoundType | 'VARCHAR', field: NativeField, settings: TextSettings, column: string): KnownType {
  const isNational = bound.startsWith('N')
  const charset = isNational ? 'AL16UTF16' : settings.databaseCharset
  const check = isNational ? undefined : checkEncodable(charset, column)
  const reached = isNational ? undefined : textBytes(bound, field, settings, column)
  return {
    type: { name: 'text', ...(field.characters > 0 ? { maxLength: field.characters } : {}) },
    traits: {
      convert: readText(column, charset),
      bind: (value) => {
        check?.(String(value))
        return bound === 'VARCHAR' ? value : new BoundCell(bound, String(value))
      },
      ...emptyIsNull(settings.emptyText === 'null'),
      ...(bound === 'CLOB' || bound === 'NCLOB' ? lobTraits(bound, Math.floor(settings.maxCellBytes / 2)) : {}),
      ...(reached === undefined ? {} : { bytes: reached }),
    },
  }
}

/** The way past the conversion of server and driver. A RAW of SQL holds 2,000 bytes; what is longer is told as too long. */
function textBytes(
  bound: BoundType | 'VARCHAR',
  field: NativeField,
  { databaseCharset }: TextSettings,
  column: string,
): SqlColumn['bytes'] {
  const isLob = bound === 'CLOB'
  // In other databases a CLOB is kept as UTF-16, and the bytes that were written are gone.
  if (isLob && !isSingleByte(databaseCharset)) return undefined
  const maxLength = isLob ? maxRawBytes : Math.min(field.length, maxRawBytes)
  const length = (cell: string): string => (isLob ? `DBMS_LOB.GETLENGTH(${cell})` : `LENGTHB(${cell})`)
  const declared = `CHAR(${field.characters} ${field.countsCharacters ? 'CHAR' : 'BYTE'})`
  return {
    select: (cell) => `UTL_RAW.CAST_TO_RAW(${isLob ? `DBMS_LOB.SUBSTR(${cell}, ${maxRawBytes}, 1)` : cell})`,
    marker: (marker) => {
      const cast = `UTL_RAW.CAST_TO_VARCHAR2(${marker})`
      if (isLob) return `TO_CLOB(${cast})`
      // Compared as CHAR, so that padding does not count.
      return bound === 'CHAR' ? `CAST(${cast} AS ${declared})` : cast
    },
    bind: (encoded) => {
      if (encoded.length > maxLength)
        throw new BerthError('VALUE_TOO_LONG', { column, length: encoded.length, maxLength })
      return new BoundCell('RAW', encoded)
    },
    ...(isLob || field.length > maxRawBytes ? { limit: { maxLength: maxRawBytes, length } } : {}),
  }
}

function bytes(bound: 'RAW' | 'BLOB', { emptyText }: TextSettings): ColumnTraits {
  const bind = (value: Exclude<Value, null>): BoundCell => new BoundCell(bound, value as Uint8Array)
  return { convert: readBytes, bind, ...emptyIsNull(emptyText === 'null') }
}

function printed(maxLength: number, print: string, parse: string): KnownType {
  const traits = { select: (cell: string) => `${print}(${cell})`, marker: (marker: string) => `${parse}(${marker})` }
  return { type: { name: 'text', maxLength }, traits }
}

function serialised(
  name: 'text' | 'json',
  { maxCellBytes }: TextSettings,
  select: (reference: string) => string,
  marker: (marker: string) => string,
): KnownType {
  const length = (reference: string): string => `DBMS_LOB.GETLENGTH(${select(reference)})`
  const limit = { maxLength: Math.floor(maxCellBytes / 2), length }
  return { type: { name }, traits: { select, marker, limit, bind: (value) => new BoundCell('CLOB', String(value)) } }
}
