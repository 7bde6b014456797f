import { createHash } from 'node:crypto'
import { BerthError, type Cursor, type Value } from '@berth/core'

/** Writes the values of the ordering columns. `place` names the read, the dataset and those columns. */
export function encodeCursor(place: readonly string[], values: readonly Value[]): Cursor {
  const plain = values.map((value) => (value instanceof Uint8Array ? [Buffer.from(value).toString('base64')] : value))
  const content = Buffer.from(JSON.stringify([place, plain])).toString('base64url')
  return `${content}.${check(content)}`
}

/** Reads a cursor back. Throws `CURSOR_INVALID` when it is damaged, `CURSOR_FOREIGN` when it is of another place. */
export function decodeCursor(place: readonly string[], dataset: string, cursor: Cursor): Value[] {
  const [content = '', sum] = cursor.split('.')
  if (`${content}.${check(content)}` !== cursor || sum === undefined)
    throw new BerthError('CURSOR_INVALID', { resource: dataset })
  const [from, values] = JSON.parse(Buffer.from(content, 'base64url').toString()) as [unknown, (Value | [string])[]]
  if (JSON.stringify(from) !== JSON.stringify(place)) throw new BerthError('CURSOR_FOREIGN', { resource: dataset })
  return values.map((value) => (Array.isArray(value) ? new Uint8Array(Buffer.from(value[0], 'base64')) : value))
}

function check(content: string): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 16)
}
