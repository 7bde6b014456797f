/** A bound value as standard SQL writes it: what `SqlDialect.literal` is in databases that keep to the standard. */
export function standardLiteral(bound: unknown): string {
  if (bound instanceof Uint8Array) return `X'${Buffer.from(bound).toString('hex')}'`
  if (typeof bound === 'number' || typeof bound === 'bigint') return String(bound)
  if (typeof bound === 'boolean') return bound ? 'TRUE' : 'FALSE'
  return `'${String(bound).replaceAll("'", "''")}'`
}
