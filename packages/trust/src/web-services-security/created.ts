const dateTime = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/

/**
 * An XML Schema dateTime as milliseconds since 1970; NaN when it is none. The standard asks for UTC; clients that write
 * an offset are read too, a time without zone is not: it may be eight hours off.
 *
 * Strict, for the digest joins nonce and time without a mark between them: no other cut of the same bytes is a time.
 */
export function createdAt(text: string): number {
  const match = dateTime.exec(text)
  if (match === null) return Number.NaN
  const [, year, month, day, hour, minute, second, fraction = '', zone] = match
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`
  const utc = Date.parse(`${local}Z`)
  // Date.parse carries 31 February over into March.
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 19) !== local) return Number.NaN
  return Date.parse(`${local}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`)
}
