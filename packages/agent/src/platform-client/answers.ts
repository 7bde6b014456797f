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
  readonly withheld: readonly { readonly item: string; readonly reason: WithheldReason }[]
  /** Values in the canonical form of JSON: `int64`, `decimal` and times as text, `binary` as base64. */
  readonly rows: readonly Readonly<Record<string, string | number | boolean | null>>[]
  /** There are more rows than the answer holds. */
  readonly more: boolean
}

export interface Submitted {
  readonly operation: string
  readonly accepted: true
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
