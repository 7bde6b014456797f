import type { WithheldReason } from '@berth/core'

/** Where a receipt stands in the chain of the one who wrote it. */
export interface ReceiptReference {
  readonly number: number
  readonly hash: string
}

export interface Enrolment {
  readonly id: string
  readonly kind: 'system' | 'consumer'
}

/** What a platform says of a conformance report that it took. */
export interface HandedInReport {
  /** The digest of the manifest that it is about. */
  readonly manifest: string
  readonly level: string
}

export interface Published {
  /** Counts the publications of the system, from 1. */
  readonly version: number
  /** False when the platform had the same content already. */
  readonly changed: boolean
}

export interface Delivered {
  readonly number: number
  /** The platform had this batch already. */
  readonly repeated: boolean
  /** Of the platform, from the first time the batch came. */
  readonly receipt: ReceiptReference
}

/** The answer of another department's agent, as it came through the platform. */
export interface Answer {
  readonly resource: string
  /** Ids of the items that are in the rows, in order. */
  readonly items: readonly string[]
  /** Of the items, those that are masked. Absent: none is. */
  readonly masked?: readonly string[]
  readonly withheld: readonly { readonly item: string; readonly reason: WithheldReason }[]
  /** Values in the canonical form of JSON: `int64`, `decimal` and times as text, `binary` as base64. */
  readonly rows: readonly Readonly<Record<string, string | number | boolean | null>>[]
  /** There are more rows than the answer holds. */
  readonly more: boolean
  /** The time of the data, an `instant`, where the department's system was down and a replica answered. */
  readonly asOf?: string
}

export interface Submitted {
  readonly operation: string
  /** `queued`: it is kept until the department's system is up. The same submission again tells how it stands. */
  readonly accepted: true | 'queued'
  /** Of one that is queued: when it is tried, an `instant`. */
  readonly tryAt?: string
  /** Of one that is queued: until when it is tried, an `instant`. */
  readonly expiresAt?: string
  /** It was carried out before, under the same idempotency key. */
  readonly repeated: boolean
}

/** One line of the platform's catalogue. */
export interface CatalogueEntry {
  readonly system: string
  readonly owner: { readonly zh: string; readonly en?: string }
  readonly kind: 'resource' | 'operation'
  readonly resource: string
  readonly title: { readonly zh: string; readonly en?: string }
  readonly summary?: { readonly zh: string; readonly en?: string }
  readonly sharing?: { readonly type: 'unconditional' | 'conditional' | 'none' }
  readonly version: number
}
