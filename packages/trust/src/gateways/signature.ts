import { createHash, createHmac } from 'node:crypto'
import type { Secret } from '@berth/core'
import { canonicalQuery } from './canonical-query.ts'
import type { GatewayDialect, SentPart, SignatureEncoding, SignedPart } from './dialect.ts'

/** The request as the signature sees it. */
export interface AddressedRequest {
  /** In upper case. @default `GET` */
  readonly method?: string
  /** As it goes over the wire, without query. @default `/` */
  readonly path?: string
  /** Decoded names and values. @default none */
  readonly query?: readonly (readonly [name: string, value: string])[]
}

/** The texts that are sent, by what they are. */
export type SentParts = Readonly<Partial<Record<SentPart, string>>>

/** Throws the refusal of a part. */
export type Refuse = (part: SignedPart, problem: string) => never

// A header can carry it as it is, and two programs read the same bytes.
const visibleAscii = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/

/** Joins what a dialect signs and signs it. Refuses parts that no header can carry or that could be cut elsewhere. */
export function signature(
  dialect: GatewayDialect,
  sent: SentParts,
  request: AddressedRequest,
  secret: Secret,
  refuse: Refuse,
): Buffer {
  for (const [part, text] of Object.entries(sent) as [SentPart, string][]) {
    if (text.length > 8192) refuse(part, 'longer than 8192 characters')
    if (text !== '' && !visibleAscii.test(text)) refuse(part, 'not visible ASCII')
  }
  const key = secret.reveal()
  if (key === '') refuse('secret', 'empty')
  const joined: string[] = []
  let sinceLiteral: [SignedPart, string][] = []
  for (const part of dialect.joined) {
    if (typeof part === 'string') {
      const text = part === 'secret' ? key : partText(part, sent, request, refuse)
      if (part !== 'secret') sinceLiteral.push([part, text])
      joined.push(text)
      continue
    }
    for (const [name, text] of sinceLiteral) {
      if (text.includes(part.text)) refuse(name, 'holds the mark that parts are joined with')
    }
    sinceLiteral = []
    joined.push(part.text)
  }
  const text = joined.join('')
  if (dialect.algorithm === 'hmac-sha256') return createHmac('sha256', key).update(text).digest()
  return createHash(dialect.algorithm).update(text).digest()
}

function partText(
  part: Exclude<SignedPart, 'secret'>,
  sent: SentParts,
  request: AddressedRequest,
  refuse: Refuse,
): string {
  if (part === 'method') return method(request.method ?? 'GET', refuse)
  if (part === 'path') return decodedPath(request.path ?? '/', refuse)
  if (part !== 'query') return sent[part] ?? ''
  try {
    return canonicalQuery(request.query ?? [])
  } catch {
    return refuse('query', 'not Unicode text')
  }
}

function method(text: string, refuse: Refuse): string {
  return /^[A-Z]{1,20}$/.test(text) ? text : refuse('method', 'not in upper case')
}

function decodedPath(path: string, refuse: Refuse): string {
  if (!/^\/[\x21-\x7e]*$/.test(path) || /[?#\\]/.test(path)) refuse('path', 'not a path as it goes over the wire')
  let decoded = ''
  try {
    decoded = decodeURIComponent(path)
  } catch {
    refuse('path', 'its percent-encoding is not UTF-8')
  }
  // An encoded line feed would end the line of the path early.
  return /\p{Cc}/u.test(decoded) ? refuse('path', 'holds a control character') : decoded
}

/** A signature as a dialect writes it. */
export function encodeSignature(bytes: Buffer, encoding: SignatureEncoding): string {
  if (encoding === 'base64') return bytes.toString('base64')
  const hex = bytes.toString('hex')
  return encoding === 'HEX' ? hex.toUpperCase() : hex
}

/** Reads it back; empty where it is not written so. */
export function decodeSignature(text: string, encoding: SignatureEncoding): Buffer {
  if (encoding === 'base64') return Buffer.from(/^[A-Za-z0-9+/]+={0,2}$/.test(text) ? text : '', 'base64')
  return Buffer.from(/^(?:[0-9A-Fa-f]{2})+$/.test(text) ? text : '', 'hex')
}
