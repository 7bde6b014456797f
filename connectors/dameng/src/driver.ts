import { BerthError } from '@berth/core'
import type { LibraryConnection, LibraryResult } from '@berth/sql/oracle-family'

/**
 * The part of dmdb that this connector uses. Only this file knows where it comes from. The library is proprietary: it is
 * installed by the docking, and neither bundled nor changed.
 */
export interface DamengDriver {
  readonly OUT_FORMAT_ARRAY: number
  readonly STRING: number
  readonly NUMBER: number
  readonly BUFFER: number
  readonly CURSOR: number
  readonly BLOB: number
  readonly CLOB: number
  readonly BIND_OUT: number
  /** How columns are fetched by all connections of the process. */
  fetchAsString: number[]
  fetchAsBuffer: number[]
  parseJson: boolean
  getConnection(attributes: ConnectionAttributes): Promise<NativeConnection>
}

export interface ConnectionAttributes {
  readonly connectString: string
  readonly user: string
  readonly password: string
  readonly schema?: string
  readonly sslPath?: string
  /** The default of the library commits every statement. */
  readonly autoCommit: false
  /** No limit: another value would cut results without a word. */
  readonly maxRows: 0
  /** Milliseconds; for the socket alone, not for the login. */
  readonly connectTimeout: number
  readonly language: 'EN'
  readonly appName: 'berth'
}

export interface ExecuteResult extends LibraryResult {
  readonly metaData?: readonly { readonly name: string; readonly dbTypeName?: string }[]
}

export interface NativeConnection extends LibraryConnection {
  execute(text: string, binds: unknown[], options: object): Promise<ExecuteResult>
  executeMany(text: string, rows: unknown[][], options: { readonly autoCommit: false }): Promise<unknown>
}

/** Loads the library. Rejects with `DRIVER_MISSING` when the docking has not installed it. */
export async function loadDriver(): Promise<DamengDriver> {
  try {
    const loaded = await import('dmdb')
    const driver = loaded.default as unknown as DamengDriver
    // The library takes these for the whole process; long cells would come as objects that ask the server once more each.
    driver.fetchAsString = [driver.CLOB]
    driver.fetchAsBuffer = [driver.BLOB]
    driver.parseJson = false
    return driver
  } catch (cause) {
    throw new BerthError('DRIVER_MISSING', { connector: 'dameng', package: 'dmdb' }, { cause })
  }
}
