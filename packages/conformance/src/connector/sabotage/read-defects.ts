import type { ScanRequest } from '@berth/core'
import type { Defect } from './defect.ts'

let marks = 0

/** Faults that are seen from the system's side only. */
export const readDefects: readonly Defect[] = [
  {
    id: 'lookup-leaves-a-mark',
    caughtBy: ['reads/write-nothing'],
    alter: (session) => ({
      lookup: async (request, signal) => {
        const fields = request.columns.map(({ name }) => ({ name, type: { name: 'text' as const } }))
        const mark = { dataset: request.dataset, fields, rows: [['标记', '查询', null, ++marks + 1000]] }
        await session.apply({ ...mark, key: [], mode: 'insert', batch: `mark-${marks}`, onReject: 'abort' }, signal)
        return await session.lookup(request, signal)
      },
    }),
  },
  {
    id: 'read-never-ended',
    caughtBy: ['reads/keep-no-lock'],
    on: 'sql',
    alter: (session) => ({
      scan: async function* (request: ScanRequest, signal: AbortSignal) {
        const { dataset, columns } = request
        try {
          yield* session.scan(request, signal)
        } finally {
          await session
            .scan({ dataset, columns, batchRows: 1 }, new AbortController().signal)
            [Symbol.asyncIterator]()
            .next()
        }
      },
    }),
  },
]
