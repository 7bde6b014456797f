import type { BerthError } from '../errors/berth-error.ts'
import type { LocalizedText, LogicalType } from './value.ts'

/** What kind of thing a dataset is in its own system. */
export type DatasetKind = 'table' | 'view' | 'synonym' | 'procedure' | 'file' | 'service'

/** One column of a dataset as its system declares it. */
export interface Column {
  readonly name: string
  /** The system's own words for the type, `VARCHAR(18)`, for people to read. */
  readonly nativeType: string
  readonly type: LogicalType
  /** Whether the system admits NULL. */
  readonly nullable: boolean
  /** The charset the system declares for this column; absent where it has none or does not say. */
  readonly charset?: string
  /** The system's comment on the column; absent where there is none. */
  readonly comment?: string
}

/** Something that a definition takes for granted, for whoever reviews it. */
export interface DefinitionDoubt {
  /** The entry of the definition that it is about, `charset`. Absent: the whole. */
  readonly entry?: string
  readonly text: LocalizedText
}

/** A table, view, procedure, file set or service operation, told without reading its rows (CAP-2). */
export interface Dataset {
  /** The name other requests give in `dataset`. */
  readonly name: string
  readonly kind: DatasetKind
  /** Of a procedure: the columns that it answers with. */
  readonly columns: readonly Column[]
  /** Columns of the primary key, in its order; empty where there is none. */
  readonly key: readonly string[]
  readonly comment?: string
  /** What a procedure is called with, or a service asked with, in its order. Absent for anything else. */
  readonly parameters?: readonly Column[]
  /**
   * What a docking has to write of it under `datasets` before it can be asked for: what the connector takes it to be.
   * Absent: it is written already, or nothing has to be.
   */
  readonly definition?: Readonly<Record<string, unknown>>
  /** What of `definition` is not sure. Only beside it; absent: all of it is. */
  readonly doubts?: readonly DefinitionDoubt[]
  /** Why nothing more can be told of it, and it cannot be asked for. Its columns are empty then. Absent: it can. */
  readonly refusal?: BerthError
  /** About how many rows there are, from the system's own statistics. Absent: it does not say. */
  readonly rowCount?: number
}

/** Which datasets to describe. */
export interface DescribeRequest {
  /** Only these names, exactly as the system spells them. Absent: all that the user may see, system objects left out. */
  readonly names?: readonly string[]
}

/** What a system says of itself. What it does not say is absent. */
export interface SystemFacts {
  /** Product and version, `Firebird 3.0.11`. */
  readonly product: string
  /** The charset of the database as the system names it. */
  readonly charset?: string
  /** The system's own clock when it was asked, as a `datetime` or `instant` value. */
  readonly clock?: string
  readonly timeZone?: string
  /** Whether this session may write. */
  readonly writable: boolean
}
