import { BerthError, type Value } from '@berth/core'
import type { SqlColumn } from '@berth/sql'
import type { DriverColumn } from './driver.ts'
import type { NativeColumn } from './native-column.ts'
import { mssqlColumn } from './values.ts'

const wholeNumbers: Readonly<Record<number, string>> = { 1: 'tinyint', 2: 'smallint', 4: 'int', 8: 'bigint' }

/** Types of the driver, which it reads exactly, by the types of SQL Server that are read alike. */
const alike: Readonly<Record<string, string>> = {
  TinyInt: 'tinyint',
  SmallInt: 'smallint',
  Int: 'int',
  BigInt: 'bigint',
  Bit: 'bit',
  BitN: 'bit',
  Real: 'float',
  Float: 'float',
  FloatN: 'float',
  Date: 'date',
  Time: 'time',
  DateTime: 'datetime',
  DateTimeN: 'datetime',
  SmallDateTime: 'smalldatetime',
  DateTime2: 'datetime2',
  DateTimeOffset: 'datetimeoffset',
  Binary: 'varbinary',
  VarBinary: 'varbinary',
  Image: 'varbinary',
  UniqueIdentifier: 'uniqueidentifier',
}

/**
 * A column of a result that nobody described before it came, and that could not be selected otherwise: decimals are
 * JavaScript numbers by then, and are refused where those are not exact; text is decoded by the driver.
 */
export function lateColumn({ colName, type, dataLength, precision, scale }: DriverColumn): SqlColumn {
  const native = (name: string): NativeColumn => {
    const numbers = { precision: precision ?? 0, scale: scale ?? 0 }
    return { name: colName, type: name, bytes: -1, ...numbers, nullable: true }
  }
  const column = (name: string): SqlColumn => mssqlColumn(native(name), Number.POSITIVE_INFINITY)
  if (type.name === 'IntN') return column(wholeNumbers[dataLength ?? 4] ?? 'int')
  if (/^(?:Decimal|Numeric)N?$/.test(type.name)) return { ...column('decimal'), convert: exactly(scale ?? 0) }
  if (/^(?:Small)?Money/.test(type.name)) return { ...column('money'), convert: exactly(4) }
  const known = alike[type.name]
  if (known !== undefined) return column(known)
  const text = column('nvarchar')
  return /^(?:Var)?Char$|^Text$/.test(type.name) ? { ...text, convert: decoded } : text
}

/** A number that was a whole count of its last digit, as long as such counts are exact. */
function exactly(scale: number): (raw: unknown) => Value {
  return (raw) => {
    const number = Number(raw)
    if (Math.abs(number) * 10 ** scale < Number.MAX_SAFE_INTEGER) return number.toFixed(scale)
    throw new BerthError('VALUE_LOSS', { type: 'decimal', length: String(number).length })
  }
}

function decoded(raw: unknown): Value {
  const text = String(raw)
  if (!text.includes('\ufffd')) return text
  throw new BerthError('TEXT_UNDECODABLE', { offset: '-', charset: '-' })
}
