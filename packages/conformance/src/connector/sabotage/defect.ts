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
   * do everything that may be declared besides. `line`: tried on one that speaks to its system over a socket. Absent: tried on
   * the one in memory.
   */
  readonly on?: 'sql' | 'file' | 'line'
  /** The manifest as the fault makes it. Absent: as it is. */
  readonly manifest?: (manifest: ConnectorManifest) => ConnectorManifest
  /** How it is opened as the fault makes it; its sessions are then altered as others are. Absent: as it is. */
  readonly open?: (connector: Connector) => Connector['open']
  /** The methods as the fault makes them; `again` opens another session. A method that is `undefined` is taken away. */
  alter(
    session: WholeSession,
    again: () => Promise<WholeSession>,
  ): { readonly [Method in keyof Session]?: Session[Method] | undefined }
}

const built = new WeakMap<Connector, Defect>()

/** The connector with a fault built in. Its sessions have to be plain objects with every method. */
export function sabotage(connector: Connector, defect: Defect): Connector {
  const open = defect.open?.(connector) ?? connector.open
  const sabotaged = defineConnector({
    ...connector,
    manifest: defect.manifest?.(connector.manifest) ?? connector.manifest,
    open: async (options, context) => {
      const session = (await open(options, context)) as WholeSession
      const again = async (): Promise<WholeSession> => (await connector.open(options, context)) as WholeSession
      return { ...session, ...defect.alter(session, again) } as Session
    },
  })
  built.set(sabotaged, defect)
  return sabotaged
}

/** The fault that was built into a connector: a process of its own has to build it in again. */
export function defectOf(connector: Connector): Defect | undefined {
  return built.get(connector)
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
