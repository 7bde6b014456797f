import type { Target, TargetColumn } from '@berth/conformance'
import { type Value, validateOptions } from '@berth/core'
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

/** The second channel to a Dameng 8 server, through the bare library. */
export async function damengTarget({ host, port, user, password }: FamilyAddress): Promise<Target> {
  const driver = await loadDriver()
  const attributes = {
    autoCommit: false,
    maxRows: 0,
    connectTimeout: 10_000,
    language: 'EN',
    appName: 'berth',
  } as const
  const open = async (): Promise<FamilyChannel> => {
    const connection = await driver.getConnection({ connectString: `${host}:${port}`, user, password, ...attributes })
    return {
      run: async (text, binds = []) => void (await connection.execute(text, [...binds], { autoCommit: false })),
      rows: async (text) => {
        const { rows = [] } = (await connection.execute(text, [], { autoCommit: false })) as { rows?: unknown[][] }
        return rows
      },
      commit: () => connection.commit(),
      close: () => connection.close(),
    }
  }
  return oracleFamilyTarget(validateOptions(manifest, { host, port, user, password }), open, await open(), spelling)
}

const spelling: FamilySpelling = {
  marker: () => '?',
  integer: 'INT',
  text: 'VARCHAR',
  integerType: { name: 'integer' },
  native: (column) => {
    const native = types[column.type.name]?.(column)
    if (native === undefined) throw new TypeError(`Dameng has no type for ${column.type.name}`)
    return native
  },
  holds: (type, value) => {
    if (types[type.name] === undefined) return false
    return (/\.(\d+)/.exec(String(value))?.[1]?.length ?? 0) <= 6 || !/time|instant/.test(type.name)
  },
  cell: ({ type }, marker, value) => {
    if (value instanceof Uint8Array) return [marker, Buffer.from(value)]
    if (type.name === 'datetime') return [`CAST(${marker} AS DATETIME(6))`, String(value).replace('T', ' ')]
    if (type.name === 'double') return [`CAST(${marker} AS DOUBLE)`, String(value)]
    if (type.name === 'boolean') return [marker, value === true ? 1 : 0]
    return [marker, type.name === 'int64' ? BigInt(String(value)) : value]
  },
  select: ({ type }, reference) =>
    /int64|decimal|date|time/.test(type.name) ? `CAST(${reference} AS VARCHAR(130))` : reference,
  value: ({ type }, raw): Value => {
    if (raw instanceof Uint8Array) return new Uint8Array(raw)
    if (type.name === 'boolean') return Number(raw) === 1
    if (type.name === 'decimal') return withScale(String(raw), type.scale)
    if (type.name === 'datetime' || type.name === 'time') return withoutZeros(String(raw).replace(' ', 'T'))
    return type.name === 'integer' || type.name === 'double' ? Number(raw) : String(raw)
  },
}

const types: Readonly<Record<string, (column: TargetColumn) => string>> = {
  text: ({ type: { maxLength } }) => (maxLength === undefined ? 'CLOB' : `VARCHAR(${maxLength} CHAR)`),
  integer: () => 'INT',
  int64: () => 'BIGINT',
  decimal: ({ type }) => `DEC(${type.precision},${type.scale})`,
  double: () => 'DOUBLE',
  boolean: () => 'BIT',
  date: () => 'DATE',
  time: () => 'TIME(6)',
  datetime: () => 'DATETIME(6)',
  binary: ({ type: { maxLength } }) => (maxLength === undefined ? 'BLOB' : `VARBINARY(${maxLength})`),
}
