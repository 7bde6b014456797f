import { expect, test } from 'vitest'
import { copyText } from '../src/copy-text.ts'
import { datasetName, ownPlace, placed, possibleNames } from '../src/dataset-name.ts'
import { onConflict, onDuplicateKey, postgresDialect } from '../src/dialect.ts'
import { lsnOf, lsnText, readPosition, writePosition } from '../src/log-position.ts'
import { productOf } from '../src/session.ts'

const column = (name: string): { name: string; type: { name: 'text' }; nativeType: string; nullable: boolean } => {
  return { name, type: { name: 'text' }, nativeType: 'text', nullable: true }
}
const write = {
  table: { name: 't', reference: '"t"', columns: [] },
  columns: [column('id'), column('x"y')],
  key: ['id'],
  rows: 2,
}

test('rows that are there are replaced, as PostgreSQL and as openGauss spell it', () => {
  const insert = 'INSERT INTO "t" ("id", "x""y") VALUES ($1, $2), ($3, $4)'
  expect(postgresDialect(onConflict, true).write(write)).toBe(
    `${insert} ON CONFLICT ("id") DO UPDATE SET "x""y" = excluded."x""y"`,
  )
  expect(postgresDialect(onDuplicateKey, false).write(write)).toBe(
    `${insert} ON DUPLICATE KEY UPDATE "x""y" = VALUES("x""y")`,
  )
  expect(onConflict({ ...write, key: [] }) + onDuplicateKey({ ...write, key: [] })).toBe('')
  const keyOnly = { columns: [column('id')], key: ['id'] }
  expect([onConflict(keyOnly), onDuplicateKey(keyOnly)]).toEqual([
    ' ON CONFLICT ("id") DO NOTHING',
    ' ON DUPLICATE KEY UPDATE NOTHING',
  ])
})

test.each([
  ['PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64', 'PostgreSQL 15.18'],
  ['KingbaseES V008R006C007B0012 on x86_64-pc-linux-gnu', 'KingbaseES V008R006C007B0012'],
  ['PostgreSQL 9.2.4 (openGauss 5.0.0 build a07d57c3) compiled at 2023', 'openGauss 5.0.0'],
  ['gaussdb (GaussDB Kernel 505.1.0 build 44f4fa53) compiled at 2024', 'GaussDB 505.1.0'],
])('%s', (version, product) => {
  expect(productOf(version)).toBe(product)
})

test('cells in the text form of COPY', () => {
  const rows = [
    [null, '', '\\N', 'a\tb\nc\rd\\'],
    [1, true, Uint8Array.of(0, 255), '中'],
  ]
  expect([...copyText(rows)].join('')).toBe('\\N\t\t\\\\N\ta\\tb\\nc\\rd\\\\\n1\ttrue\t\\\\x00ff\t中\n')
  const long = Array.from({ length: 3 }, () => ['x'.repeat(50_000)])
  expect([...copyText(long)].map((part) => part.length)).toEqual([100_002, 50_001])
})

test('values in a script cannot leave their quotes', () => {
  const literal = (bound: unknown): string | undefined =>
    postgresDialect(onConflict, true).literal?.(bound, column('x'))
  expect(literal("o'x")).toBe("'o''x'")
  expect(literal("\\'; DROP TABLE t; --")).toBe("E'\\\\''; DROP TABLE t; --'")
  expect(literal(Uint8Array.of(0, 255))).toBe("'\\x00ff'::bytea")
})

test('names with and without a schema', () => {
  const there = (
    schema: string,
    name: string,
    visible: boolean,
  ): { schema: string; name: string; visible: boolean } => ({ schema, name, visible })
  const found = [
    there('a', 'b', false),
    there('public', 'a.b', true),
    there('a.b', 'c', false),
    there('a', 'b.c', false),
  ]
  expect(found.map(datasetName)).toEqual(['a.b', 'a.b', 'a.b.c', 'a.b.c'])
  expect(placed(found, 'a.b')).toBe(found[1])
  expect(placed(found, 'public.a.b')).toBe(found[1])
  expect(placed(found, 'b')).toBeUndefined()
  expect(possibleNames('a.b.c')).toEqual(['a.b.c', 'b.c', 'c'])
  expect([ownPlace('t'), ownPlace('s.t')]).toEqual([{ name: 't' }, { schema: 's', name: 't' }])
})

test('positions in the log', () => {
  expect(lsnText(lsnOf('16/B374D848'))).toBe('16/B374D848')
  expect(lsnOf('1/0') - lsnOf('0/FFFFFFFF')).toBe(1n)
  const position = { lsn: lsnOf('A/1'), skip: 3, key: ['1', 2] }
  expect(readPosition(writePosition(position))).toEqual(position)
  expect(readPosition(writePosition({ ...position, key: [Uint8Array.of(1)] }))).toEqual({ lsn: lsnOf('A/1'), skip: 3 })
})

test('no name in an outbox ends the body of its function', () => {
  const key = [column('a$berth$; DROP TABLE t; --'), column('$berth1$')]
  const script = postgresDialect(onConflict, true).outboxScript?.({ ...write.table, columns: key }, key, 'OUT') ?? ''
  expect(script.split('$berth2$')).toHaveLength(3)
  expect(script.split('$berth2$')[1]).toContain('NEW."a$berth$; DROP TABLE t; --"')
})
