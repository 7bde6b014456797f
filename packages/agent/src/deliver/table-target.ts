import { createHash, randomBytes } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import type { ApplyRequest, ConnectorSession, Field, Reject, Row } from '@berth/core'
import type { OutboxBatch } from '../state/state-port.ts'
import type { OutboxTarget } from './outbox-delivery.ts'
import type { RejectedRecord } from './rejects-file.ts'

/** A table of another system that rows are written to. */
export interface TableExit {
  /** Opened for writing. */
  readonly session: ConnectorSession
  readonly dataset: string
  /** The target's columns in the order of the items. */
  readonly fields: readonly Field[]
  /** The columns that name a row uniquely in the target. */
  readonly key: readonly string[]
  /** What batch ids begin with: `<system>/<resource>`. */
  readonly name: string
  readonly signal: AbortSignal | undefined
  /** Keeps the script that puts back what a batch is about to change. Absent: none is made. */
  readonly undo: ((batch: string, script: string) => Promise<void>) | undefined
}

/** What a batch does to the table. */
export interface TableRows {
  readonly rows: Row[]
  /** Keys, in the order of the exit's. */
  readonly deletes: readonly Row[]
}

interface TableContent {
  readonly fields: readonly Field[]
  readonly rows: Row[]
  readonly deletes?: readonly Row[]
}

/**
 * Writes batches through a connector, rows with a known key in place of those that are there, and deletes the rows that are
 * gone. The connector's ledger of batch ids makes a batch that is sent twice one that is applied once (APL-1).
 *
 * A ledger does not tell which rows were refused. So a batch is applied whole or not at all; where rows are refused the
 * others follow under an id that names these, and a batch that is sent again finds the same refusals. Deletes go first
 * then: what was refused may have stood where a deleted row still was.
 */
export function tableTarget(exit: TableExit): OutboxTarget<TableRows> {
  return {
    encode: ({ rows, deletes }) =>
      serialize({ fields: exit.fields, rows, ...(deletes.length === 0 ? {} : { deletes }) } satisfies TableContent),
    async send({ number, content }: OutboxBatch, stream: string): Promise<readonly RejectedRecord[]> {
      const { fields, rows, deletes = [] } = deserialize(content) as TableContent
      const id = `${exit.name}/${stream}/${number}`
      const refused = await attempt(exit, { fields, rows, deletes, id }, new Map())
      if (refused.size === 0) return []
      if (deletes.length > 0) {
        const gone = await applyRest(exit, { fields, rows: [], deletes, id: `${id}-deletes` }, new Map())
        refused.clear()
        await applyRest(exit, { fields, rows, deletes: [], id: `${id}-rows` }, refused)
        for (const [place, reject] of gone) refused.set(rows.length + place, reject)
      } else await applyRest(exit, { fields, rows, deletes, id }, refused)
      const places = [...refused.keys()].sort((one, other) => one - other)
      return places.map((place) => rejectedRecord(number, place, rows.length, refused.get(place) as Reject))
    },
  }
}

/** Tries batches, and resolves with what the table would refuse of each. */
export function tableTrial(exit: TableExit): (output: TableRows, batch: number) => Promise<readonly RejectedRecord[]> {
  const { session, dataset, fields, key, signal } = exit
  const name = `${exit.name}/trial-${randomBytes(8).toString('hex')}`
  return async ({ rows, deletes }, batch) => {
    const request: ApplyRequest = {
      dataset,
      fields,
      rows,
      ...(deletes.length === 0 ? {} : { deletes }),
      key,
      mode: 'upsert',
      batch: `${name}/${batch}`,
      dryRun: true,
      onReject: 'skip',
    }
    const { rejects } = await session.apply(request, signal === undefined ? {} : { signal })
    return rejects.map((reject) => rejectedRecord(batch, reject.row, rows.length, reject))
  }
}

/** A request in the making; places count `rows`, and behind them `deletes`. */
interface Part extends Required<TableContent> {
  readonly id: string
}

/** Applies all of a part that the target takes. `refused` holds what is known to be refused, and gets the rest of it. */
async function applyRest(exit: TableExit, part: Part, refused: Map<number, Reject>): Promise<Map<number, Reject>> {
  while (refused.size < part.rows.length + part.deletes.length) {
    const rejects = await attempt(exit, part, refused)
    if (rejects.size === 0) break
    for (const [place, reject] of rejects) refused.set(place, reject)
  }
  return refused
}

/** Applies a part without what is refused, whole or not at all. Resolves with what is refused besides. */
async function attempt(
  { session, dataset, key, signal, undo }: TableExit,
  { fields, rows, deletes, id }: Part,
  refused: ReadonlyMap<number, Reject>,
): Promise<Map<number, Reject>> {
  const places = [...Array(rows.length + deletes.length).keys()].filter((place) => !refused.has(place))
  const gone = places.filter((place) => place >= rows.length).map((place) => deletes[place - rows.length] as Row)
  const request: ApplyRequest = {
    dataset,
    fields,
    rows: places.filter((place) => place < rows.length).map((place) => rows[place] as Row),
    ...(gone.length === 0 ? {} : { deletes: gone }),
    key,
    mode: 'upsert',
    batch: `${id}${without(refused)}`,
    onReject: 'abort',
  }
  const options = signal === undefined ? {} : { signal }
  const placed = (rejects: readonly Reject[]): Map<number, Reject> =>
    new Map(rejects.map((reject) => [places[reject.row] as number, reject]))
  if (undo !== undefined) {
    // Tried first: the way back is on the disk before there is anything to take back.
    const tried = await session.apply({ ...request, dryRun: true, undo: true }, options)
    if (tried.rejects.length > 0) return placed(tried.rejects)
    if (tried.undo !== undefined && !tried.repeated) await undo(request.batch, tried.undo)
  }
  return placed((await session.apply(request, options)).rejects)
}

/** Tells apart what is left of a batch by the rows that are left out. */
function without(refused: ReadonlyMap<number, Reject>): string {
  if (refused.size === 0) return ''
  const places = [...refused.keys()].sort((one, other) => one - other)
  return `-${createHash('sha256').update(places.join()).digest('hex').slice(0, 16)}`
}

/** Names what a target refused: `rows` is how many rows there were, deletes stand behind them. */
function rejectedRecord(
  batch: number,
  place: number,
  rows: number,
  { column, code, nativeCode }: Reject,
): RejectedRecord {
  return {
    row: place + 1,
    batch,
    ...(place < rows ? {} : { change: 'delete' }),
    code,
    ...(column === undefined ? {} : { column }),
    ...(nativeCode === undefined ? {} : { nativeCode }),
  }
}
