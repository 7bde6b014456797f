import type { SqlDialect } from '../src/index.ts'

/** A dialect whose statements are the names of the steps, for tests of their order. */
export const dialect: SqlDialect = {
  name: 'test',
  quote: (identifier) => identifier,
  marker: () => '?',
  limit: () => ({ head: '', tail: '' }),
  maxParameters: 100,
  maxUnionBranches: 64,
  maxWriteRows: 2,
  rowValues: true,
  write: ({ rows }) => `write ${rows}`,
  ledger: () => ({ exists: 'exists', create: 'create', find: 'find', insert: 'enter' }),
}
