import { parseLogicalType } from '@berth/core'
import { nearest } from './nearest.ts'

/** The types, as they are written. */
export const typeNotations: readonly string[] = [
  'text',
  'text(30)',
  'integer',
  'int64',
  'decimal(18,2)',
  'double',
  'boolean',
  'date',
  'time',
  'datetime',
  'instant',
  'binary',
  'json',
]

/** What databases and other programs call them. */
const foreign: Readonly<Record<string, string>> = {
  string: 'text',
  char: 'text',
  nchar: 'text',
  varchar: 'text',
  varchar2: 'text',
  nvarchar: 'text',
  nvarchar2: 'text',
  clob: 'text',
  int: 'integer',
  smallint: 'integer',
  bigint: 'int64',
  long: 'int64',
  number: 'decimal',
  numeric: 'decimal',
  money: 'decimal',
  float: 'double',
  real: 'double',
  bool: 'boolean',
  bit: 'boolean',
  timestamp: 'datetime',
  blob: 'binary',
  varbinary: 'binary',
  bytes: 'binary',
}

/** The type that a notation was most likely meant to be. */
export function likelyType(notation: string): string | undefined {
  const match = /^([a-z]\w*)(?:\(([\d,]*)\))?$/.exec(notation.toLowerCase().replaceAll(/\s+/g, ''))
  if (match === null) return undefined
  const [, written = '', bounds = ''] = match
  const names = typeNotations.map((each) => each.replace(/\(.*/, ''))
  const name =
    (Object.hasOwn(foreign, written) ? foreign[written] : undefined) ??
    (names.includes(written) ? written : nearest(written, names))
  if (name === undefined) return undefined
  return bounds !== '' && parseLogicalType(`${name}(${bounds})`) !== undefined ? `${name}(${bounds})` : name
}
