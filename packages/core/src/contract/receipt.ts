/**
 * Why an item was held back. `CATEGORY_NOT_GRANTED`: it is of a category that the clearance does not cover.
 * `AGGREGATE_ABOVE_CLEARANCE`: together with other items that are granted, its grade is above the clearance.
 */
export type WithheldReason = (typeof withheldReasons)[number]

/** Every reason. */
export const withheldReasons = [
  'NO_GRADE',
  'ABOVE_CLEARANCE',
  'CATEGORY_NOT_GRANTED',
  'NOT_GRANTED',
  'AGGREGATE_ABOVE_CLEARANCE',
] as const

/** What came of an exchange. `queued`: taken in and kept until the system is up; what comes of it has its own receipt. */
export type ExchangeOutcome = 'delivered' | 'answered' | 'refused' | 'failed' | 'accepted' | 'queued'

/**
 * The record of one exchange, before it is chained (LOG-1). It names items and counts rows; it never holds a value of
 * the source. Times are `instant` values.
 */
export interface ReceiptEntry {
  readonly at: string
  /** `<system>/<resource or operation>`. */
  readonly resource: string
  readonly journey: 'exchange' | 'service' | 'operation'
  readonly outcome: ExchangeOutcome
  /** The error code where the outcome is `refused` or `failed`. */
  readonly code?: string
  /** Who received: a consumer's id, or the exit of a bulk delivery. */
  readonly consumer: string
  readonly grant?: string
  readonly purpose?: string
  readonly basis?: string
  readonly items: readonly string[]
  /** Of `items`, those that were given masked. Absent: none was. */
  readonly masked?: readonly string[]
  readonly withheld: readonly { readonly item: string; readonly reason: WithheldReason }[]
  readonly rows: number
  /** The time of the data, where a replica answered. Absent: the system itself did. */
  readonly asOf?: string
  /** SHA-256 of the bytes given out, or taken in, hexadecimal. Absent: there were none. */
  readonly digest?: string
  /**
   * SHA-256 of what was asked, hexadecimal: of the body of the signed request, or of the canonical JSON of a question that was put
   * here. It stands under the same hash as `digest`, so that an answer is bound to its question. Absent: nothing was asked.
   */
  readonly question?: string
  /** The file, batch or request this is about. Empty in a receipt that was redacted. */
  readonly reference: string
  /** SHA-256 of the manifest that was in force, hexadecimal. */
  readonly manifest: string
  /** The receipt that the other side wrote of the same exchange: an anchor for its chain. Absent: it named none. */
  readonly counterpart?: { readonly number: number; readonly hash: string }
}

/**
 * An entry in its chain: `hash` is SHA-256 over `previous` and the canonical JSON of the rest.
 *
 * Where there is a `commitment`, it stands in that JSON in place of `salt`, `question`, `digest` and `reference`: a digest of few
 * values can be guessed, so it may have to be erased. Without them the chain still holds, and the receipt counts as redacted.
 */
export interface Receipt extends ReceiptEntry {
  /** From 1, without gaps. */
  readonly number: number
  readonly previous: string
  readonly hash: string
  /** SHA-256, hexadecimal, over the canonical JSON of `salt`, `question`, `digest` and `reference`. Absent: none of them can be erased. */
  readonly commitment?: string
  /** 16 random bytes, base64url. Absent beside a commitment: the receipt was redacted. */
  readonly salt?: string
}
