import type { DbType, NativeBind, OracleDriver } from './driver.ts'

/** The types that are not told by the value alone. */
export type BoundType = 'CHAR' | 'NVARCHAR' | 'NCHAR' | 'CLOB' | 'NCLOB' | 'BLOB' | 'RAW' | 'BINARY_DOUBLE'

/** A value with the type it is bound as. Plain texts are bound as VARCHAR, booleans as BOOLEAN. */
export class BoundCell {
  readonly type: BoundType
  readonly value: string | number | Uint8Array

  constructor(type: BoundType, value: string | number | Uint8Array) {
    this.type = type
    this.value = value
  }
}

/** Values of LOBs that are bound like those of other columns: a temporary LOB costs three answers of the server. */
const plainly: Readonly<
  Partial<Record<BoundType, { readonly type: 'VARCHAR' | 'NVARCHAR' | 'RAW'; readonly most: number }>>
> = {
  CLOB: { type: 'VARCHAR', most: 1000 },
  NCLOB: { type: 'NVARCHAR', most: 1000 },
  BLOB: { type: 'RAW', most: 2000 },
}

/** What one cell is bound as. NULL is bound as text, which every expression takes. */
export function bindOne(driver: OracleDriver, cell: unknown): NativeBind {
  return { dir: driver.BIND_IN, type: driver[`DB_TYPE_${typeOf([cell])}`], val: nativeValue(cell) }
}

/** The types of the columns of many rows, and the rows with what is bound. */
export function bindMany(
  driver: OracleDriver,
  rows: readonly (readonly unknown[])[],
): { readonly rows: unknown[][]; readonly bindDefs: { readonly type: DbType; readonly maxSize?: number }[] } {
  const bound = rows.map((row) => row.map(nativeValue))
  const bindDefs = (rows[0] ?? []).map((_, at) => {
    const name = typeOf(rows.map((row) => row[at]))
    const type = driver[`DB_TYPE_${name}`]
    return /CHAR|RAW/.test(name) ? { type, maxSize: Math.max(1, ...bound.map((row) => bytesOf(row[at]))) } : { type }
  })
  return { rows: bound, bindDefs }
}

function bytesOf(value: unknown): number {
  return typeof value === 'string' ? Buffer.byteLength(value) : value instanceof Uint8Array ? value.length : 0
}

function typeOf(cells: readonly unknown[]): BoundType | 'VARCHAR' | 'BOOLEAN' {
  const cell = cells.find((each) => each !== null)
  if (typeof cell === 'boolean') return 'BOOLEAN'
  if (!(cell instanceof BoundCell)) return 'VARCHAR'
  const plain = plainly[cell.type]
  const isPlain = plain !== undefined && cells.every((each) => bytesOf(nativeValue(each)) <= plain.most)
  return isPlain ? plain.type : cell.type
}

function nativeValue(cell: unknown): unknown {
  const value = cell instanceof BoundCell ? cell.value : cell
  if (!(value instanceof Uint8Array)) return value
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}
