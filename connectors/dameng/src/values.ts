import { BerthError, type LogicalType, type Value } from '@berth/core'
import type { SqlColumn } from '@berth/sql'
import {
  type ColumnTraits,
  checkFraction,
  decimalTraits,
  emptyIsNull,
  finite,
  invalid,
  type KnownType,
  type NativeField,
  numberTraits,
  plainBytes,
  printedDecimal,
  printedInteger,
  printedTime,
  readText,
} from '@berth/sql/oracle-family'

/** What the database and the docking say about text. */
export interface TextSettings {
  /** UTF-8, GB18030 or EUC-KR. */
  readonly databaseCharset: string
  /** An empty text is kept as NULL, and the docking has not declared that it may be. */
  readonly refusesEmpty: boolean
  readonly maxCellBytes: number
}

/** What is read and written of a column. One of an unknown type is told as text, and its cells are `VALUE_INVALID`. */
export function damengColumn(name: string, field: NativeField, settings: TextSettings): SqlColumn {
  const base = field.dataType.replace(/\(\d+\)/g, '').toUpperCase()
  const known = types[base]?.(field, settings, name) ?? {
    type: { name: 'text' },
    traits: { convert: (raw: unknown) => invalid(raw, 'text') },
  }
  const { nullable } = field
  return { name, type: known.type, nativeType: nativeType(base, field), nullable, ...known.traits }
}

type Describe = (field: NativeField, settings: TextSettings, column: string) => KnownType

const integer: Describe = () => ({ type: { name: 'integer' }, traits: { convert: printedInteger } })
const real: Describe = () => ({ type: { name: 'double' }, traits: { ...double, checkStored: checkFloat } })
const float: Describe = () => ({ type: { name: 'double' }, traits: double })
const zoned: Describe = ({ scale }) => time('instant', scale)
const plain: Describe = ({ scale }) => time('datetime', scale)

/** DATA_TYPE without lengths, and what it means here. A DATE of Dameng has no time. */
const types: Readonly<Record<string, Describe>> = {
  CHAR: text,
  CHARACTER: text,
  VARCHAR: text,
  VARCHAR2: text,
  NCHAR: text,
  NVARCHAR: text,
  NVARCHAR2: text,
  TEXT: longText,
  CLOB: longText,
  LONG: longText,
  LONGVARCHAR: longText,
  JSON: () => ({ type: { name: 'json' }, traits: { select: (cell) => `CAST(${cell} AS CLOB)` } }),
  TINYINT: integer,
  BYTE: integer,
  SMALLINT: integer,
  INT: integer,
  INTEGER: integer,
  PLS_INTEGER: integer,
  // The library rounds what it reads beyond 2^53, and takes a BigInt as it is.
  BIGINT: () => ({
    type: { name: 'int64' },
    traits: { select: (cell) => `CAST(${cell} AS VARCHAR(20))`, bind: (value) => BigInt(String(value)) },
  }),
  NUMBER: decimal,
  NUMERIC: decimal,
  DECIMAL: decimal,
  DEC: decimal,
  REAL: real,
  FLOAT: float,
  DOUBLE: float,
  'DOUBLE PRECISION': float,
  BIT: () => ({ type: { name: 'boolean' }, traits: { convert: bit, bind: (value) => (value === true ? 1 : 0) } }),
  BINARY: bytes,
  VARBINARY: bytes,
  RAW: bytes,
  BLOB: longBytes,
  IMAGE: longBytes,
  LONGVARBINARY: longBytes,
  DATE: () => ({
    type: { name: 'date' },
    traits: {
      select: (cell) => `TO_CHAR(${cell}, 'YYYY-MM-DD')`,
      marker: (marker) => `CAST(TO_DATE(${marker}, 'YYYY-MM-DD') AS DATE)`,
      convert: printedTime('date'),
    },
  }),
  TIME: ({ scale }) => ({
    type: { name: 'time' },
    traits: {
      select: (cell) => `CAST(${cell} AS VARCHAR(20))`,
      marker: (marker) => `CAST(${marker} AS TIME(6))`,
      convert: printedTime('time'),
      checkStored: (value) => checkFraction(String(value), scale ?? 0, 'time'),
    },
  }),
  TIMESTAMP: plain,
  DATETIME: plain,
  'TIMESTAMP WITH TIME ZONE': zoned,
  'DATETIME WITH TIME ZONE': zoned,
  'TIMESTAMP WITH LOCAL TIME ZONE': zoned,
  'DATETIME WITH LOCAL TIME ZONE': zoned,
}

function nativeType(base: string, { dataType, length, precision, scale }: NativeField): string {
  if (/^(?:VARCHAR2?|CHAR|CHARACTER|VARBINARY|BINARY|RAW)$/.test(base) && length > 0) return `${base}(${length})`
  if (/^(?:NUMBER|NUMERIC|DECIMAL|DEC)$/.test(base) && (precision ?? 0) > 0)
    return `${base}(${precision},${scale ?? 0})`
  return dataType
}

/** Lengths are in bytes, or in characters where the database was made so: then the server says what is too long. */
function text({ length }: NativeField, { databaseCharset, refusesEmpty }: TextSettings, column: string): KnownType {
  const type: LogicalType = { name: 'text', ...(length > 0 ? { maxLength: length } : {}) }
  return { type, traits: { convert: readText(column, databaseCharset), ...emptyIsNull(!refusesEmpty) } }
}

function longText(field: NativeField, settings: TextSettings, column: string): KnownType {
  const { traits } = text(field, settings, column)
  const limit = { maxLength: Math.floor(settings.maxCellBytes / 2), length: (cell: string) => `LENGTH(${cell})` }
  return { type: { name: 'text' }, traits: { ...traits, limit } }
}

function bytes({ length }: NativeField): KnownType {
  return { type: { name: 'binary', ...(length > 0 ? { maxLength: length } : {}) }, traits: binary }
}

function longBytes(_: NativeField, { maxCellBytes }: TextSettings): KnownType {
  const limit = { maxLength: maxCellBytes, length: (cell: string) => `LENGTHB(${cell})` }
  return { type: { name: 'binary' }, traits: { ...binary, limit } }
}

const binary: ColumnTraits = {
  convert: plainBytes,
  bind: (value) => {
    const { buffer, byteOffset, byteLength } = value as Uint8Array
    return Buffer.from(buffer, byteOffset, byteLength)
  },
}

/** Printed by the server: the library would read a number. Without precision it has the digits that it has. */
function decimal({ precision = 0, scale = 0 }: NativeField): KnownType {
  const select = (cell: string): string => `CAST(${cell} AS VARCHAR(130))`
  if (precision === 0) return { type: { name: 'decimal' }, traits: { ...decimalTraits(undefined, 38), select } }
  const type = { name: 'decimal', precision, scale } as const
  return { type, traits: { ...numberTraits, convert: printedDecimal(scale), select } }
}

/** As text: the library sends a whole number as one of 64 bits, where larger ones do not fit. */
const double: ColumnTraits = { convert: finite, bind: String, marker: (marker) => `CAST(${marker} AS DOUBLE)` }

function checkFloat(value: Exclude<Value, null>): void {
  if (Math.fround(Number(value)) !== value) throw new BerthError('VALUE_LOSS', { type: 'REAL', length: 4 })
}

function bit(raw: unknown): Value {
  if (typeof raw === 'boolean') return raw
  const printed = String(raw)
  return printed === '0' || printed === '1' ? printed === '1' : invalid(raw, 'boolean')
}

/** Printed and parsed by the server; the library's own dates lose digits and shift with the zone of the process. */
function time(name: 'datetime' | 'instant', scale = 6): KnownType {
  const format = 'YYYY-MM-DD HH24:MI:SS.FF6'
  const isInstant = name === 'instant'
  const read = printedTime(name)
  return {
    type: { name },
    traits: {
      select: (cell) => `TO_CHAR(${isInstant ? `SYS_EXTRACT_UTC(${cell})` : cell}, '${format}')`,
      marker: (marker) =>
        isInstant ? `TO_TIMESTAMP_TZ(${marker}, '${format} TZH:TZM')` : `TO_TIMESTAMP(${marker}, '${format}')`,
      convert: (raw) => read(String(raw).replace(' ', 'T')),
      bind: (value) => {
        const [seconds = '', fraction = ''] = String(value).replace('T', ' ').replace('Z', '').split('.')
        if (/[1-9]/.test(fraction.slice(6)))
          throw new BerthError('VALUE_LOSS', { type: name, length: String(value).length })
        return `${seconds}.${fraction.slice(0, 6).padEnd(6, '0')}${isInstant ? ' +00:00' : ''}`
      },
      checkStored: (value) => checkFraction(String(value).replace('Z', ''), scale, name),
    },
  }
}
