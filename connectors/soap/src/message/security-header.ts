import { randomBytes } from 'node:crypto'
import type { Secret } from '@berth/core'
import { xmlEscaped } from '@berth/services'
import { passwordTextType, type UsernameToken, usernameToken } from '@berth/trust'

const specification = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity'
const secext = `${specification}-secext-1.0.xsd`
const utility = `${specification}-utility-1.0.xsd`

/** A WS-Security header with a UsernameToken, a new one for every message. */
export function usernameTokenHeader(username: string, password: Secret, kind: 'text' | 'digest'): string {
  const token: UsernameToken =
    kind === 'digest'
      ? usernameToken({ username, password, created: Date.now(), nonce: randomBytes(16) })
      : { username, password: password.reveal(), passwordType: passwordTextType }
  const nonce =
    token.nonce === undefined
      ? ''
      : `<wsse:Nonce EncodingType="${token.nonceEncoding}">${token.nonce}</wsse:Nonce><wsu:Created>${token.created}</wsu:Created>`
  return (
    `<wsse:Security xmlns:wsse="${secext}" xmlns:wsu="${utility}" soap:mustUnderstand="1"><wsse:UsernameToken>` +
    `<wsse:Username>${xmlEscaped(token.username, 'user')}</wsse:Username>` +
    `<wsse:Password Type="${token.passwordType}">${xmlEscaped(token.password, 'password')}</wsse:Password>` +
    `${nonce}</wsse:UsernameToken></wsse:Security>`
  )
}
