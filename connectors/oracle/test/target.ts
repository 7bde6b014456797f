import type { Target, TargetColumn } from '@berth/conformance'
import { type Value, validateOptions } from '@berth/core'
import oracledb from 'oracledb'
import {
  type FamilyAddress,
  type FamilyChannel,
  type FamilySpelling,
  oracleFamilyTarget,
  withoutZeros,
  withScale,
} from '../../../test/servers/oracle-family-target.ts'
import { loadDriver } from '../src/driver.ts'
import { manifest } from '../src/index.ts'

/** The second channel to an Oracle server of 12.1 or later, through the bare driver. */
export async function oracleTarget({
  host,
  port,
  user,
  password,
  service = 'FREEPDB1',
}: FamilyAddress): Promise<Target> {
  const driver = await loadDriver()
  const timeouts = { connectTimeout: 10, transportConnectTimeout: 10 }
  const connectString = `${host}:${port}/${service}`
  const open = async (): Promise<FamilyChannel> => {
    const connection = await driver.getConnection({ user, password, connectString, ...timeouts })
    const rowOptions = {
      outFormat: driver.OUT_FORMAT_ARRAY,
      fetchTypeHandler: ({ dbType }: { readonly dbType: unknown }) => {
        if (dbType === driver.DB_TYPE_CLOB) return { type: driver.DB_TYPE_VARCHAR }
        return dbType === driver.DB_TYPE_BLOB ? { type: driver.DB_TYPE_RAW } : undefined
      },
    }
    return {
      run: async (text, binds = []) => void (await connection.execute(text, [...binds], {})),
      rows: async (text) => {
        const { rows = [] } = (await connection.execute(text, [], rowOptions)) as { rows?: unknown[][] }
        return rows
      },
      commit: () => connection.commit(),
      close: () => connection.close(),
    }
  }
  const options = validateOptions(manifest, { host, port, user, password, service })
  return oracleFamilyTarget(options, open, await open(), spelling)
}

const timeFormat = `'YYYY-MM-DD"T"HH24:MI:SS.FF9'`

const spelling: FamilySpelling = {
  marker: (position) => `:${position}`,
  integer: 'NUMBER',
  text: 'VARCHAR2',
  integerType: { name: 'decimal' },
  native: (column) => {
    const { type } = column
    const native = types[type.name]?.(column)
    if (native === undefined) throw new TypeError(`Oracle has no type for ${type.name}`)
    return native
  },
  holds: (type, value) => {
    if (types[type.name] === undefined) return false
    if (type.name === 'integer') return Math.abs(Number(value)) <= 999_999_999
    if (type.name === 'int64') return String(value).replace('-', '').length <= 18
    if (type.name === 'text' || type.name === 'binary')
      return value !== '' && (value as { length?: number }).length !== 0
    return true
  },
  cell: ({ type, charset }, marker, value) => {
    if (value instanceof Uint8Array) {
      const bytes = Buffer.from(value)
      return charset === undefined ? [marker, bytes] : [`UTL_RAW.CAST_TO_VARCHAR2(${marker})`, bytes]
    }
    switch (type.name) {
      case 'decimal':
      case 'int64':
        return [`TO_NUMBER(${marker}, '${'9'.repeat(32)}D${'9'.repeat(20)}', 'NLS_NUMERIC_CHARACTERS=''.,''')`, value]
      case 'double':
        return [marker, { type: oracledb.DB_TYPE_BINARY_DOUBLE, val: value }]
      case 'datetime':
        return [`TO_TIMESTAMP(${marker}, ${timeFormat})`, nine(value)]
      case 'instant':
        return [`FROM_TZ(TO_TIMESTAMP(${marker}, ${timeFormat}), 'UTC')`, nine(String(value).replace('Z', ''))]
      default:
        return [marker, value]
    }
  },
  select: ({ type, charset }, reference) => {
    if (charset !== undefined) return `UTL_RAW.CAST_TO_RAW(${reference})`
    if (type.name === 'text' && type.maxLength !== undefined) return `RAWTOHEX(UTL_RAW.CAST_TO_RAW(${reference}))`
    if (type.name === 'decimal' || type.name === 'int64')
      return `TO_CHAR(${reference}, 'TM9', 'NLS_NUMERIC_CHARACTERS=''.,''')`
    if (type.name === 'datetime') return `TO_CHAR(${reference}, ${timeFormat})`
    return type.name === 'instant' ? `TO_CHAR(SYS_EXTRACT_UTC(${reference}), ${timeFormat})` : reference
  },
  value: ({ type, charset }, raw): Value => {
    if (raw instanceof Uint8Array) return new Uint8Array(raw)
    if (charset === undefined && type.name === 'text' && type.maxLength !== undefined)
      return Buffer.from(String(raw), 'hex').toString()
    if (type.name === 'decimal') return withScale(String(raw), type.scale)
    if (type.name === 'datetime') return withoutZeros(String(raw))
    if (type.name === 'instant') return `${withoutZeros(String(raw))}Z`
    return type.name === 'integer' || type.name === 'double' ? Number(raw) : String(raw)
  },
}

const types: Readonly<Record<string, (column: TargetColumn) => string>> = {
  text: ({ type: { maxLength } }) => (maxLength === undefined ? 'CLOB' : `VARCHAR2(${maxLength} CHAR)`),
  integer: () => 'NUMBER(9)',
  int64: () => 'NUMBER(18)',
  decimal: ({ type }) => `NUMBER(${type.precision},${type.scale})`,
  double: () => 'BINARY_DOUBLE',
  datetime: () => 'TIMESTAMP(9)',
  instant: () => 'TIMESTAMP(9) WITH TIME ZONE',
  binary: ({ type: { maxLength } }) => (maxLength === undefined ? 'BLOB' : `RAW(${maxLength})`),
}

function nine(value: unknown): string {
  const [seconds = '', fraction = ''] = String(value).split('.')
  return `${seconds}.${fraction.padEnd(9, '0')}`
}
