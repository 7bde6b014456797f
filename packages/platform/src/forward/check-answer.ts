import {
  BerthError,
  canonicalProblem,
  type ReceiptEntry,
  type Value,
  type WithheldReason,
  withheldReasons,
} from '@berth/core'
import { isIdentifier } from '../identifier.ts'

/** What a receipt says of an answer. */
export type AnswerFacts = Pick<
  ReceiptEntry,
  'outcome' | 'items' | 'masked' | 'withheld' | 'rows' | 'counterpart' | 'asOf'
>

const reasons: ReadonlySet<unknown> = new Set(withheldReasons)

/**
 * Checks an agent's answer to a question: it has the form of the protocol, and nothing in it goes beyond the grant
 * (SEC-1, from the platform's side). Errors: `PROTOCOL_ERROR`.
 */
export function checkLookupAnswer(body: Uint8Array, asked: string, granted: readonly string[]): AnswerFacts {
  const { resource, items, masked, withheld, rows, more, asOf, receipt, ...others } = parseAnswer(body)
  if (resource !== asked || Object.keys(others).length > 0) throw protocolError('form')
  if (!isTextArray(items) || !Array.isArray(rows) || typeof more !== 'boolean' || !Array.isArray(withheld)) {
    throw protocolError('form')
  }
  if (asOf !== undefined && !isInstant(asOf)) throw protocolError('form')
  if (!items.every((item) => granted.includes(item))) throw protocolError('items not granted')
  const given = new Set(items)
  if (given.size !== items.length) throw protocolError('form')
  for (const row of rows) {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) throw protocolError('rows')
    for (const [item, value] of Object.entries(row)) {
      if (!given.has(item)) throw protocolError('rows with items not granted')
      if (typeof value === 'object' && value !== null) throw protocolError('rows')
    }
  }
  return {
    outcome: 'answered',
    items,
    ...maskedOf(masked, given),
    withheld: withheld.map(withheldItem),
    rows: rows.length,
    ...(asOf === undefined ? {} : { asOf: String(asOf) }),
    ...counterpartOf(receipt),
  }
}

/**
 * Checks an agent's answer to a submission. One that cannot be read leaves open what was done: `UNKNOWN_OUTCOME`.
 */
export function checkSubmitAnswer(body: Uint8Array): Pick<ReceiptEntry, 'outcome' | 'counterpart'> {
  try {
    const { operation: _operation, accepted, repeated, tryAt, expiresAt, receipt, ...others } = parseAnswer(body)
    const queued = accepted === 'queued'
    if ((accepted !== true && !queued) || typeof repeated !== 'boolean' || Object.keys(others).length > 0)
      throw protocolError('form')
    if ([tryAt, expiresAt].some((time) => (queued ? !isInstant(time) : time !== undefined))) throw protocolError('form')
    return { outcome: queued ? 'queued' : 'accepted', ...counterpartOf(receipt) }
  } catch (cause) {
    throw new BerthError('UNKNOWN_OUTCOME', { call: 'submit' }, { cause })
  }
}

/** The agent's own receipt: kept in ours, so that its chain cannot be cut or rewritten without being found out. */
function counterpartOf(receipt: unknown): Pick<ReceiptEntry, 'counterpart'> {
  const { number, hash } = (receipt ?? {}) as { readonly number?: unknown; readonly hash?: unknown }
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) return {}
  return typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) ? { counterpart: { number, hash } } : {}
}

function maskedOf(masked: unknown, given: ReadonlySet<string>): Pick<ReceiptEntry, 'masked'> {
  if (masked === undefined) return {}
  if (!isTextArray(masked) || !masked.every((item) => given.has(item))) throw protocolError('masked')
  return { masked }
}

function withheldItem(value: unknown): ReceiptEntry['withheld'][number] {
  const { item, reason, ...others } = (value ?? {}) as { readonly item?: unknown; readonly reason?: unknown }
  if (!isIdentifier(item) || !reasons.has(reason) || Object.keys(others).length > 0) throw protocolError('withheld')
  return { item, reason: reason as WithheldReason }
}

function isInstant(value: unknown): boolean {
  return canonicalProblem(value as Value, { name: 'instant' }) === undefined && value !== null
}

function isTextArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string')
}

function parseAnswer(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>
  } catch {
    throw protocolError('JSON')
  }
  throw protocolError('JSON object')
}

function protocolError(nativeCode: string): BerthError {
  return new BerthError('PROTOCOL_ERROR', { nativeCode }, { origin: 'remote-department' })
}
