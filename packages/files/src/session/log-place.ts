import { createHash } from 'node:crypto'
import { BerthError, type CursorPlace, decodeCursor, encodeCursor } from '@berth/core'

/** Up to where files were read that are a log: those read to their end and still there, and how much of the next one. */
export interface LogPlace {
  /** Name and state of each, shortened; of signed batches number and digest. */
  readonly read: readonly (readonly [name: string, state: string])[]
  /** The number of the last batch read to its end. 0: none, or there are no numbers. */
  readonly sequence: number
  /** Of the file read last: how many of its records. Absent: it was read to its end. */
  readonly partly?: { readonly name: string; readonly state: string; readonly records: number }
}

/** Where a read without a cursor begins. */
export const logBeginning: LogPlace = { read: [], sequence: 0 }

/** A name as it is kept: enough of its digest to tell the files of one folder apart. */
export function shortName(path: string): string {
  return createHash('sha256').update(path).digest('base64url').slice(0, 12)
}

function placeOf(dataset: string, key: readonly string[]): CursorPlace {
  return { read: 'changes', dataset, order: [`log of ${JSON.stringify(key)}`] }
}

/** The part of a cursor that stays the same within a file is written once. */
export function logCursor(dataset: string, key: readonly string[], { read, sequence, partly }: LogPlace): string {
  const files = read.map(([name, state]) => `${name} ${state}`).join('\n')
  const part = partly === undefined ? [] : [partly.name, partly.state, partly.records]
  return encodeCursor(placeOf(dataset, key), [JSON.stringify([files, sequence, part])])
}

/** Reads it back. Throws `CURSOR_INVALID` and `CURSOR_FOREIGN`. */
export function logPlace(dataset: string, key: readonly string[], cursor: string): LogPlace {
  const [text] = decodeCursor(placeOf(dataset, key), cursor)
  try {
    const [files, sequence, [name, state, records]] = JSON.parse(String(text)) as [
      string,
      number,
      [string?, string?, number?],
    ]
    const lines = files === '' ? [] : files.split('\n')
    const read = lines.map((line): [string, string] => [
      line.slice(0, line.indexOf(' ')),
      line.slice(line.indexOf(' ') + 1),
    ])
    if (name === undefined || state === undefined || records === undefined) return { read, sequence }
    return { read, sequence, partly: { name, state, records } }
  } catch (cause) {
    throw new BerthError('CURSOR_INVALID', { resource: dataset }, { cause })
  }
}
