import { randomUUID } from 'node:crypto'
import { BerthError, type LogicalType, type Value } from '@berth/core'
import type { SqlColumn } from '../column.ts'
import { checkFraction, nineDigits, plainBytes, printedDecimal, printedTime } from './cell-text.ts'

/** What a column of some type is read and written with. */
export type ColumnTraits = Partial<SqlColumn>

/** A type with what it needs. */
export interface KnownType {
  readonly type: LogicalType
  readonly traits?: ColumnTraits
}

type Written = Exclude<Value, null>

/** Numbers travel as text, which TO_NUMBER understands by the settings of the session. */
export const numberTraits: ColumnTraits = { bind: String, marker: (marker) => `TO_NUMBER(${marker})` }

/** A decimal that is kept with so many digits; more would be rounded in silence. */
export function decimalTraits(scale: number | undefined, digits: number): ColumnTraits {
  const checkStored = (value: Written): void => {
    const [length, plain] = [String(value).length, String(value).replace(/^-?0*\.?0*/, '')]
    const significant = plain.replace('.', '').replace(/0+$/, '').length
    if (significant > digits) throw new BerthError('VALUE_LOSS', { type: 'NUMBER', length })
  }
  return { ...numberTraits, convert: printedDecimal(scale), checkStored }
}

/** Where an empty text, and no bytes, are kept as NULL: a loss that has to be declared (TYP-2). */
export function emptyIsNull(isDeclared: boolean): ColumnTraits {
  if (isDeclared) return {}
  return {
    checkStored: (value) => {
      const length = typeof value === 'string' || value instanceof Uint8Array ? value.length : 1
      if (length === 0) throw new BerthError('VALUE_LOSS', { type: 'NULL', length })
    },
  }
}

/** What an empty LOB is read as: by itself it may come as NULL. Nobody outside this process knows it. */
const emptyLob = randomUUID().replaceAll('-', '')

/** A LOB that is too long never leaves the database, and an empty one is not taken for NULL. */
export function lobTraits(type: 'CLOB' | 'NCLOB' | 'BLOB', maxLength: number): ColumnTraits {
  const length = (reference: string): string => `DBMS_LOB.GETLENGTH(${reference})`
  const mark = type === 'BLOB' ? `TO_BLOB(HEXTORAW('${emptyLob}'))` : `TO_${type}('${emptyLob}')`
  return {
    select: (reference) => `CASE ${length(reference)} WHEN 0 THEN ${mark} ELSE ${reference} END`,
    limit: { maxLength, length },
  }
}

/** Text as it came, the mark of an empty LOB apart. The character that stands for what could not be converted is refused. */
export function readText(column: string, charset: string): (raw: unknown) => Value {
  return (raw) => {
    const text = raw === emptyLob ? '' : String(raw)
    const at = text.indexOf('\ufffd')
    if (at < 0) return text
    const offset = Buffer.byteLength(text.slice(0, at))
    throw new BerthError('TEXT_UNDECODABLE', { column, offset, charset })
  }
}

/** Bytes as they came, the mark of an empty LOB apart. */
export function readBytes(raw: unknown): Value {
  const bytes = plainBytes(raw) as Uint8Array
  const isMark = bytes.length === emptyLob.length / 2 && Buffer.from(bytes).toString('hex') === emptyLob
  return isMark ? new Uint8Array(0) : bytes
}

/** How a type of times is kept. */
export interface TimeType {
  readonly name: 'datetime' | 'instant'
  /** Behind the point of the second. */
  readonly digits: number
  /** The type with its zone, of an instant. */
  readonly zoned?: string
  readonly parse: 'TO_DATE' | 'TO_TIMESTAMP'
}

/** Printed and parsed by the server in formats that no setting of a session changes. A year before Christ has a sign. */
export function timeTraits({ name, digits, zoned, parse }: TimeType): ColumnTraits {
  const format = 'YYYY-MM-DD"T"HH24:MI:SS'
  const inUtc = (reference: string): string => (zoned === undefined ? reference : `SYS_EXTRACT_UTC(${reference})`)
  const parsed = (marker: string): string => `${parse}(${marker}, '${format}${parse === 'TO_DATE' ? '' : '.FF9'}')`
  return {
    select: (reference) => `TO_CHAR(${inUtc(reference)}, 'S${format}${digits === 0 ? '' : `.FF${digits}`}')`,
    marker: (marker) => (zoned === undefined ? parsed(marker) : `CAST(FROM_TZ(${parsed(marker)}, 'UTC') AS ${zoned})`),
    convert: printedTime(name),
    bind: (value) => {
      const plain = String(value).replace('Z', '')
      // The ten days that the calendar left out: the server would take another day for them.
      if (plain >= '1582-10-05' && plain < '1582-10-15')
        throw new BerthError('VALUE_LOSS', { type: 'DATE', length: plain.length })
      if (parse === 'TO_TIMESTAMP') return nineDigits(plain)
      checkFraction(plain, 0, name)
      return plain.slice(0, 19)
    },
    checkStored: (value) => checkFraction(String(value).replace('Z', ''), digits, name),
  }
}
