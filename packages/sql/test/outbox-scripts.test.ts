import { expect, test } from 'vitest'
import { postgresOutboxScript, type SqlColumn, type SqlTable } from '../src/index.ts'

const key: SqlColumn = { name: 'n', type: { name: 'integer' }, nativeType: 'integer', nullable: false }
const entriesOf = (reference: string, outbox: Parameters<typeof postgresOutboxScript>[2]): string | undefined => {
  const table: SqlTable = { name: 'T', reference, columns: [key] }
  return /^CREATE TABLE (.*) AS SELECT/.exec(postgresOutboxScript(table, [key], outbox))?.[1]
}

test('entries are beside their table, however it and its schema are called, or where they are told to be', () => {
  expect(entriesOf('"dept x"."T"', { name: 'E' })).toBe('"dept x"."E"')
  expect(entriesOf('"s"."a.b"', { name: 'E' })).toBe('"s"."E"')
  expect(entriesOf('"a"".""b"."c"".""d"', { name: 'E' })).toBe('"a"".""b"."E"')
  expect(entriesOf('"a.b"', { name: 'E' })).toBe('"E"')
  expect(entriesOf('"s"."T"', { schema: 'o"ther', name: 'E' })).toBe('"o""ther"."E"')
})
