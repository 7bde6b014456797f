import { BerthError, type Row, type RowBatch, type ScanRequest } from '@berth/core'
import { type Defect, type WholeSession, withRows } from './defect.ts'

/** A defect of `scan`, made anew for each session. */
function scanDefect(
  id: string,
  caughtBy: readonly string[],
  make: (session: WholeSession) => WholeSession['scan'],
): Defect {
  return { id, caughtBy, alter: (session) => ({ scan: make(session) }) }
}

/** A scan that begins again where its cursor is refused with `code`. */
function restarting(code: 'CURSOR_INVALID' | 'CURSOR_FOREIGN'): (session: WholeSession) => WholeSession['scan'] {
  return (session) =>
    async function* (request, signal) {
      try {
        yield* session.scan(request, signal)
      } catch (error) {
        if (!BerthError.is(error) || error.code !== code) throw error
        const { after: _, ...again } = request
        yield* session.scan(again, signal)
      }
    }
}

/** A scan whose cursors count rows instead of naming the last one. */
function counting(session: WholeSession): WholeSession['scan'] {
  return async function* ({ after, ...request }, signal) {
    let count = 0
    for await (const batch of session.scan(request, signal)) {
      const rows = batch.rows.slice(Math.max(0, Number(after ?? 0) - count))
      count += batch.rows.length
      if (rows.length > 0) yield { ...batch, rows, cursor: String(count) }
    }
  }
}

async function* shuffledBatches(batches: AsyncIterable<RowBatch>): AsyncIterable<RowBatch> {
  for await (const batch of batches) yield { ...batch, rows: batch.rows.toReversed() }
}

/** Faults in reads of whole datasets. */
export const scanDefects: readonly Defect[] = [
  scanDefect(
    'last-row-lost',
    ['scan/every-row-once'],
    (session) => (request, signal) =>
      withRows(session.scan(request, signal), (rows) => (rows.length === request.batchRows ? rows.slice(0, -1) : rows)),
  ),
  scanDefect(
    'row-repeated',
    ['scan/every-row-once'],
    (session) => (request, signal) =>
      withRows(session.scan(request, signal), (rows) => [...rows.slice(0, 1), ...rows].slice(0, request.batchRows)),
  ),
  scanDefect(
    'batches-too-large',
    ['scan/every-row-once'],
    (session) => (request, signal) => session.scan({ ...request, batchRows: request.batchRows + 1 }, signal),
  ),
  scanDefect(
    'rows-out-of-order',
    ['scan/every-row-once'],
    (session) => (request, signal) => shuffledBatches(session.scan(request, signal)),
  ),
  scanDefect('equal-rows-merged', ['scan/without-key'], (session) => (request, signal) => {
    const seen = new Set<string>()
    return withRows(session.scan(request, signal), (rows) =>
      rows.filter((row) => {
        const text = JSON.stringify(row)
        return !seen.has(text) && seen.add(text) !== undefined
      }),
    )
  }),
  scanDefect(
    'columns-in-own-order',
    ['scan/columns-asked-for'],
    (session) => (request, signal) => session.scan({ ...request, columns: request.columns.toReversed() }, signal),
  ),
  scanDefect(
    'empty-batch',
    ['scan/empty-dataset'],
    (session) =>
      async function* (request, signal) {
        yield* session.scan(request, signal)
        yield { fields: [], rows: [] }
      },
  ),
  scanDefect('rows-kept', ['scan/rows-belong-to-the-receiver', 'resources/read-keeps-no-lock'], (session) => {
    const kept = new Map<string, RowBatch[]>()
    return async function* (request: ScanRequest, signal: AbortSignal) {
      const batches = kept.get(request.dataset) ?? []
      if (batches.length === 0) for await (const batch of session.scan(request, signal)) batches.push(batch)
      kept.set(request.dataset, batches)
      yield* batches
    }
  }),
  scanDefect('resumes-one-row-late', ['cursor/resume-everywhere'], (session) => (request, signal) => {
    let late = request.after !== undefined
    return withRows(session.scan(request, signal), (rows): Row[] => {
      const skipped = late ? 1 : 0
      late = false
      return rows.slice(skipped)
    })
  }),
  scanDefect('cursor-counts-rows', ['cursor/row-deleted', 'cursor/damaged-scan', 'cursor/foreign-scan'], counting),
  scanDefect('damaged-cursor-restarts', ['cursor/damaged-scan'], restarting('CURSOR_INVALID')),
  scanDefect('foreign-cursor-restarts', ['cursor/foreign-scan'], restarting('CURSOR_FOREIGN')),
  scanDefect(
    'cursor-without-key-restarts',
    ['cursor/without-key'],
    (session) =>
      ({ after, ...request }, signal) =>
        session.scan(request.key === undefined || after === undefined ? request : { ...request, after }, signal),
  ),
  scanDefect('cursor-bound-to-columns', ['cursor/more-columns'], (session) => {
    const columns = new Map<string, number>()
    return async function* (request: ScanRequest, signal: AbortSignal) {
      const known = request.after === undefined ? undefined : columns.get(request.after)
      if (known !== undefined && known !== request.columns.length)
        throw new BerthError('CURSOR_FOREIGN', { resource: request.dataset })
      for await (const batch of session.scan(request, signal)) {
        if (batch.cursor !== undefined) columns.set(batch.cursor, request.columns.length)
        yield batch
      }
    }
  }),
  scanDefect(
    'unknown-dataset-as-native-error',
    ['errors/unknown-names'],
    (session) =>
      async function* (request, signal) {
        try {
          yield* session.scan(request, signal)
        } catch (error) {
          throw BerthError.is(error) && error.code === 'DATASET_UNKNOWN' ? new Error('no such table') : error
        }
      },
  ),
  scanDefect(
    'signal-ignored',
    ['resources/signal-obeyed'],
    (session) => (request) => session.scan(request, new AbortController().signal),
  ),
  scanDefect('left-read-stays-open', ['resources/left-early'], (session) => {
    let open = false
    return async function* (request: ScanRequest, signal: AbortSignal) {
      if (open) throw new BerthError('SYSTEM_BUSY', { nativeCode: 'open' })
      open = true
      yield* session.scan(request, signal)
      open = false
    }
  }),
  {
    id: 'closing-twice-throws',
    caughtBy: ['resources/closed'],
    alter: (session) => {
      let closed = false
      return {
        [Symbol.asyncDispose]: async () => {
          if (closed) throw new TypeError('closed')
          closed = true
          await session[Symbol.asyncDispose]()
        },
      }
    },
  },
]
