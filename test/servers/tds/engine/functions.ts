import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import { unscaled } from '../cells-out.ts'
import { collationOf, encodeText } from '../collations.ts'
import { parseType } from '../tds-type.ts'
import { datetimeText, datetimeTicks, dayNumber, dayText, hundredNanoseconds, timeText } from '../time-numbers.ts'
import { EngineError } from './engine-error.ts'

/** Puts the functions of SQL Server that the engine knows into a SQLite connection. */
export function addFunctions(database: DatabaseSync, globals: (name: string) => SQLInputValue): void {
  const add = (name: string, work: (...given: SQLOutputValue[]) => SQLInputValue): void =>
    database.function(name, { varargs: true, useBigIntArguments: true }, work)
  add('TDS_CONVERT', (type, value, more) =>
    more === printedTime
      ? printed(value ?? null)
      : convert(String(type), value ?? null, typeof more === 'string' ? more : undefined),
  )
  add('TDS_GLOBAL', (name) => globals(String(name)))
  add('SERVERPROPERTY', (name) => globals(`SERVER ${String(name).toUpperCase()}`))
  add('DATABASEPROPERTYEX', (_, name) => globals(`DATABASE ${String(name).toUpperCase()}`))
  add('DB_NAME', () => globals('DB_NAME'))
  add('DB_ID', () => 5)
  add('SCHEMA_NAME', () => 'dbo')
  add('DATALENGTH', (value) => dataLength(value ?? null))
  add('COLLATIONPROPERTY', (name) => (typeof name === 'string' ? (codePages[collationOf(name).charset] ?? null) : null))
  add('SYSUTCDATETIME', () => new Date().toISOString().slice(0, -1))
  add('SYSDATETIMEOFFSET', () => new Date().toISOString().replace('T', ' ').replace('Z', '0000 +00:00'))
  add('MIN_ACTIVE_ROWVERSION', () => globals('MIN_ACTIVE_ROWVERSION'))
  add('CHANGE_TRACKING_CURRENT_VERSION', () => globals('CHANGE_TRACKING_CURRENT_VERSION'))
  add('CHANGE_TRACKING_MIN_VALID_VERSION', (id) => globals(`LEAST VERSION ${String(id)}`))
  add('OBJECT_ID', (name) =>
    globals(
      `OBJECT ${String(name)
        .replace(/^\[dbo\]\./, '')
        .replace(/^\[|\]$/g, '')
        .replaceAll(']]', ']')}`,
    ),
  )
}

/** The style of CONVERT that prints times as ISO 8601 does. */
const printedTime = 126n

/** A DATETIME has three digits behind the point, or none. */
function printed(value: SQLOutputValue): SQLInputValue {
  return value === null
    ? null
    : String(value).replace(/\.(\d+)$/, (_, fraction: string) => `.${fraction.padEnd(3, '0')}`)
}

const codePages: Readonly<Record<string, number>> = { gbk: 936, big5: 950, 'windows-1252': 1252, 'utf-8': 65001 }

function dataLength(value: SQLOutputValue): SQLInputValue {
  if (value === null) return null
  if (value instanceof Uint8Array) return value.length
  return typeof value === 'string' ? value.length * 2 : 8
}

/** CONVERT of what a connector sends and reads; a value that does not fit is refused as the server refuses it. */
function convert(typeText: string, value: SQLOutputValue, collation: string | undefined): SQLInputValue {
  if (value === null) return null
  const { name, length, precision = 18, scale = 0 } = parseType(typeText)
  const limit = typeof length === 'number' ? length : Number.POSITIVE_INFINITY
  switch (name) {
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return value instanceof Uint8Array ? Buffer.from(value).readBigInt64BE() : wholeNumber(name, value)
    case 'bit':
      return BigInt(String(value)) === 0n ? 0 : 1
    case 'real':
      return Math.fround(Number(value))
    case 'float':
      return Number(value)
    case 'decimal':
      return decimal(String(value), precision, scale)
    case 'money':
      return decimal(String(value), 19, 4)
    case 'smallmoney':
      return decimal(String(value), 10, 4)
    case 'char':
    case 'varchar': {
      const bytes = value instanceof Uint8Array ? value : encodeText(String(value), collationOf(collation).charset)
      const cut = bytes.subarray(0, limit)
      return name === 'char' ? Buffer.concat([cut, Buffer.alloc(limit - cut.length, 0x20)]) : cut
    }
    case 'nchar':
      return String(value).slice(0, limit).padEnd(limit)
    case 'nvarchar':
      return (value instanceof Uint8Array ? Buffer.from(value).toString('utf16le') : String(value)).slice(0, limit)
    case 'binary':
    case 'varbinary':
      return binary(name, value, limit)
    case 'xml':
      return String(value)
    case 'uniqueidentifier':
      if (!/^[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}$/i.test(String(value))) throw new EngineError(8169)
      return String(value).toUpperCase()
    case 'datetime': {
      const [day = '', time = '00:00:00'] = String(value).split('T')
      if (day < '1753-01-01' || (time.split('.')[1]?.length ?? 0) > 3) throw new EngineError(241)
      return `${day}T${datetimeText(datetimeTicks(time))}`
    }
    default:
      return time(name, String(value), parseType(typeText).scale)
  }
}

const ranges: Readonly<Record<string, readonly [bigint, bigint]>> = {
  tinyint: [0n, 255n],
  smallint: [-32768n, 32767n],
  int: [-2147483648n, 2147483647n],
  bigint: [-(2n ** 63n), 2n ** 63n - 1n],
}

function wholeNumber(name: string, value: SQLOutputValue): bigint {
  if (!/^-?\d+$/.test(String(value))) throw new EngineError(245)
  const number = BigInt(String(value))
  const [least, greatest] = ranges[name] ?? [0n, 0n]
  if (number < least || number > greatest) throw new EngineError(name === 'bigint' ? 8115 : 244)
  return number
}

function decimal(value: string, precision: number, scale: number): string {
  if (!/^-?\d+(\.\d+)?$/.test(value)) throw new EngineError(8114)
  const digits = unscaled(value, scale)
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0')
  if (text.length > Math.max(precision, scale + 1)) throw new EngineError(8115)
  const whole = text.slice(0, text.length - scale)
  return `${digits < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${text.slice(-scale)}`}`
}

function binary(name: string, value: SQLOutputValue, limit: number): Uint8Array {
  let bytes: Uint8Array
  if (value instanceof Uint8Array) bytes = value
  else if (typeof value === 'string') bytes = Buffer.from(value, 'utf16le')
  else {
    bytes = Buffer.alloc(8)
    Buffer.from(bytes.buffer, bytes.byteOffset, 8).writeBigInt64BE(BigInt(String(value)))
  }
  const cut = bytes.subarray(0, limit)
  return name === 'binary' ? Buffer.concat([cut, Buffer.alloc(limit - cut.length)]) : cut
}

const dayUnits = 864_000_000_000n
const minuteUnits = 600_000_000n

/** Times are rounded as the server does, and kept with as few digits as they need. */
function time(name: string, value: string, scale = 7): string {
  const isDate = name === 'date'
  if (!isDate && !/\d\d:\d\d:\d\d(\.\d{1,7})?Z?$/.test(value)) throw new EngineError(241)
  if (isDate && !/^\d{4}-\d\d-\d\d$/.test(value)) throw new EngineError(241)
  if (isDate) return value
  const step = name === 'smalldatetime' ? minuteUnits : 10n ** BigInt(7 - scale)
  const plain = value.replace('Z', '')
  const [day, clock = ''] = name === 'time' ? [undefined, plain] : plain.split('T')
  const units = (day === undefined ? 0n : BigInt(dayNumber(day)) * dayUnits) + hundredNanoseconds(clock)
  const rounded = ((units + step / 2n) / step) * step
  const text = timeText(rounded % dayUnits)
  if (day === undefined) return text
  return `${dayText(Number(rounded / dayUnits))}T${text}${name === 'datetimeoffset' ? 'Z' : ''}`
}
