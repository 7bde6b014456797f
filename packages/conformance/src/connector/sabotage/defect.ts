import {
  type ColumnSelection,
  type Connector,
  type ConnectorManifest,
  defineConnector,
  type Row,
  type RowBatch,
  type Session,
} from '@berth/core'

/** The methods of a session that a defect may replace; all of them are there. */
export type WholeSession = Required<
  Pick<
    Session,
    | 'ping'
    | 'describe'
    | 'lookup'
    | 'scan'
    | 'changes'
    | 'prepareChanges'
    | 'acknowledge'
    | 'apply'
    | 'invoke'
    | 'putFile'
  >
> &
  Session

/** A fault that a connector might have. Each is caught by at least one case, or the kit proves nothing. */
export interface Defect {
  readonly id: string
  /** Cases that must fail on it. */
  readonly caughtBy: readonly string[]
  /**
   * Tried on a connector to SQL or to files: the one in memory has no outbox, writes no script that undoes, has no files, and can
   * do everything that may be declared besides. Absent: tried on the one in memory.
   */
  readonly on?: 'sql' | 'file'
  /** The manifest as the fault makes it. Absent: as it is. */
  readonly manifest?: (manifest: ConnectorManifest) => ConnectorManifest
  /** The methods as the fault makes them. A method that is `undefined` is taken away. */
  alter(session: WholeSession): { readonly [Method in keyof Session]?: Session[Method] | undefined }
}

/** The connector with a fault built in. Its sessions have to be plain objects with every method. */
export function sabotage(connector: Connector, defect: Defect): Connector {
  return defineConnector({
    ...connector,
    manifest: defect.manifest?.(connector.manifest) ?? connector.manifest,
    open: async (options, context) => {
      const session = (await connector.open(options, context)) as WholeSession
      return { ...session, ...defect.alter(session) } as Session
    },
  })
}

/** Batches with their rows changed; batches that end up empty are left out. */
export async function* withRows<Batch extends RowBatch>(
  batches: AsyncIterable<Batch>,
  change: (rows: Row[]) => Row[],
): AsyncIterable<Batch> {
  for await (const batch of batches) {
    const rows = change(batch.rows)
    if (rows.length > 0) yield { ...batch, rows }
  }
}

/** Every cell changed. */
export function cells(change: (cell: Row[number]) => Row[number]): (rows: Row[]) => Row[] {
  return (rows) => rows.map((row) => row.map(change))
}

/** The columns with every declared charset taken for one in which any byte is a character. */
export function latin(columns: readonly ColumnSelection[]): ColumnSelection[] {
  return columns.map((column) => (column.charset === undefined ? column : { ...column, charset: 'iso-8859-1' }))
}
