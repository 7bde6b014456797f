import type { ReceiptAnchor } from '@berth/trust'

/** What an export or an archive says of itself, in `chain.json`. */
export interface ChainDescription {
  readonly format: 'berth-receipts/1'
  /** The id of the party whose chain it is. */
  readonly chain: string
  /** Where the receipts go on. Absent: they begin with the first. */
  readonly after?: ReceiptAnchor
  /** Only some receipts were chosen: they are not chained to each other. */
  readonly excerpt?: true
}
