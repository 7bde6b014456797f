import { BerthError } from '@berth/core'
import type { UsernameToken } from '@berth/trust'
import { namespaces } from './namespaces.ts'
import { notUnderstood } from './read-envelope.ts'
import { attributeOf, onlyChild, type XmlElement } from './xml-element.ts'

const { security, securityUtility } = namespaces

/**
 * Throws `HEADER_NOT_UNDERSTOOD` for anything in a `wsse:Security` header but a `wsse:UsernameToken` and a
 * `wsu:Timestamp`: a signature that nobody verifies is none. A time binds nothing without a signature and is left alone.
 */
export function checkSecurity(header: XmlElement | undefined): void {
  const strange = header?.children.find(({ uri, local }) => {
    const token = uri === security && local === 'UsernameToken'
    return !token && !(uri === securityUtility && local === 'Timestamp')
  })
  if (strange !== undefined) throw notUnderstood(strange)
}

/**
 * The `wsse:UsernameToken` of a `wsse:Security` header that was checked.
 *
 * Throws `CREDENTIALS_MISSING`, or `ENVELOPE_INVALID` where a part stands twice.
 */
export function readUsernameToken(header: XmlElement | undefined): UsernameToken {
  if (header === undefined) throw new BerthError('CREDENTIALS_MISSING')
  const token = onlyChild(header, security, 'UsernameToken')
  if (token === undefined) throw new BerthError('CREDENTIALS_MISSING')
  const username = onlyChild(token, security, 'Username')
  const password = onlyChild(token, security, 'Password')
  if (username === undefined || password === undefined) throw new BerthError('CREDENTIALS_MISSING')
  const nonce = onlyChild(token, security, 'Nonce')
  return {
    username: username.text.trim(),
    password: password.text,
    passwordType: attributeOf(password, '', 'Type'),
    nonce: nonce?.text,
    nonceEncoding: nonce === undefined ? undefined : attributeOf(nonce, '', 'EncodingType'),
    created: onlyChild(token, securityUtility, 'Created')?.text.trim(),
  }
}
