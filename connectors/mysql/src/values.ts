import { BerthError, canonicalProblem, type LogicalType, type LogicalTypeName, type Value } from '@berth/core'
import { charsetColumn, type SqlColumn } from '@berth/sql'
import type { WireField } from './driver.ts'
import { exactly, type MysqlColumn } from './table.ts'

/** A column or parameter as `information_schema` tells it. */
export interface NativeColumn {
  readonly name: string
  /** `varchar`. */
  readonly dataType: string
  /** `varchar(20)`, `int(10) unsigned zerofill`. */
  readonly columnType: string
  /** Characters of text, bytes of binary data; 0 for everything else. */
  readonly length: number
  readonly precision: number
  readonly scale: number
  /** Digits of a second. */
  readonly fraction: number
  readonly charset: string | undefined
  readonly collation: string | undefined
  readonly nullable: boolean
  /** The column holds JSON by a check, which is all that MariaDB has of a type for it. */
  readonly checkedJson: boolean
}

/** How values are read. */
export interface ValueSettings {
  /** What columns of the character set latin1 hold. */
  readonly charset: string | undefined
  readonly maxCellBytes: number
  /** The server answers NULL to functions of longer cells. */
  readonly maxFunctionBytes: number
}

type Traits = Pick<SqlColumn, 'type'> & Partial<MysqlColumn>

/** Names of MySQL's character sets that are not kinds of Unicode, for strict decoding here. */
const charsetLabels: Readonly<Record<string, string>> = {
  gbk: 'GBK',
  gb2312: 'GBK',
  gb18030: 'GB18030',
  big5: 'Big5',
  euckr: 'euc-kr',
  sjis: 'shift_jis',
  cp932: 'shift_jis',
  ujis: 'euc-jp',
  eucjpms: 'euc-jp',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1256: 'windows-1256',
  cp1257: 'windows-1257',
  koi8r: 'koi8-r',
  cp866: 'ibm866',
}

/** What is read and written of a column. */
export function mysqlColumn(native: NativeColumn, settings: ValueSettings): MysqlColumn {
  const { name, nullable, dataType, columnType, charset, collation } = native
  const traits = (natives[dataType] ?? printed)(native)
  const text = charset === undefined || collation === undefined ? {} : { charset, collation }
  const column: MysqlColumn = { name, nullable, nativeType: columnType, ...traits, ...text }
  const limited = unbounded.has(dataType) ? { ...column, ...cellLimit(dataType, column, settings) } : column
  const held = charset === 'latin1' ? settings.charset : charsetLabels[charset ?? '']
  if (held === undefined || limited.bytes === undefined) return limited
  return { ...limited, ...charsetColumn(limited, held, 'mysql') }
}

const integer: Traits = { type: { name: 'integer' }, convert: whole }
const int64: LogicalType = { name: 'int64' }
const plain = { storesPlain: true } as const

/** `DATA_TYPE` and what it means here. */
const natives: Readonly<Record<string, (native: NativeColumn) => Traits>> = {
  tinyint: () => integer,
  smallint: () => integer,
  mediumint: () => integer,
  year: () => ({ ...integer, checkStored: checkYear }),
  int: ({ columnType }) =>
    isUnsigned(columnType) ? { type: int64, convert: String, marker: signed, ...plain } : integer,
  bigint: ({ columnType }) =>
    isUnsigned(columnType)
      ? {
          type: { name: 'decimal', precision: 20, scale: 0 },
          convert: withoutZeros,
          marker: cast('DECIMAL(20,0)'),
          ...plain,
        }
      : { type: int64, marker: signed, ...plain },
  decimal: ({ precision, scale, columnType }) => ({
    type: { name: 'decimal', precision, scale },
    marker: cast(`DECIMAL(${precision},${scale})`),
    ...plain,
    ...(isUnsigned(columnType) ? { convert: withoutZeros } : {}),
  }),
  // Text, for the driver rounds what the server prints; single precision is widened, for the server prints six digits.
  double: () => ({ type: { name: 'double' }, select: cast('CHAR'), convert: double }),
  float: () => ({
    type: { name: 'double' },
    select: (c) => `CAST(${c} + 0e0 AS CHAR)`,
    convert: float,
    bind: (value) => Math.fround(Number(value)),
    checkStored: checkFloat,
  }),
  bit: ({ precision }) => {
    const select = cast('UNSIGNED')
    if (precision === 1)
      return { type: { name: 'boolean' }, select, convert: (raw) => Number(raw) === 1, bind: (value) => Number(value) }
    const wide: Traits = { type: { name: 'decimal', precision: 20, scale: 0 }, select, convert: String }
    return precision < 64 ? { ...wide, type: int64, marker: signed } : { ...wide, marker: cast('DECIMAL(20,0)') }
  },
  'answered double': () => ({ type: { name: 'double' }, convert: double }),
  'answered float': () => ({ type: { name: 'double' }, convert: float }),
  'answered bit': () => ({ type: { name: 'binary' }, ...bytes }),
  date: () => ({ type: { name: 'date' }, convert: date, marker: cast('DATE'), ...plain }),
  time: temporal('time', 'TIME(6)'),
  datetime: temporal('datetime', 'DATETIME(6)'),
  timestamp: temporal('instant', 'DATETIME(6)'),
  char: (native) => text(native, { name: 'text', maxLength: native.length }),
  varchar: (native) => text(native, { name: 'text', maxLength: native.length }),
  tinytext: (native) => text(native, { name: 'text' }),
  text: (native) => text(native, { name: 'text' }),
  mediumtext: (native) => text(native, { name: 'text' }),
  longtext: (native) => (native.checkedJson ? { type: { name: 'json' } } : text(native, { name: 'text' })),
  enum: listed,
  set: listed,
  json: () => ({ type: { name: 'json' } }),
  binary: ({ length }) => ({ type: { name: 'binary', maxLength: length }, ...bytes }),
  varbinary: ({ length }) => ({ type: { name: 'binary', maxLength: length }, ...bytes }),
  tinyblob: () => ({ type: { name: 'binary' }, ...bytes }),
  blob: () => ({ type: { name: 'binary' }, ...bytes }),
  mediumblob: () => ({ type: { name: 'binary' }, ...bytes }),
  longblob: () => ({ type: { name: 'binary' }, ...bytes }),
  ...Object.fromEntries(
    [
      'geometry',
      'point',
      'linestring',
      'polygon',
      'multipoint',
      'multilinestring',
      'multipolygon',
      'geometrycollection',
      'geomcollection',
    ].map((name) => [name, geometry]),
  ),
}

/** Codes of the protocol for the columns of an answer that the catalogue does not know, and the type each is read as. */
const answeredTypes: Readonly<Record<number, string>> = {
  1: 'tinyint',
  2: 'smallint',
  3: 'int',
  4: 'answered float',
  5: 'answered double',
  7: 'timestamp',
  8: 'bigint',
  9: 'mediumint',
  10: 'date',
  11: 'time',
  12: 'datetime',
  13: 'year',
  16: 'answered bit',
  245: 'json',
  246: 'decimal',
}

const unsignedFlag = 32
const binaryCharset = 63

/** A column of an answer in the binary protocol, typed by what the answer says of it. */
export function answeredColumn({
  name,
  columnType,
  characterSet,
  flags,
  decimals,
  columnLength,
}: WireField): SqlColumn {
  const dataType = answeredTypes[columnType] ?? (characterSet === binaryCharset ? 'varbinary' : 'text')
  const isUnsigned = (flags & unsignedFlag) !== 0
  const traits = natives[dataType]?.({
    name,
    dataType,
    columnType: isUnsigned ? 'number unsigned' : dataType,
    length: columnLength,
    precision: 65,
    scale: decimals,
    fraction: 6,
    charset: undefined,
    collation: undefined,
    nullable: true,
    checkedJson: false,
  })
  return { name, nativeType: dataType, nullable: true, type: { name: 'text' }, ...traits }
}

/** Types whose cells have no bound of their own, or one that is far beyond what is read. */
const unbounded: ReadonlySet<string> = new Set(['mediumtext', 'longtext', 'json', 'mediumblob', 'longblob', 'geometry'])

/** Functions of a cell that is longer than the server's packets answer NULL; a cell that is read as it is may be longer. */
function cellLimit(dataType: string, { select, bytes }: SqlColumn, settings: ValueSettings): Partial<SqlColumn> {
  const { maxCellBytes, maxFunctionBytes } = settings
  const length = (reference: string): string =>
    dataType === 'geometry' ? `LENGTH(ST_AsWKB(${reference}))` : `OCTET_LENGTH(${reference})`
  const throughFunction = { length, maxLength: Math.min(maxCellBytes, maxFunctionBytes) }
  const limit = select === undefined ? { length, maxLength: maxCellBytes } : throughFunction
  return { limit, ...(bytes === undefined ? {} : { bytes: { ...bytes, limit: throughFunction } }) }
}

function isUnsigned(columnType: string): boolean {
  return / unsigned\b/.test(columnType)
}

function cast(type: string): (expression: string) => string {
  return (expression) => `CAST(${expression} AS ${type})`
}

/** 64-bit integers are bound as text, and compared as numbers: as texts both sides would be rounded. */
const signed: (marker: string) => string = cast('SIGNED')

function text(native: NativeColumn, type: LogicalType): Traits {
  const { name, charset = 'utf8mb4', collation = '', dataType } = native
  const exact = (expression: string): string => exactly({ charset }, expression)
  const convert = (raw: unknown): Value => {
    const read = String(raw)
    const offset = read.indexOf('\ufffd')
    if (offset < 0) return read
    throw new BerthError('TEXT_UNDECODABLE', {
      column: name,
      offset: Buffer.byteLength(read.slice(0, offset)),
      charset,
    })
  }
  const padded = (marker: string): string => (dataType === 'char' ? `TRIM(TRAILING ' ' FROM ${marker})` : marker)
  return {
    type,
    convert,
    // The first comparison finds the rows by an index, the second leaves out those that only their collation calls equal.
    equals: (reference, marker) =>
      `${reference} = ${padded(marker)} AND ${exact(reference)} = ${exact(padded(marker))}`,
    bytes: { select: cast('BINARY'), marker: (marker) => `CONVERT(${marker} USING ${charset})`, bind: bindBytes },
    ...(collation.endsWith('_bin') ? {} : { order: exact }),
  }
}

/** Members of a list sort by their numbers and compare as texts. */
function listed(native: NativeColumn): Traits {
  const traits = text({ ...native, collation: '' }, { name: 'text', maxLength: native.length })
  return { ...traits, orderInKey: true }
}

const bytes: Partial<SqlColumn> = { convert: (raw) => new Uint8Array(raw as Uint8Array), bind: bindBytes }

function geometry(): Traits {
  const select = (reference: string): string => `ST_AsWKB(${reference})`
  return { type: { name: 'binary' }, select, marker: (marker) => `ST_GeomFromWKB(${marker})`, ...bytes }
}

/** A type that this connector does not know, as the server prints it. */
function printed(): Traits {
  return { type: { name: 'text' }, select: cast('CHAR'), convert: String }
}

function bindBytes(value: Uint8Array | Exclude<Value, null>): Buffer {
  const given = value instanceof Uint8Array ? value : Buffer.from(String(value))
  return Buffer.from(given.buffer, given.byteOffset, given.byteLength)
}

/** ZEROFILL prints zeros before a number. */
function withoutZeros(raw: unknown): Value {
  return String(raw).replace(/^0+(?=\d)/, '')
}

/** What a damaged line makes of digits is no number, or one of more than 32 bits. */
function whole(raw: unknown): Value {
  const value = Number(raw)
  return (value | 0) === value ? value : invalid(raw, 'integer')
}

function double(raw: unknown): Value {
  const value = Number(raw)
  return Number.isFinite(value) ? value : invalid(raw, 'double')
}

/** The shortest decimal number that is this number of single precision, as every other tool shows it. */
function float(raw: unknown): Value {
  const value = Math.fround(Number(raw))
  for (let digits = 6; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits))
    if (Math.fround(shorter) === value) return shorter
  }
  return Number.isFinite(value) ? value : invalid(raw, 'double')
}

function checkFloat(value: Exclude<Value, null>): void {
  if (Math.fround(Number(value)) !== value && float(value) !== value)
    throw new BerthError('VALUE_LOSS', { type: 'FLOAT', length: String(value).length })
}

/** The server takes 99 for 1999, and 7 for 2007. */
function checkYear(value: Exclude<Value, null>): void {
  const year = Number(value)
  if (year > 0 && year < 100) throw new BerthError('VALUE_LOSS', { type: 'YEAR', length: String(value).length })
}

function invalid(raw: unknown, type: LogicalTypeName): never {
  throw new BerthError('VALUE_INVALID', { type, length: String(raw).length })
}

const commonDate = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/

/** The server keeps `0000-00-00` and, in some settings, `2024-02-30`. */
function date(raw: unknown): Value {
  const value = String(raw)
  if (commonDate.test(value)) return value
  return canonicalProblem(value, { name: 'date' }) === undefined ? value : invalid(raw, 'date')
}

/** Times without the zeros that say nothing. One that the column would round is not written. */
function temporal(name: 'time' | 'datetime' | 'instant', type: string): (native: NativeColumn) => Traits {
  const zone = name === 'instant' ? 'Z' : ''
  return ({ fraction }) => ({
    type: { name },
    marker: cast(type),
    ...plain,
    convert: name === 'time' ? timeText : datetimeText(name, zone),
    ...(name === 'time' ? {} : { bind: bindDatetime }),
    checkStored: (value) => {
      const text = String(value)
      const seconds = name === 'time' ? 8 : 19
      if (text.length <= seconds + 1 + fraction) return
      const plain = zone === '' ? text : text.slice(0, -1)
      if (significantEnd(plain, seconds) > seconds + 1 + fraction)
        throw new BerthError('VALUE_LOSS', { type: `${name}(${fraction})`, length: text.length })
    },
  })
}

function bindDatetime(value: Exclude<Value, null>): string {
  const text = String(value)
  return `${text.slice(0, 10)} ${text.slice(11, text.endsWith('Z') ? -1 : undefined)}`
}

/** Where the fraction ends that says something. */
function significantEnd(text: string, seconds: number): number {
  let end = text.length
  if (text.charCodeAt(seconds) !== 0x2e) return end
  while (text.charCodeAt(end - 1) === 0x30) end--
  return end === seconds + 1 ? seconds : end
}

function timeText(raw: unknown): Value {
  const value = String(raw)
  const plain = value.slice(0, significantEnd(value, 8))
  return canonicalProblem(plain, { name: 'time' }) === undefined ? plain : invalid(plain, 'time')
}

const commonDatetime =
  /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8]) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?$/

function datetimeText(name: 'datetime' | 'instant', zone: string): (raw: unknown) => Value {
  return (raw) => {
    const value = String(raw)
    const plain = `${value.slice(0, 10)}T${value.slice(11, significantEnd(value, 19))}`
    if (commonDatetime.test(value)) return plain + zone
    return canonicalProblem(plain + zone, { name }) === undefined ? plain + zone : invalid(plain, name)
  }
}
