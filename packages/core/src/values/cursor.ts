import { createHash } from 'node:crypto'
import type { Cursor } from '../contract/batch.ts'
import { BerthError } from '../errors/berth-error.ts'

/** What a cursor belongs to. A cursor of another place is refused; a column added to the table does not matter. */
export interface CursorPlace {
  readonly read: 'scan' | 'changes'
  readonly dataset: string
  /** The columns that order the read. */
  readonly order: readonly string[]
}

/** How JSON carries what it has no form for. */
type Marked = { readonly base64: string } | { readonly integer: string }

/**
 * Writes the values of the last row's ordering columns as a cursor. It carries a fingerprint of its place and a check
 * sum, so that a foreign one and a damaged one are told apart and neither restarts a read in silence (CUR-2).
 */
export function encodeCursor(place: CursorPlace, values: readonly unknown[]): Cursor {
  const plain = values.map((value) => {
    if (typeof value === 'bigint') return { integer: String(value) }
    return value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value
  })
  const content = Buffer.from(JSON.stringify(plain)).toString('base64url')
  const body = `1.${fingerprint(place)}.${content}`
  return `${body}.${digest(body)}`
}

/** Reads a cursor back. Throws `CURSOR_INVALID` when it is damaged and `CURSOR_FOREIGN` when it is of another place. */
export function decodeCursor(place: CursorPlace, cursor: Cursor): unknown[] {
  const [version, mark, content, check] = cursor.split('.')
  const invalid = (): BerthError => new BerthError('CURSOR_INVALID', { resource: place.dataset })
  if (version !== '1' || content === undefined || check !== digest(`1.${mark}.${content}`)) throw invalid()
  if (mark !== fingerprint(place)) throw new BerthError('CURSOR_FOREIGN', { resource: place.dataset })
  const plain = JSON.parse(Buffer.from(content, 'base64url').toString()) as (
    | string
    | number
    | boolean
    | null
    | Marked
  )[]
  if (plain.length !== place.order.length || cursor.split('.').length !== 4) throw invalid()
  return plain.map((value) => {
    if (value === null || typeof value !== 'object') return value
    return 'integer' in value ? BigInt(value.integer) : new Uint8Array(Buffer.from(value.base64, 'base64'))
  })
}

function fingerprint(place: CursorPlace): string {
  return digest(JSON.stringify([place.read, place.dataset, place.order]))
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16)
}
