import type { LogicalType, Value } from '@berth/core'

/**
 * How one column of a table is read and written. The connector's `values.ts` makes these from its table of types; what
 * is absent needs no treatment, so that a column without `convert` costs nothing on the way.
 */
export interface SqlColumn {
  readonly name: string
  readonly type: LogicalType
  /** The type as the database spells it, for statements that have to declare it. */
  readonly nativeType: string
  readonly nullable: boolean
  /** The database computes its values and takes none: a script that inserts a row leaves it out. */
  readonly computed?: true
  /** The expression that reads a reference to the column. @default the reference itself */
  readonly select?: (reference: string) => string
  /**
   * Raw value to canonical value; never called with NULL. Where the driver left a cell unread for its length, the raw value
   * is the `BerthError` that says so, to be thrown. Throws `VALUE_INVALID` with the details `type` and `length`;
   * the reader adds the column and the row's position in the read, from 1.
   */
  readonly convert?: (raw: unknown) => Value
  /** Canonical value to what the driver binds; never called with `null`. @default the value itself */
  readonly bind?: (value: Exclude<Value, null>) => unknown
  /** `bind` for an `int64` that is given as a safe whole number, without the way over its digits. @default `bind` of them */
  readonly bindNumber?: (value: number) => unknown
  /**
   * Throws `VALUE_LOSS` for a canonical value that the column would keep as another one. Asked of rows to write only:
   * such a value can still be looked for. Absent: what is bound is what is kept.
   */
  readonly checkStored?: (value: Exclude<Value, null>) => void
  /** The expression around a parameter marker that is compared with the column or written to it. */
  readonly marker?: (marker: string) => string
  /** The comparison for equality in a lookup where it is not `reference = marker`. May repeat a numbered marker. */
  readonly equals?: (reference: string, marker: string) => string
  /**
   * The expression that rows are ordered by, and compared with a cursor's, where the plain column would leave rows that
   * differ in no order: a collation that takes `a` for `A`. Not used for the columns of the whole primary key, which the
   * database itself keeps apart. Given the reference, and the marker with what is around it. @default the reference itself
   */
  readonly order?: (expression: string) => string
  /** `order` is used for the primary key too: the plain column sorts otherwise than it compares. */
  readonly orderInKey?: true
  /**
   * What the driver reads can be bound again as it is. Then cursors hold raw values, exact where the declared type does
   * not settle how a value is stored. Absent: cursors hold canonical values, bound by `bind`.
   */
  readonly bindsRaw?: true
  /**
   * Binds a canonical value in the form that a raw one is stored in, where one value is stored in several: only what is
   * of one form compares by its meaning. Only with `bindsRaw`. @default `bind`
   */
  readonly bindLike?: (value: Exclude<Value, null>, raw: unknown) => unknown
  /**
   * How long a cell of a type without bounds may be. One that is longer never leaves the database: its row is told as
   * unreadable. Absent: the driver reads in pieces and sees to it, or the type has bounds.
   */
  readonly limit?: SqlCellLimit
  /** May not stand in a UNION, as LONG of Oracle. Questions that read it are asked one by one. */
  readonly notInUnion?: true
  /**
   * A statement for the value up to which a read of changes by this column may go, where rows with smaller ones may still
   * be committed. @default the greatest value in the table
   */
  readonly upTo?: string
  /** How the bytes of a text column are reached, where a charset may be declared for it (TXT-1). */
  readonly bytes?: SqlTextBytes
}

/** How the database measures a cell before it is read. */
export interface SqlCellLimit {
  readonly maxLength: number
  /** The expression for the length of a reference to the column, in the unit of `maxLength`, cheap for long cells. */
  readonly length: (reference: string) => string
}

/** The way to the bytes of a text column, past the conversion that driver or connection would make. */
export interface SqlTextBytes {
  /** The expression that reads the bytes; the driver gives them as `Uint8Array`. */
  readonly select?: (reference: string) => string
  /** The expression around the marker of a parameter that is bound as `Uint8Array`. */
  readonly marker?: (marker: string) => string
  /** Bytes to what the driver binds. @default the bytes themselves */
  readonly bind?: (bytes: Uint8Array) => unknown
  /** How long a cell may be that is read this way. @default the limit of the column */
  readonly limit?: SqlCellLimit
}

/** A table or view with all its columns. Loaded once in a session. */
export interface SqlTable {
  /** The name that requests give in `dataset`. */
  readonly name: string
  /** The table in a FROM or INTO clause, quoted. */
  readonly reference: string
  readonly columns: readonly SqlColumn[]
  /** The columns of the primary key, in its order; absent or empty where there is none. */
  readonly key?: readonly string[]
  /** This table is read in pages though its dialect streams others: its reads would lock out its writers. */
  readonly scansInPages?: true
  /**
   * A column that is not told and numbers the rows. With `scansInPages`, a scan without a key pages by it. Needs a
   * connection that can hold what it sees, for the number of a row may change. Absent: such a scan is one statement.
   */
  readonly rowNumber?: SqlColumn
}

/** Where tables come from: reads the catalogue of the database. Undefined: there is no such table. */
export type LoadSqlTable = (dataset: string, signal: AbortSignal) => Promise<SqlTable | undefined>
