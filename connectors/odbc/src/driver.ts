/**
 * The part of the package `odbc` that this connector uses. It runs in a process of its own (`driver-process.ts`), which
 * imports nothing of Berth.
 */
export interface OdbcDriver {
  connect(settings: {
    readonly connectionString: string
    /** Rows as arrays. */
    readonly fetchArray: true
  }): Promise<DriverConnection>
}

export interface DriverConnection {
  /** What the driver says to SQL_ATTR_CONNECTION_DEAD, with what it found out at its last call; false for a driver that does not know. */
  readonly connected: boolean
  query(text: string, parameters: DriverValue[], options: { initialBufferSize: number }): Promise<DriverRows>
  query(
    text: string,
    parameters: DriverValue[],
    options: { cursor: true; fetchSize: number; initialBufferSize: number },
  ): Promise<DriverCursor>
  tables(catalog: string | null, schema: string | null, table: string | null, type: null): Promise<DriverRows>
  columns(catalog: string | null, schema: string | null, table: string | null, column: null): Promise<DriverRows>
  primaryKeys(catalog: string | null, schema: string | null, table: string): Promise<DriverRows>
  beginTransaction(): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
  /** Calls SQLCancel for everything that runs, on the thread of the caller. */
  cancel(): Promise<void>
  close(): Promise<void>
}

export interface DriverCursor {
  readonly noData: boolean
  fetch(): Promise<DriverRows>
  close(): Promise<void>
}

/** A parameter; texts are sent as UTF-8 and end at a NUL. */
export type DriverValue = string | number | bigint | boolean | Uint8Array | null

/** The rows of an answer, with what the driver says of their columns. */
export interface DriverRows extends Array<unknown[]> {
  readonly columns?: readonly { readonly dataTypeName: string; readonly columnSize: number }[]
}

/** One diagnostic record of an error. */
export interface DriverDiagnostic {
  readonly state: string
  readonly code: number
  readonly message: string
}

/** A cell that did not fit the buffer that the library gave it, and was cut without an error. */
export interface CutCell {
  readonly cut: number
}

/** Loads the library. Rejects with the reason when it is not installed or was not built. */
export async function loadDriver(): Promise<OdbcDriver> {
  const loaded = await import('odbc')
  return loaded.default as OdbcDriver
}

/** What a text of a bound column is cut at: its buffer has four bytes for each character of the declared size. */
const bytesOfCharacter = 4
const boundText: ReadonlySet<string> = new Set(['SQL_CHAR', 'SQL_VARCHAR', 'SQL_WCHAR', 'SQL_WVARCHAR', 'UNKNOWN'])
const bytes: ReadonlySet<string> = new Set(['SQL_BINARY', 'SQL_VARBINARY', 'SQL_LONGVARBINARY'])

/**
 * The rows as they go to the other process: bytes as `Uint8Array`, and a cell that fills its buffer as `CutCell`, for the
 * library drops the driver's warning that it was cut.
 */
export function checkedRows(rows: DriverRows): unknown[][] {
  for (const [at, { dataTypeName, columnSize }] of (rows.columns ?? []).entries()) {
    if (bytes.has(dataTypeName)) plainBytes(rows, at)
    else if (boundText.has(dataTypeName) && columnSize > 0) markCut(rows, at, columnSize)
  }
  return [...rows]
}

function plainBytes(rows: DriverRows, at: number): void {
  for (const row of rows) {
    const cell = row[at]
    if (cell instanceof ArrayBuffer) row[at] = new Uint8Array(cell)
  }
}

function markCut(rows: DriverRows, at: number, columnSize: number): void {
  const capacity = columnSize * bytesOfCharacter
  for (const row of rows) {
    const cell = row[at]
    if (typeof cell !== 'string' || cell.length <= columnSize) continue
    if (Buffer.byteLength(cell) > capacity - bytesOfCharacter) row[at] = { cut: capacity } satisfies CutCell
  }
}
