import type { DriverDiagnostic, DriverValue } from './driver.ts'

/** What the driver's process is asked to do. One call at a time, apart from `cancel`, which is not answered. */
export type DriverCall = { readonly id: number } & (
  | {
      readonly name: 'connect'
      readonly connectionString: string
      /** Texts that no message may repeat. */
      readonly secrets: readonly string[]
    }
  | { readonly name: 'query'; readonly text: string; readonly parameters: readonly DriverValue[] }
  | {
      readonly name: 'open'
      readonly text: string
      readonly parameters: readonly DriverValue[]
      readonly fetchRows: number
    }
  | { readonly name: 'fetch'; readonly rows: number }
  | { readonly name: 'closeCursor' | 'begin' | 'commit' | 'rollback' | 'close' | 'cancel' }
  | { readonly name: 'tables'; readonly catalog: string | null; readonly schema: string | null }
  | {
      readonly name: 'columns'
      readonly catalog: string | null
      readonly schema: string | null
      readonly table: string | null
    }
  | {
      readonly name: 'primaryKeys'
      readonly catalog: string | null
      readonly schema: string | null
      readonly table: string
    }
)

/** A call without its number, which the line gives it. */
export type DriverRequest = DriverCall extends infer Call ? (Call extends DriverCall ? Omit<Call, 'id'> : never) : never

/** What the driver's process answers. */
export interface DriverAnswer {
  readonly id: number
  readonly rows: unknown[][]
  readonly error?: DriverFailure
}

/** An error of the driver, as data. */
export interface DriverFailure {
  readonly message: string
  /** The library could not be loaded. */
  readonly missing: boolean
  /** The driver says of the connection that it is dead. */
  readonly dead: boolean
  readonly diagnostics: readonly DriverDiagnostic[]
}
