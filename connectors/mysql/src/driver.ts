import { BerthError } from '@berth/core'

/** The part of mysql2 that this connector uses. Only this file knows where it comes from. */
export interface MysqlDriver {
  createConnection(options: WireOptions): Wire
}

/** How a line is opened. The options that keep every digit are not a choice. */
export interface WireOptions {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  readonly ssl?: { readonly rejectUnauthorized: boolean; readonly verifyIdentity?: boolean; readonly ca?: string }
  readonly charset: 'UTF8MB4_GENERAL_CI'
  readonly rowsAsArray: true
  readonly supportBigNumbers: true
  readonly bigNumberStrings: true
  readonly dateStrings: true
  readonly jsonStrings: true
  readonly decimalNumbers: false
  readonly multipleStatements: false
  /** `-LOCAL_FILES`: the server may not ask for files of this machine. */
  readonly flags: readonly string[]
  /** Our own deadlines count. 0: none of the driver's. */
  readonly connectTimeout: 0
  readonly maxPreparedStatements: number
}

export type Callback<Result> = (error: unknown, result: Result, fields?: unknown) => void

/** One line to a server. */
export interface Wire {
  readonly stream: {
    readonly destroyed: boolean
    destroy(): unknown
    once(event: 'close', listener: () => void): unknown
  }
  /** A statement as text; its answer in the text protocol, which is the faster one to read. */
  query(statement: WireStatement, callback?: Callback<unknown>): WireCommand
  /** A prepared statement, prepared once for its text; parameters never stand in a text. */
  execute(statement: WireStatement, callback?: Callback<unknown>): WireCommand
  pause(): void
  resume(): void
  end(callback: Callback<unknown>): void
  destroy(): void
  on(event: 'error', listener: (error: unknown) => void): unknown
  once(event: 'connect' | 'end', listener: () => void): unknown
}

export interface WireStatement {
  readonly sql: string
  readonly values?: readonly unknown[]
}

/** A statement under way. Without a callback it tells its rows as they come. */
export interface WireCommand {
  on(event: 'fields', listener: (fields: readonly WireField[] | undefined) => void): this
  on(event: 'result', listener: (row: unknown[]) => void): this
  on(event: 'error', listener: (error: unknown) => void): this
  on(event: 'end', listener: () => void): this
}

/** A column of an answer, as the server describes it. */
export interface WireField {
  readonly name: string
  /** A code of the protocol. */
  readonly columnType: number
  readonly characterSet: number
  readonly flags: number
  readonly decimals: number
  /** Bytes. */
  readonly columnLength: number
}

/** Loads the library. Rejects with `DRIVER_MISSING` when the docking has not installed it. */
export async function loadDriver(): Promise<MysqlDriver> {
  try {
    const loaded = await import('mysql2')
    return loaded.default as unknown as MysqlDriver
  } catch (cause) {
    throw new BerthError('DRIVER_MISSING', { connector: 'mysql', package: 'mysql2' }, { cause })
  }
}
