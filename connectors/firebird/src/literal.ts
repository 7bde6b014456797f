import { BerthError } from '@berth/core'
import { type SqlColumn, standardLiteral } from '@berth/sql'

/** Bytes of a literal in a script; the parser of a server takes no more than ten million in a statement. */
const maxLiteralBytes = 4_000_000
const pieceBytes = 8000

/** A bound value as it stands in a script. Throws `VALUE_TOO_LONG` for one that no statement can hold. */
export function literal(bound: unknown, column: SqlColumn): string {
  if (bound instanceof Uint8Array) return bytesLiteral(Buffer.from(bound), column)
  if (typeof bound === 'string' && column.type.name === 'text') return textLiteral(bound, column)
  return typeof bound === 'number' ? numberLiteral(bound) : standardLiteral(bound)
}

/** Text says its charset, so that the script means the same over every connection. isql changes line ends in it. */
function textLiteral(text: string, column: SqlColumn): string {
  const bytes = Buffer.from(text)
  if (bytes.length > pieceBytes) return `CAST(${bytesLiteral(bytes, column)} AS BLOB SUB_TYPE TEXT CHARACTER SET UTF8)`
  return `_UTF8 ${standardLiteral(/\p{Cc}/u.test(text) ? bytes : text)}`
}

/** What is long is put together. */
function bytesLiteral(bytes: Buffer, column: SqlColumn): string {
  if (bytes.length > maxLiteralBytes)
    throw new BerthError('VALUE_TOO_LONG', { column: column.name, length: bytes.length, maxLength: maxLiteralBytes })
  const pieces = Array.from({ length: Math.max(1, Math.ceil(bytes.length / pieceBytes)) }, (_, index) =>
    standardLiteral(bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes)),
  )
  const [first = '', ...rest] = pieces
  return rest.length === 0 ? first : [`CAST(${first} AS BLOB SUB_TYPE BINARY)`, ...rest].join(' || ')
}

/** The server reads decimals of fifteen digits exactly; others are told as a whole number times powers of two. */
function numberLiteral(value: number): string {
  const printed = String(value)
  if (!printed.includes('e') && printed.replace(/\D/g, '').length <= 15) return printed
  let power = 0
  let whole = value
  for (; Math.abs(whole) > Number.MAX_SAFE_INTEGER; power++) whole /= 2
  for (; !Number.isInteger(whole); power--) whole *= 2
  const half = Math.trunc(power / 2)
  return `CAST('${whole}' AS DOUBLE PRECISION) * POWER(2e0, ${half}) * POWER(2e0, ${power - half})`
}
