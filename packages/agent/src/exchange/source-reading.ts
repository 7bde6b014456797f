import type { Item, Resource } from '@berth/manifest'

/** What a source reads. */
export interface SourceReading {
  readonly resource: Resource
  /** The items that may leave: no other column is read. */
  readonly given: readonly Item[]
  /** The items of the key; empty where no deletes are told. */
  readonly key: readonly Item[]
  readonly batchRows: number
  /** Nothing of what is read is delivered. */
  readonly dryRun: boolean
  readonly signal: AbortSignal | undefined
}
