import { BerthError, type ChangeBatch, type ChangesRequest, type Row } from '@berth/core'
import { type Defect, type WholeSession, withRows } from './defect.ts'

function changeDefect(
  id: string,
  caughtBy: readonly string[],
  make: (session: WholeSession) => WholeSession['changes'],
): Defect {
  return { id, caughtBy, alter: (session) => ({ changes: make(session) }) }
}

/** Takes a change value to what a careless cursor keeps of it. Rows whose rest is the same are lost on resume. */
function careless(keeps: (value: Row[number]) => Row[number]): (session: WholeSession) => WholeSession['changes'] {
  return (session) => {
    const kept = new Map<string, Row[number]>()
    return async function* (request: ChangesRequest, signal: AbortSignal) {
      const last = request.after === undefined ? undefined : kept.get(request.after)
      const { by } = request
      const column = request.columns.findIndex(({ name }) => by.kind === 'column' && name === by.column)
      const value = (row: Row | undefined): Row[number] => keeps(row?.[column] ?? null)
      const behind = (rows: Row[]): Row[] => (last === undefined ? rows : rows.filter((row) => value(row) !== last))
      for await (const batch of withRows(session.changes(request, signal), behind)) {
        kept.set(batch.cursor, value(batch.rows[batch.rows.length - 1]))
        yield batch
      }
    }
  }
}

async function* endless(
  session: WholeSession,
  request: ChangesRequest,
  signal: AbortSignal,
): AsyncIterable<ChangeBatch> {
  let after = request.after
  let found = true
  while (found) {
    found = false
    for await (const batch of session.changes(after === undefined ? request : { ...request, after }, signal)) {
      found = true
      after = batch.cursor
      yield batch
    }
  }
}

/** A read that is left before its end keeps the connection. */
function leftOpen(session: WholeSession): WholeSession['changes'] {
  let open = false
  return async function* (request: ChangesRequest, signal: AbortSignal) {
    if (open) throw new BerthError('SYSTEM_BUSY', { nativeCode: 'open' })
    open = true
    yield* session.changes(request, signal)
    open = false
  }
}

/** Faults in change detection. */
export const changeDefects: readonly Defect[] = [
  changeDefect(
    'ties-lost',
    ['changes/ties'],
    careless((value) => value),
  ),
  changeDefect(
    'ties-left-to-chance',
    ['changes/without-key'],
    (session) => (request, signal) =>
      session.changes(
        { ...request, by: { ...request.by, key: request.by.key.length > 0 ? request.by.key : ['ID'] } },
        signal,
      ),
  ),
  changeDefect(
    'cursor-cut-to-milliseconds',
    ['changes/below-the-millisecond'],
    careless((value) => (typeof value === 'string' ? value.slice(0, 23) : Number.NaN)),
  ),
  changeDefect(
    'cursor-ignored',
    ['changes/later', 'changes/ties'],
    (session) =>
      ({ after: _, ...request }, signal) =>
        session.changes(request, signal),
  ),
  changeDefect(
    'overlap-ignored',
    ['changes/overlap'],
    (session) => (request, signal) =>
      session.changes(
        withOverlap(request, () => 0),
        signal,
      ),
  ),
  changeDefect(
    'overlap-in-seconds',
    ['changes/overlap-of-times'],
    (session) => (request, signal) =>
      session.changes(
        withOverlap(request, (overlap) => overlap / 1000),
        signal,
      ),
  ),
  changeDefect('cursor-moves-back-in-overlap', ['changes/overlap'], (session) => {
    let oldest: string | undefined
    return async function* (request: ChangesRequest, signal: AbortSignal) {
      for await (const batch of session.changes(request, signal)) {
        oldest ??= batch.cursor
        yield request.by.kind !== 'column' || request.by.overlap === undefined ? batch : { ...batch, cursor: oldest }
      }
    }
  }),
  changeDefect(
    'null-dropped',
    ['changes/null'],
    (session) => (request, signal) =>
      withRows(session.changes(request, signal), (rows) => rows.filter((row) => row[1] !== null)),
  ),
  changeDefect(
    'follows-new-rows-for-ever',
    ['changes/ends-while-written-to'],
    (session) => (request, signal) => endless(session, request, signal),
  ),
  changeDefect('left-changes-stay-open', ['resources/changes-left-early'], leftOpen),
  changeDefect(
    'damaged-cursor-restarts-changes',
    ['cursor/damaged-changes'],
    (session) =>
      async function* (request, signal) {
        try {
          yield* session.changes(request, signal)
        } catch (error) {
          if (!BerthError.is(error) || error.code !== 'CURSOR_INVALID') throw error
          const { after: _, ...again } = request
          yield* session.changes(again, signal)
        }
      },
  ),
]

function withOverlap(request: ChangesRequest, change: (overlap: number) => number): ChangesRequest {
  const { by } = request
  return by.kind === 'column' ? { ...request, by: { ...by, overlap: change(by.overlap ?? 0) } } : request
}
