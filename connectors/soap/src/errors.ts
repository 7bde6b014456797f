import { BerthError, type ErrorCode } from '@berth/core'
import type { Element } from '@xmldom/xmldom'
import { childElement } from './answer/xml-nodes.ts'

/** Fault codes of SOAP 1.1 and 1.2, without prefix and refinement, and what they mean here. */
const codes: Readonly<Record<string, ErrorCode>> = {
  Client: 'QUERY_FAILED',
  Sender: 'QUERY_FAILED',
  VersionMismatch: 'QUERY_FAILED',
  MustUnderstand: 'QUERY_FAILED',
  DataEncodingUnknown: 'QUERY_FAILED',
  Server: 'SYSTEM_UNAVAILABLE',
  Receiver: 'SYSTEM_UNAVAILABLE',
}

/** Of WS-Security, and what servers write in their place. */
const denied =
  /^(?:FailedAuthentication|InvalidSecurityToken|InvalidSecurity|FailedCheck|SecurityTokenUnavailable|MessageExpired|Authentication|Unauthorized|Unauthenticated)$/i

/**
 * A fault as an error. Its text and detail may quote values: they are kept as the cause alone, for a debugger. `answered`
 * says of an operation whether the fault tells that nothing was done.
 */
export function faultError(fault: Element, call: string, host: string): BerthError {
  const names = faultCodes(fault).map((code) => code.trim().replace(/^[^:]*:/, ''))
  const steps = names.flatMap((name) => name.split('.'))
  const [first = ''] = steps
  const last = steps.at(-1) ?? ''
  const code = steps.some((step) => denied.test(step))
    ? 'AUTH_FAILED'
    : Object.hasOwn(codes, first)
      ? codes[first]
      : undefined
  const cause = new Error((fault.textContent ?? '').slice(0, 500))
  return new BerthError(
    code ?? 'QUERY_FAILED',
    { call, host, nativeCode: plainCode(last) ?? plainCode(first) ?? '-' },
    { cause },
  )
}

/** `faultcode`, or the values of `Code` and its subcodes from the outside in. */
function faultCodes(fault: Element): readonly string[] {
  const old = childElement(fault, 'faultcode')?.textContent
  if (old !== undefined && old !== null) return [old]
  const codes: string[] = []
  let at = childElement(fault, 'Code')
  while (at !== undefined && codes.length < 10) {
    codes.push(childElement(at, 'Value')?.textContent ?? '')
    at = childElement(at, 'Subcode')
  }
  return codes
}

/** A code that a person can look up, and not a text or a number that may be somebody's. */
function plainCode(code: string): string | undefined {
  return /^[A-Za-z][\w-]{0,59}$/.test(code) && !/\d{6}/.test(code) ? code : undefined
}
