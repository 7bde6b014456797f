import type { ChangeLog, ChangeOutbox, Value } from '@berth/core'
import type { SqlTable } from './column.ts'

/** What a log of changes tells: keys, the same one as often as its row changed. */
export interface SqlChangeEntries {
  /** Canonical values in the order of the key; both keys of a row whose key was changed. */
  readonly keys: readonly (readonly Value[])[]
  /** Behind the last entry: what a cursor keeps. */
  readonly position: string
  /** There are no more entries up to where the read is to end. */
  readonly last: boolean
}

/**
 * A log that tells which rows changed, in the order in which that is to be delivered. What happened to a row is seen by
 * reading it as it is now, so that a log needs to tell no more than keys.
 */
export interface SqlChangeLog<By extends ChangeLog | ChangeOutbox = ChangeLog> {
  /**
   * Where a first read begins, asked before it reads all rows: everything up to there is seen by whoever reads now. For
   * logs in which a change may stand before it can be seen. @default `end`
   */
  start?(table: SqlTable, by: By, signal: AbortSignal): Promise<string>
  /** Where the log ends now: what a first read goes on from once it has read all rows. */
  end(table: SqlTable, by: By, signal: AbortSignal): Promise<string>
  /**
   * Entries behind `from`, none behind `to`, about `limit` of them. Everything up to `from` of the first call is delivered
   * and acknowledged. Rejects with `CURSOR_EXPIRED` when the log no longer reaches back to `from`.
   */
  entries(
    table: SqlTable,
    by: By,
    range: { readonly from: string; readonly to: string; readonly limit: number },
    signal: AbortSignal,
  ): Promise<SqlChangeEntries>
}
