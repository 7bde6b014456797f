/**
 * What a connector can do, known before anything is opened. A leaf that is absent is not supported, and asking for it
 * is answered with `NOT_SUPPORTED`, never with an empty success (CAP-1). The contract grows by new leaves.
 */
export interface Capabilities {
  /** Tells the datasets of the system and their columns, without reading rows (CAP-2). */
  readonly describe?: {
    /** Comments of tables and columns are told. Many departments keep the meaning of a column nowhere else. */
    readonly comments?: true
    /** Stored procedures are told too, as datasets of the kind `procedure`. */
    readonly procedures?: true
    /** About how many rows a dataset has is told, from what the system itself keeps. */
    readonly rowCounts?: true
    /** What it asks the system, as it is sent: for the administrator who wants to know before it is asked. */
    readonly asks?: readonly string[]
  }
  /** Answers questions by key: provide, by parameter (LKP-1 to LKP-4). */
  readonly lookup?: {
    /** How many questions fit one call to the system; the wrapper splits longer lists. */
    readonly maxKeys: number
  }
  /** Reads a whole dataset: provide, by file and by table (SCN-1, SCN-2). */
  readonly scan?: {
    /** A scan over a dataset with a key goes on behind any cursor it gave out (CUR-1). */
    readonly resume?: true
    /**
     * A read in an order that the system does not have waits until all was read once: its first batch has twenty times the
     * deadline of the others, where the caller sets none.
     */
    readonly staged?: true
  }
  /** Reads what changed since a cursor (CHG-1). */
  readonly changes?: {
    /** By a column that grows with every change, with the key as tie-breaker. */
    readonly column?: true
    /** By a log that the system keeps. */
    readonly log?: true
    /** By a table that triggers fill. */
    readonly outbox?: true
    /** The system is told what the target has (FIL-2). */
    readonly acknowledge?: true
    /** Deleted rows are delivered too, by every way but that of a column (CHG-2). */
    readonly deletes?: true
  }
  /** Writes rows, whole or not at all, once for each batch id (APL-1, APL-2). */
  readonly apply?: {
    readonly insert: true
    /** Rows with a known key replace the row that is there. */
    readonly upsert?: true
    /** Rows with a given key are deleted in the same batch. */
    readonly deletes?: true
    /** A batch may be tried, and nothing of it stays. */
    readonly dryRun?: true
    /** What a batch replaced is told as a script that puts it back. */
    readonly undo?: true
  }
  /** Calls an operation of the system: accept, by parameter (INV-1). */
  readonly invoke?: {
    /** The system itself does an operation once for each idempotency key. */
    readonly idempotent?: true
  }
  /** Finished files. */
  readonly files?: {
    /** Takes them, whole or not at all: provide, by file. */
    readonly put?: true
    /** Reads signed and numbered data files, and leaves a receipt for each (FIL-1, FIL-2). */
    readonly batches?: true
  }
  readonly text?: {
    /** A charset may be declared for one column, against that of the connection (TXT-1). */
    readonly charsetPerColumn?: true
  }
}
