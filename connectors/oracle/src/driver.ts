import { BerthError } from '@berth/core'
import type { LibraryConnection, LibraryResult, LibraryRows } from '@berth/sql/oracle-family'

/** The part of oracledb that this connector uses. Only this file knows where it comes from. */
export interface OracleDriver {
  /** Loads Instant Client for the whole process. Throws when it cannot, or another mode is settled; again is no error. */
  initOracleClient(options: { readonly libDir: string }): void
  getConnection(attributes: ConnectionAttributes): Promise<NativeConnection>
  readonly BIND_IN: number
  readonly BIND_OUT: number
  readonly OUT_FORMAT_ARRAY: number
  readonly DB_TYPE_VARCHAR: DbType
  readonly DB_TYPE_NVARCHAR: DbType
  readonly DB_TYPE_CHAR: DbType
  readonly DB_TYPE_NCHAR: DbType
  readonly DB_TYPE_RAW: DbType
  readonly DB_TYPE_LONG_RAW: DbType
  readonly DB_TYPE_CLOB: DbType
  readonly DB_TYPE_NCLOB: DbType
  readonly DB_TYPE_BLOB: DbType
  readonly DB_TYPE_LONG: DbType
  readonly DB_TYPE_NUMBER: DbType
  readonly DB_TYPE_BINARY_DOUBLE: DbType
  readonly DB_TYPE_BOOLEAN: DbType
  readonly DB_TYPE_CURSOR: DbType
}

/** A type of the database, by the driver's own object for it. */
export interface DbType {
  readonly name: string
}

export interface ConnectionAttributes {
  readonly user: string
  readonly password: string
  readonly connectString: string
  readonly walletLocation?: string
  readonly walletPassword?: string
  /** Seconds. */
  readonly connectTimeout: number
  readonly transportConnectTimeout: number
}

/** A value with the type it is bound as, or what comes out. */
export interface NativeBind {
  readonly dir: number
  readonly type: DbType
  readonly val?: unknown
  readonly maxSize?: number
}

export interface ExecuteResult extends LibraryResult {
  readonly resultSet?: NativeRows
}

export interface NativeRows extends LibraryRows {
  readonly metaData: readonly { readonly name: string; readonly dbType: DbType }[]
}

export interface ManyOptions {
  readonly batchErrors: true
  readonly bindDefs: readonly { readonly type: DbType; readonly maxSize?: number }[]
}

export interface NativeConnection extends LibraryConnection {
  readonly oracleServerVersionString: string
  executeMany(
    text: string,
    rows: readonly (readonly unknown[])[],
    options: ManyOptions,
  ): Promise<{ readonly batchErrors?: readonly NativeError[] }>
  /** Tells the server to stop what is under way. */
  break(): Promise<void>
}

/** What the driver throws. `offset` is the row in `batchErrors`. */
export interface NativeError {
  readonly code?: unknown
  readonly message?: unknown
  readonly offset?: number
}

/** Loads the library. Rejects with `DRIVER_MISSING` when the docking has not installed it. */
export async function loadDriver(): Promise<OracleDriver> {
  try {
    const loaded = await import('oracledb')
    return loaded.default as unknown as OracleDriver
  } catch (cause) {
    throw new BerthError('DRIVER_MISSING', { connector: 'oracle', package: 'oracledb' }, { cause })
  }
}
