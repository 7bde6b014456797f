import { createHash } from 'node:crypto'
import type { ReceiptEntry } from '@berth/core'
import type { GivenItem } from '../plan/mask-value.ts'
import type { StatePort, Stream } from '../state/state-port.ts'
import { schemaOf } from './data-file.ts'
import type { RejectsFile } from './rejects-file.ts'

/** What every delivery is given. */
export interface ExchangeExit {
  readonly state: StatePort
  readonly stream: Stream
  readonly system: string
  readonly resource: string
  /** The items that may leave. */
  readonly given: readonly GivenItem[]
  /** Whether the cursor is kept when everything was delivered, so that the next exchange reads only what changed. */
  readonly keepsCursor: boolean
  /** Whether an interrupted read goes on behind its last cursor. Otherwise it begins anew, and knows what was told. */
  readonly resumes: boolean
  /** Whether deleted rows are told: a file then has a place for it. */
  readonly tellsDeletes: boolean
  /** Forgets how far the stream came, and begins anew. */
  readonly restart: boolean
  /** The rejects file of a run, which the delivery names by a number. */
  readonly rejects: (run: number) => RejectsFile
  /** The receipt of a delivery: what is the same in each, and what is said here. */
  readonly receipt: (
    delivered: Pick<ReceiptEntry, 'rows' | 'reference' | 'items'> & { readonly digest: string },
  ) => ReceiptEntry
}

/** A digest of the items, their types and masks: rows under different ones do not stand in one file. */
export function schemaDigest(items: readonly GivenItem[], format: string, tellsDeletes: boolean): string {
  const masks = items.flatMap(({ id, masked }) => (masked === undefined ? [] : [[id, masked.by.form]]))
  return createHash('sha256')
    .update(JSON.stringify([format, schemaOf(items), ...(tellsDeletes ? ['deletes'] : []), ...masks]))
    .digest('hex')
}
