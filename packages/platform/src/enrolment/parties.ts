import { type Grade, grades } from '@berth/core'
import { importPublicJwk, type VerificationKey } from '@berth/trust'
import type { Queryable } from '../store/store.ts'

/** A `system` publishes and delivers; a `consumer` asks and submits. */
export type PartyKind = 'system' | 'consumer'

/** Somebody enrolled. */
export interface Party {
  readonly id: string
  readonly kind: PartyKind
  readonly title: string
  /** Absent: nothing can be granted to it. */
  readonly clearance?: Grade
  readonly key: VerificationKey
}

interface PartyRow {
  readonly kind: PartyKind
  readonly title: string
  readonly clearance: string | null
  readonly public_key: unknown
}

/** The party with this id; undefined where nobody enrolled under it. */
export async function findParty(store: Queryable, id: string): Promise<Party | undefined> {
  const [row] = await store.query<PartyRow>('select kind, title, clearance, public_key from parties where id = $1', [
    id,
  ])
  if (row === undefined) return undefined
  const clearance = gradeOf(row.clearance)
  return {
    id,
    kind: row.kind,
    title: row.title,
    ...(clearance === undefined ? {} : { clearance }),
    key: importPublicJwk(row.public_key, id),
  }
}

/** Reads a grade as the tables hold it. */
export function gradeOf(text: string | null): Grade | undefined {
  return grades.find((grade) => String(grade) === text)
}
