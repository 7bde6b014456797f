/**
 * A cell of a source as it may stand on a terminal: control characters, which could drive the terminal or break the
 * table, show as `·`. NULL shows as `NULL`.
 */
export function printable(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (value instanceof Uint8Array) return `0x${Buffer.from(value.subarray(0, 16)).toString('hex')}`
  return String(value).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '·')
}
