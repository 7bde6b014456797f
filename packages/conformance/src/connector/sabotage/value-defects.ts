import { BerthError, type Row, type RowBatch, type UnreadableRow } from '@berth/core'
import { cells, type Defect, latin, withRows } from './defect.ts'

/** The errors of unreadable rows changed. */
async function* withErrors(
  batches: AsyncIterable<RowBatch>,
  change: (error: BerthError) => Promise<BerthError>,
): AsyncIterable<RowBatch> {
  for await (const batch of batches) {
    const unreadable: UnreadableRow[] = []
    for (const { row, error } of batch.unreadable ?? []) unreadable.push({ row, error: await change(error) })
    yield { ...batch, unreadable }
  }
}

/** Faults in values and texts. */
export const valueDefects: readonly Defect[] = [
  {
    id: 'empty-text-as-null',
    caughtBy: ['values/read'],
    alter: (session) => ({
      scan: (request, signal) =>
        withRows(
          session.scan(request, signal),
          cells((cell) => (cell === '' ? null : cell)),
        ),
    }),
  },
  {
    id: 'large-numbers-rounded',
    caughtBy: ['values/read'],
    alter: (session) => ({
      scan: (request, signal) =>
        withRows(
          session.scan(request, signal),
          cells((cell) => (typeof cell === 'string' && /^-?\d{16,}$/.test(cell) ? String(Number(cell)) : cell)),
        ),
    }),
  },
  {
    id: 'times-cut-to-milliseconds',
    caughtBy: ['values/read'],
    alter: (session) => ({
      scan: (request, signal) =>
        withRows(
          session.scan(request, signal),
          cells((cell) => (typeof cell === 'string' ? cell.replace(/(:\d\d\.\d{3})\d+/, '$1') : cell)),
        ),
    }),
  },
  {
    id: 'blanks-trimmed-on-write',
    caughtBy: ['values/write'],
    alter: (session) => ({
      apply: (request, signal) => {
        const rows = request.rows.map(
          (row): Row => row.map((cell) => (typeof cell === 'string' ? cell.trimEnd() : cell)),
        )
        return session.apply({ ...request, rows }, signal)
      },
    }),
  },
  {
    id: 'keys-rounded',
    caughtBy: ['values/lookup'],
    alter: (session) => ({
      lookup: (request, signal) => {
        const round = (key: Row[number]): Row[number] =>
          typeof key === 'string' && /^-?\d{16,}$/.test(key) ? BigInt(Number(key)).toString() : key
        return session.lookup({ ...request, keys: request.keys.map((key) => key.map(round)) }, signal)
      },
    }),
  },
  {
    id: 'charset-ignored',
    caughtBy: ['text/declared-charset', 'unreadable/bad-bytes'],
    alter: (session) => ({
      scan: (request, signal) => session.scan({ ...request, columns: latin(request.columns) }, signal),
    }),
  },
  {
    id: 'bad-byte-not-placed',
    caughtBy: ['unreadable/bad-bytes'],
    alter: (session) => ({
      scan: (request, signal) =>
        withErrors(session.scan(request, signal), async (error) => {
          return new BerthError(error.code, { ...error.details, offset: 0 })
        }),
    }),
  },
  {
    id: 'charset-ignored-in-lookup',
    caughtBy: ['text/lookup-by-declared-charset'],
    alter: (session) => ({
      lookup: (request, signal) => session.lookup({ ...request, columns: latin(request.columns) }, signal),
    }),
  },
  {
    id: 'value-in-error',
    caughtBy: ['errors/no-values'],
    alter: (session) => ({
      scan: (request, signal) =>
        withErrors(session.scan(request, signal), async (error) => {
          let value = ''
          for await (const { rows } of session.scan({ ...request, columns: latin(request.columns) }, signal)) {
            value += JSON.stringify(rows)
          }
          return new BerthError(error.code, { ...error.details, value })
        }),
    }),
  },
]
