import type { GatewayDialect, SignatureEncoding } from '../dialect.ts'
import { finding, type GatewayFinding } from './ingredient.ts'

/** What the sent text may mean: bytes, and what is wrong with how they are written. */
export interface PresentedSignature {
  readonly bytes: Buffer
  /** Undefined where it is written as the dialect asks. */
  readonly problem: GatewayFinding | undefined
}

/** Every way to read a sent signature. */
export function readPresented(dialect: GatewayDialect, text: string): readonly PresentedSignature[] {
  const expected = dialect.encodings.join(' | ')
  const read: PresentedSignature[] = []
  const add = (form: string, bytes: Buffer, as?: SignatureEncoding): void => {
    if (bytes.length === 0) return
    const right = as !== undefined && dialect.encodings.includes(as)
    const sameLetters = dialect.encodings.every((encoding) => encoding.toLowerCase() === as?.toLowerCase())
    const problem = right ? undefined : finding(sameLetters ? 'letter-case' : 'encoding', form, expected)
    read.push({ bytes, problem })
  }
  addPlain(text, (form, bytes, as) => add(form, bytes, as))
  const bare = unwrapped(text)
  if (bare.text !== text) addPlain(bare.text, (form, bytes) => add(`${form}, ${bare.form}`, bytes))
  return read
}

type Add = (form: string, bytes: Buffer, as?: SignatureEncoding) => void

function addPlain(text: string, add: Add): void {
  if (/^(?:[0-9a-f]{2})+$/.test(text)) add('hex', Buffer.from(text, 'hex'), 'hex')
  // Digits alone are in both cases.
  if (/^(?:[0-9A-F]{2})+$/.test(text)) add('HEX', Buffer.from(text, 'hex'), 'HEX')
  if (/^(?:[0-9A-Fa-f]{2})+$/.test(text)) add('hex of mixed case', Buffer.from(text, 'hex'))
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(text)) {
    const bytes = Buffer.from(text, 'base64')
    const padded = bytes.toString('base64') === text
    if (padded) add('base64', bytes, 'base64')
    else add('base64 without padding', bytes)
    const inner = bytes.toString('latin1')
    if (/^(?:[0-9A-Fa-f]{2})+$/.test(inner)) add('base64 of the hex text', Buffer.from(inner, 'hex'))
  }
  if (/^[A-Za-z0-9_-]+={0,2}$/.test(text)) add('base64url', Buffer.from(text, 'base64url'))
}

// What tools and transports leave around a signature.
function unwrapped(text: string): { readonly text: string; readonly form: string } {
  const trimmed = text.replaceAll(/^[\s"']+|[\s"']+$/g, '')
  if (trimmed !== text) return { text: trimmed, form: 'with white space or quotes around it' }
  if (text.includes(' ') && /^[A-Za-z0-9+/ ]+={0,2}$/.test(text))
    return { text: text.replaceAll(' ', '+'), form: 'each + turned into a space' }
  if (/%(?:2B|2F|3D)/i.test(text)) return { text: decodedOnce(text), form: 'percent-encoded once too often' }
  const marked = /^(?:[\w()-]+\s*[=:]\s*)([A-Za-z0-9+/=]+)$/.exec(text)
  return marked?.[1] === undefined ? { text, form: '' } : { text: marked[1], form: 'with a word before it' }
}

function decodedOnce(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
