import type { Dataset } from '@berth/core'
import type { Defect } from './defect.ts'

async function* each(datasets: AsyncIterable<Dataset>, change: (dataset: Dataset) => Dataset): AsyncIterable<Dataset> {
  for await (const dataset of datasets) yield change(dataset)
}

/** A defect of what is told of each dataset. */
function describeDefect(id: string, caughtBy: readonly string[], change: (dataset: Dataset) => Dataset): Defect {
  return {
    id,
    caughtBy,
    alter: (session) => ({ describe: (request, signal) => each(session.describe(request, signal), change) }),
  }
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
  describeDefect('views-told-as-tables', ['describe/view'], ({ kind, ...told }) => ({
    ...told,
    kind: kind === 'view' ? 'table' : kind,
  })),
  describeDefect('synonyms-told-as-views', ['describe/synonym'], ({ kind, ...told }) => ({
    ...told,
    kind: kind === 'synonym' ? 'view' : kind,
  })),
  describeDefect('parameters-not-told', ['describe/procedures'], ({ parameters: _, ...told }) => told),
  describeDefect('answers-of-procedures-not-told', ['describe/procedures'], (told) =>
    told.kind === 'procedure' ? { ...told, columns: [] } : told,
  ),
  describeDefect('key-made-up', ['describe/without-key'], (told) =>
    told.key.length > 0 ? told : { ...told, key: told.columns.slice(0, 1).map(({ name }) => name) },
  ),
  describeDefect('rows-not-counted-as-minus-one', ['describe/row-counts'], (told) => ({ ...told, rowCount: -1 })),
  describeDefect('names-without-blanks', ['describe/awkward-names'], (told) => ({
    ...told,
    name: told.name.replaceAll(' ', '_'),
  })),
  describeDefect('columns-behind-255-not-told', ['describe/wide'], (told) => ({
    ...told,
    columns: told.columns.slice(0, 255),
  })),
  {
    id: 'hostile-name-tells-all',
    caughtBy: ['describe/hostile-names'],
    alter: (session) => ({
      describe: ({ names = [], ...request }, signal) =>
        session.describe(names.some((name) => name.includes(' OR ')) ? {} : { ...request, names }, signal),
    }),
  },
  {
    id: 'empty-text-among-asks',
    caughtBy: ['describe/asks'],
    manifest: (manifest) => {
      const { describe, ...others } = manifest.capabilities
      return {
        ...manifest,
        capabilities: { ...others, describe: { ...describe, asks: [...(describe?.asks ?? []), ' '] } },
      }
    },
    alter: () => ({}),
  },
]
