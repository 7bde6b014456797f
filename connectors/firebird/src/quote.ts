import { BerthError } from '@berth/core'

/** Quotes an identifier. */
export function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}

/** An identifier as dialect 1 takes it. Throws `NOT_SUPPORTED` for one that would have to be quoted. */
export function unquoted(identifier: string): string {
  if (/^[A-Z][A-Z0-9_$]{0,30}$/.test(identifier)) return identifier
  throw new BerthError('NOT_SUPPORTED', { connector: 'firebird', capability: `${identifier} in dialect 1` })
}
