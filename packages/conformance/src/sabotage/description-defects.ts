import type { Dataset } from '@berth/core'
import type { Defect } from './defect.ts'

async function* each(datasets: AsyncIterable<Dataset>, change: (dataset: Dataset) => Dataset): AsyncIterable<Dataset> {
  for await (const dataset of datasets) yield change(dataset)
}

/** Faults in what a connector says of itself and its datasets. */
export const descriptionDefects: readonly Defect[] = [
  {
    id: 'declared-method-missing',
    caughtBy: ['capabilities/declared-and-present'],
    alter: () => ({ describe: undefined }),
  },
  {
    id: 'undeclared-method-present',
    caughtBy: ['capabilities/declared-and-present'],
    on: 'sql',
    alter: () => ({ invoke: async () => ({ repeated: false, fields: [], rows: [] }) }),
  },
  {
    id: 'read-session-writable',
    caughtBy: ['capabilities/ping'],
    alter: (session) => ({ ping: async (signal) => ({ ...(await session.ping(signal)), writable: true }) }),
  },
  {
    id: 'types-all-text',
    caughtBy: ['describe/columns-and-key'],
    alter: (session) => ({
      describe: (request, signal) =>
        each(session.describe(request, signal), (dataset) => ({
          ...dataset,
          columns: dataset.columns.map((column) => ({ ...column, type: { name: 'text' } })),
        })),
    }),
  },
  {
    id: 'key-not-told',
    caughtBy: ['describe/columns-and-key'],
    alter: (session) => ({
      describe: (request, signal) => each(session.describe(request, signal), (dataset) => ({ ...dataset, key: [] })),
    }),
  },
  {
    id: 'names-ignored',
    caughtBy: ['describe/names'],
    alter: (session) => ({ describe: (_, signal) => session.describe({}, signal) }),
  },
  {
    id: 'comments-dropped',
    caughtBy: ['describe/comments'],
    alter: (session) => ({
      describe: (request, signal) =>
        each(session.describe(request, signal), (dataset) => ({
          ...dataset,
          columns: dataset.columns.map(({ comment: _, ...column }) => column),
        })),
    }),
  },
]
