import type { ErrorCode, LogicalType } from '@berth/core'
import type { SqlColumn, SqlLedger, SqlTable, SqlTextBytes, SqlWrite } from '@berth/sql'

/** Native codes whose SQLSTATE says too little. */
export type NativeCodes = Readonly<Record<string, ErrorCode>>

/** A column as SQLColumns tells it. */
export interface NativeColumn {
  readonly name: string
  /** The ODBC type code. */
  readonly dataType: number
  readonly typeName: string
  readonly size: number | undefined
  readonly scale: number | undefined
  readonly nullable: boolean
}

/** How one column is read, compared and written where the plain reference and marker lose something. */
export interface NativeForm {
  readonly select?: (reference: string) => string
  readonly marker?: (marker: string) => string
  readonly equals?: (reference: string, marker: string) => string
  readonly order?: (expression: string) => string
  /** The text that is read is the hexadecimal form of UTF-8. */
  readonly hex?: true
}

/**
 * How one database spells what the connector needs. Plain data and small functions, one file for each database; the
 * generic profile is what the others depart from.
 */
export interface Profile {
  readonly name: string
  /** The question that tells the product and its version in its first cell, and what the answer looks like. */
  readonly version: string
  readonly detect: RegExp
  /** Tells the clock of the system in its first cell, as a datetime. */
  readonly clock?: string
  /** Tells the catalog and the schema that unqualified names are in. Absent: those that the options name. */
  readonly scope?: string
  /**
   * Tells comments by table and column, a NULL column for the table itself, where the driver's catalogue functions leave
   * them out.
   */
  readonly comments?: string
  /**
   * Tells schema, table and number of rows from the statistics of the database; a NULL schema is the one in use. It is
   * asked where `exist`, if there is one, answers with a row.
   */
  readonly rowCounts?: { readonly exist?: string; readonly text: string }
  /** Stands in the connection string unless the options say otherwise. */
  readonly attributes?: Readonly<Record<string, string>>
  /** Sent once behind the login: `read` makes the session read-only at the server, where it offers that. */
  readonly setUp?: { readonly both?: readonly string[]; readonly read?: readonly string[] }
  readonly quote: (identifier: string) => string
  readonly limit: (rows: number) => { readonly head: string; readonly tail: string }
  readonly maxParameters: number
  readonly maxUnionBranches: number
  readonly rowValues: boolean
  readonly maxWriteRows: number
  /** Rows that a cursor fetches at once. Where more than one is not proven, it is one. */
  readonly fetchRows: number
  readonly savepoint?: { readonly set: string; readonly rollback: string; readonly release?: string }
  /** Types by the database's own names, in capitals, where the ODBC type code says too little. */
  readonly types?: Readonly<Record<string, (column: NativeColumn) => LogicalType>>
  readonly form: (type: LogicalType, column: NativeColumn) => NativeForm
  /** The way to the bytes of a text. Absent: no charset may be declared for a column. */
  readonly bytes?: (column: NativeColumn) => SqlTextBytes
  /** The length in bytes of a reference to a column without bounds. */
  readonly byteLength?: (reference: string, type: LogicalType) => string
  /** The most bytes of a cell of this column that reach us whole. Absent: the option `maxCellBytes`. */
  readonly maxBytes?: (type: LogicalType, column: NativeColumn) => number | undefined
  /**
   * What its information_schema calls the routines that are called, and what tells the type of a parameter `p` and, where one
   * answers without output parameters, of the routine `r`. Absent: none are called.
   */
  readonly routines?: { readonly called: 'FUNCTION' | 'PROCEDURE'; readonly type: string; readonly returns: string }
  /** Writes rows that replace those with the same key. Absent: the database has no statement for that. */
  readonly upsert?: (write: SqlWrite, marker: (position: number) => string) => string
  readonly ledger: (table: string) => SqlLedger
  /** As in a dialect; `schema` is the one in use. Absent: no script has triggers note changes. */
  readonly outboxScript?: (table: SqlTable, key: readonly SqlColumn[], outbox: string, schema: string | null) => string
  readonly literal?: (bound: unknown, type: LogicalType) => string
  readonly codes: NativeCodes
}
