import type { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import type { ConnectionOptions } from 'node:tls'
import { BerthError } from '@berth/core'

/** What is used of the libraries. */
export interface PostgresDriver {
  readonly Client: new (config: ClientConfig) => PostgresClient
  readonly Cursor: new (text: string, values: unknown[], config: RowShape) => PostgresCursor
  readonly copyFrom: (text: string) => Writable & Submittable
}

/** Rows as arrays of cells as the server sent them: text, and bytes of bytea. */
export interface RowShape {
  readonly rowMode: 'array'
  readonly types: { getTypeParser(type: number): (raw: string) => unknown }
}

const bytea = 17

export const rawRows: RowShape = {
  rowMode: 'array',
  types: { getTypeParser: (type) => (type === bytea ? bytes : same) },
}

function same(raw: string): string {
  return raw
}

/** `\\x00ff`, as `bytea_output = hex` has it. */
function bytes(raw: string): Uint8Array {
  const { buffer, byteOffset, length } = Buffer.from(raw.slice(2), 'hex')
  return new Uint8Array(buffer, byteOffset, length)
}

export interface ClientConfig {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: () => string
  readonly application_name: string
  readonly keepAlive: boolean
  readonly ssl: false | ConnectionOptions
}

/** Something that the client runs, other than a statement with its rows. */
export interface Submittable {
  submit(connection: WireConnection): void
}

export interface PostgresClient {
  readonly connection: WireConnection
  /** Of the server's process, for a request to cancel. */
  readonly processID: number | null
  readonly secretKey: number | null
  /** How its line is encrypted. */
  readonly ssl: false | ConnectionOptions
  connect(): Promise<unknown>
  query(config: StatementConfig): Promise<StatementResult | readonly StatementResult[]>
  query<Run extends Submittable>(run: Run): Run
  end(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): void
  once(event: 'end', listener: () => void): void
}

export interface StatementConfig extends RowShape {
  readonly text: string
  readonly values?: readonly unknown[]
  /** Prepares the statement under this name, or uses it again. */
  readonly name?: string
}

export interface StatementResult {
  /** The first word of what the server says it did. */
  readonly command: string
  readonly rows: unknown[][]
}

/** The client's connection to the server, of which the raw stream is watched. */
export interface WireConnection {
  /** A TLS stream from the moment the server agreed to one. */
  readonly stream: Socket
  attachListeners(stream: Socket): void
  emit(event: 'error', error: Error): void
}

export interface PostgresCursor extends Submittable {
  read(rows: number): Promise<unknown[][]>
  close(): Promise<void>
}

/** Loads the libraries. Rejects with `DRIVER_MISSING` when the docking has not installed them. */
export async function loadDriver(): Promise<PostgresDriver> {
  try {
    const [{ default: pg }, cursor, streams] = await Promise.all([
      import('pg'),
      // Neither has types of its own.
      import('pg-cursor' as string) as Promise<{ readonly default: PostgresDriver['Cursor'] }>,
      import('pg-copy-streams' as string) as Promise<{ readonly from: PostgresDriver['copyFrom'] }>,
    ])
    return { Client: pg.Client as unknown as PostgresDriver['Client'], Cursor: cursor.default, copyFrom: streams.from }
  } catch (cause) {
    throw new BerthError(
      'DRIVER_MISSING',
      { connector: 'postgres', package: 'pg pg-cursor pg-copy-streams' },
      { cause },
    )
  }
}
