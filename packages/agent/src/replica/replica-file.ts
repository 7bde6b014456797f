import { BerthError, type Field, type Row } from '@berth/core'
import type { ReplicaPlace } from './replica-place.ts'

export const replicaSchema = `
CREATE TABLE meta (sealed BLOB NOT NULL) STRICT;
CREATE TABLE row (number INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
CREATE TABLE asked (name TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (name, row)) STRICT, WITHOUT ROWID;
`

/** What a replica says of itself. */
export interface ReplicaFacts {
  /** A random name: rows of one replica are not rows of another. */
  readonly id: string
  /** Of its data: when reading them began. Milliseconds since 1970. */
  readonly asOf: number
  readonly rows: number
  /** The columns of its rows. */
  readonly fields: readonly Field[]
  /** That of the `ReplicaContent` that it was made of. */
  readonly meaning: string
}

export function sealFacts({ sealing, resource }: ReplicaPlace, facts: ReplicaFacts): Uint8Array {
  return sealing.seal(Buffer.from(JSON.stringify(facts)), [resource, 'meta'])
}

export function sealRow({ sealing, resource }: ReplicaPlace, id: string, number: number, row: Row): Uint8Array {
  const cells = row.map((value) => (value instanceof Uint8Array ? [Buffer.from(value).toString('base64')] : value))
  return sealing.seal(Buffer.from(JSON.stringify(cells)), [resource, id, String(number)])
}

/** Throws `STATE_CORRUPT`. */
export function openFacts(place: ReplicaPlace, sealed: unknown): ReplicaFacts {
  return JSON.parse(opened(place, sealed, [place.resource, 'meta'])) as ReplicaFacts
}

/** Throws `STATE_CORRUPT`. */
export function openRow(place: ReplicaPlace, id: string, number: number, sealed: unknown): Row {
  const cells = JSON.parse(opened(place, sealed, [place.resource, id, String(number)])) as (Row[number] | [string])[]
  return cells.map((cell) => (Array.isArray(cell) ? new Uint8Array(Buffer.from(cell[0], 'base64')) : cell))
}

export function corruptReplica({ file }: ReplicaPlace, problem: string): BerthError {
  return new BerthError('STATE_CORRUPT', { file, nativeCode: problem })
}

function opened(place: ReplicaPlace, sealed: unknown, names: readonly string[]): string {
  const content = sealed instanceof Uint8Array ? place.sealing.open(sealed, names) : 'missing'
  if (typeof content === 'string') throw corruptReplica(place, `seal ${content}`)
  return Buffer.from(content).toString()
}
