import { BerthError } from '@berth/core'

/** The part of tedious that this connector uses. Only this file knows where it comes from. */
export interface MssqlDriver {
  readonly Connection: new (config: DriverConfig) => DriverConnection
  readonly Request: new (text: string, callback: Done) => DriverRequest
  readonly TYPES: { readonly NVarChar: DriverType; readonly VarBinary: DriverType; readonly Float: DriverType }
}

export type Done = (error?: unknown) => void

/** A data type of the driver. Nothing is asked of it. */
export type DriverType = object

/** How a connection is made. */
export interface DriverConfig {
  readonly server: string
  readonly authentication: {
    readonly type: 'default' | 'ntlm'
    readonly options: { readonly userName: string; readonly password: string; readonly domain?: string }
  }
  readonly options: Readonly<Record<string, unknown>>
}

export interface DriverConnection {
  /** False when the server has rolled the transaction back. */
  readonly inTransaction: boolean
  /** There as soon as the line stands. */
  readonly socket?: { destroy(): unknown }
  connect(listener: Done): void
  on(event: 'error', listener: (error: unknown) => void): unknown
  on(event: 'errorMessage', listener: (token: { readonly number: number }) => void): unknown
  once(event: 'end', listener: () => void): unknown
  close(): void
  cancel(): boolean
  execSql(request: DriverRequest): void
  execSqlBatch(request: DriverRequest): void
  beginTransaction(callback: Done, name?: string, isolation?: number): void
  commitTransaction(callback: Done): void
  rollbackTransaction(callback: Done): void
  newBulkLoad(table: string, options: { readonly keepNulls: boolean }, callback: Done): DriverBulkLoad
  execBulkLoad(load: DriverBulkLoad, rows: Iterable<readonly unknown[]>): void
}

/** A cell of a row, with what the server told of its column. */
export interface DriverCell {
  readonly value: unknown
}

/** A column of a result as the server told it. */
export interface DriverColumn {
  readonly colName: string
  readonly type: { readonly name: string }
  readonly dataLength: number | undefined
  readonly precision: number | undefined
  readonly scale: number | undefined
}

export interface DriverRequest {
  addParameter(name: string, type: DriverType, value: unknown, options?: { readonly length: number }): void
  on(event: 'row', listener: (cells: readonly DriverCell[]) => void): unknown
  on(event: 'columnMetadata', listener: (columns: readonly DriverColumn[]) => void): unknown
  on(event: 'done' | 'doneProc', listener: (rows: unknown, more: boolean) => void): unknown
  pause(): void
  resume(): void
  cancel(): void
}

export interface DriverBulkLoad {
  addColumn(name: string, type: DriverType, options: { readonly nullable: boolean; readonly length?: number }): void
}

/** Loads the library. Rejects with `DRIVER_MISSING` when the docking has not installed it. */
export async function loadDriver(): Promise<MssqlDriver> {
  try {
    const loaded = await import('tedious')
    return loaded as unknown as MssqlDriver
  } catch (cause) {
    throw new BerthError('DRIVER_MISSING', { connector: 'mssql', package: 'tedious' }, { cause })
  }
}
