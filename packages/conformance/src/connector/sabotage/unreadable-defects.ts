import {
  BerthError,
  type LookupAnswer,
  type Row,
  type RowBatch,
  type ScanRequest,
  type UnreadableRow,
} from '@berth/core'
import { illTypedValues } from '../../corpus/edge-values.ts'
import { readAll, rowsOf } from '../read-all.ts'
import { type Defect, latin, type WholeSession } from './defect.ts'

type Scan = WholeSession['scan']

const bytes = 'unreadable/bad-bytes'
const illTyped = 'unreadable/ill-typed'
const tooLong = 'unreadable/too-long'
const resume = 'unreadable/resume-everywhere'
const changes = 'unreadable/changes'

/** A scan that gives rows in the place of unreadable ones, as `mend` makes them. */
function mending(
  mend: (scan: Scan, request: ScanRequest, signal: AbortSignal, bad: UnreadableRow) => Promise<Row>,
): (session: WholeSession) => Scan {
  return ({ scan }) =>
    async function* (request, signal) {
      for await (const { unreadable = [], ...batch } of scan(request, signal)) {
        const rows = [...batch.rows]
        for (const bad of unreadable) rows.push(await mend(scan, request, signal, bad))
        yield { ...batch, rows }
      }
    }
}

/** A row of a read by its position. */
async function rowAt(scan: Scan, request: ScanRequest, signal: AbortSignal, position: number): Promise<Row> {
  return rowsOf(await readAll(scan(request, signal)))[position - 1] ?? []
}

const replaced = mending(async (scan, request, signal, { row }) => {
  const cells = await rowAt(scan, { ...request, columns: latin(request.columns) }, signal, row)
  return cells.map((cell) => (typeof cell === 'string' ? cell.replace(/[^ -~]/g, '\ufffd') : cell))
})

const emptied = mending(async (scan, request, signal, { row, error }) => {
  const bad = request.columns.findIndex(({ name }) => name === error.details['column'])
  const cells = await rowAt(scan, { ...request, columns: request.columns.toSpliced(bad, 1) }, signal, row)
  return cells.toSpliced(bad, 0, null)
})

async function* dropped<Batch extends RowBatch>(batches: AsyncIterable<Batch>): AsyncIterable<Batch> {
  for await (const batch of batches) if (batch.rows.length > 0) yield { ...batch, unreadable: [] }
}

async function* ended<Batch extends RowBatch>(batches: AsyncIterable<Batch>): AsyncIterable<Batch> {
  for await (const batch of batches) {
    if (batch.unreadable?.[0] !== undefined) throw batch.unreadable[0].error
    yield batch
  }
}

async function* changed<Batch extends RowBatch>(
  batches: AsyncIterable<Batch>,
  change: (bad: UnreadableRow, before: number) => UnreadableRow,
): AsyncIterable<Batch> {
  let before = 0
  for await (const batch of batches) {
    const { rows, unreadable = [] } = batch
    const known = before
    yield { ...batch, unreadable: unreadable.map((bad) => change(bad, known)) }
    before += rows.length + unreadable.length
  }
}

function inBatch({ row, error }: UnreadableRow, before: number): UnreadableRow {
  return { row: row - before, error }
}

/** Cursors that name the last row that could be read, so that unreadable ones behind it come again. */
async function* readableCursors(scan: Scan, request: ScanRequest, signal: AbortSignal): AsyncIterable<RowBatch> {
  const singles = await readAll(scan({ ...request, batchRows: 1 }, signal))
  let end = 0
  for await (const batch of scan(request, signal)) {
    end += batch.rows.length + (batch.unreadable?.length ?? 0)
    const cursor = singles.slice(0, end).findLast(({ rows }) => rows.length > 0)?.cursor
    yield cursor === undefined ? batch : { ...batch, cursor }
  }
}

function scanDefect(id: string, caughtBy: readonly string[], make: (session: WholeSession) => Scan): Defect {
  return { id, caughtBy, alter: (session) => ({ scan: make(session) }) }
}

function changesDefect(
  id: string,
  make: (batches: ReturnType<WholeSession['changes']>) => ReturnType<WholeSession['changes']>,
): Defect {
  return {
    id,
    caughtBy: [changes],
    alter: (session) => ({ changes: (request, signal) => make(session.changes(request, signal)) }),
  }
}

function lookupDefect(
  id: string,
  change: (answer: LookupAnswer, all: readonly LookupAnswer[]) => LookupAnswer,
): Defect {
  return {
    id,
    caughtBy: ['unreadable/lookup', tooLong],
    alter: (session) => ({
      lookup: async (request, signal) => {
        const { fields, answers } = await session.lookup(request, signal)
        return { fields, answers: answers.map((answer) => change(answer, answers)) }
      },
    }),
  }
}

const nothing: LookupAnswer = { rows: [], more: false }

/** Faults in the treatment of rows with a cell that cannot be read. */
export const unreadableDefects: readonly Defect[] = [
  scanDefect('unreadable-rows-dropped', [bytes, illTyped, tooLong, resume], ({ scan }) => {
    return (request, signal) => dropped(scan(request, signal))
  }),
  scanDefect('unreadable-batch-left-out', [bytes, illTyped], ({ scan }) => {
    return async function* (request, signal) {
      for await (const batch of scan(request, signal)) if (batch.rows.length > 0) yield batch
    }
  }),
  scanDefect('bad-bytes-replaced', [bytes], replaced),
  scanDefect('unreadable-cells-as-null', [bytes, illTyped, tooLong], emptied),
  scanDefect('unreadable-row-ends-the-scan', [bytes, illTyped, tooLong], ({ scan }) => {
    return (request, signal) => ended(scan(request, signal))
  }),
  scanDefect('unreadable-position-in-batch', [bytes, illTyped], ({ scan }) => {
    return (request, signal) => changed(scan(request, signal), inBatch)
  }),
  scanDefect('unreadable-cause-not-told', [bytes, illTyped], ({ scan }) => {
    return (request, signal) =>
      changed(scan(request, signal), ({ row, error }) => ({ row, error: new BerthError(error.code) }))
  }),
  scanDefect('ill-typed-value-in-error', [illTyped], ({ scan }) => {
    const value = illTypedValues.flatMap(({ values }) => values).join()
    return (request, signal) =>
      changed(scan(request, signal), ({ row, error }) => ({
        row,
        error: new BerthError(error.code, { ...error.details, value }),
      }))
  }),
  scanDefect('cursor-of-last-readable-row', [resume], ({ scan }) => {
    return (request, signal) => readableCursors(scan, request, signal)
  }),
  scanDefect('unreadable-key-ends-in-silence', ['unreadable/key'], ({ scan }) => {
    return async function* (request, signal) {
      try {
        yield* scan(request, signal)
      } catch (error) {
        if (!BerthError.is(error) || error.code !== 'TEXT_UNDECODABLE') throw error
      }
    }
  }),
  changesDefect('unreadable-changes-dropped', dropped),
  changesDefect('unreadable-row-ends-the-changes', ended),
  changesDefect('unreadable-position-in-batch-of-changes', (batches) => changed(batches, inBatch)),
  lookupDefect('unreadable-answer-empty', (answer) => (answer.error === undefined ? answer : nothing)),
  lookupDefect('unreadable-position-among-answers', (answer, all) => {
    const { error } = answer
    if (error === undefined) return answer
    return { ...answer, error: new BerthError(error.code, { ...error.details, row: all.indexOf(answer) + 1 }) }
  }),
  lookupDefect(
    'one-unreadable-row-spoils-all',
    (answer, all) => all.find(({ error }) => error !== undefined) ?? answer,
  ),
]
