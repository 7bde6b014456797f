import type { SqlTable, SqlWrite } from '@berth/sql'
import { expect, test } from 'vitest'
import { odbcDialect, positional } from '../src/dialect.ts'
import type { NativeColumn } from '../src/profile.ts'
import { profileNamed, profiles } from '../src/profiles.ts'
import { odbcColumn } from '../src/values.ts'

function native(name: string, dataType: number, typeName: string, size?: number, scale?: number): NativeColumn {
  return { name, dataType, typeName, size, scale, nullable: true }
}

function written(profileName: string, rows = 1): string {
  const profile = profileNamed(profileName)
  const settings = { profile, charset: undefined, maxCellBytes: 1000 }
  const columns = [native('ID', 4, 'INTEGER'), native('XM', 12, 'VARCHAR', 20), native('N', 3, 'DECIMAL', 18, 2)]
  const table: SqlTable = {
    name: 'T',
    reference: profile.quote('T'),
    columns: columns.map((column) => odbcColumn(column, settings)),
  }
  const write: SqlWrite = { table, columns: table.columns, key: ['ID'], rows }
  const count = rows * columns.length
  return positional(
    odbcDialect(profile, null).write(write),
    Array.from({ length: count }, (_, at) => at),
  ).text
}

test('an upsert as each database spells it', () => {
  expect(written('postgresql')).toBe(
    'INSERT INTO "T" ("ID", "XM", "N") VALUES (CAST(CAST(? AS text) AS int4), CAST(? AS text), CAST(CAST(? AS text) AS numeric)) ON CONFLICT ("ID") DO UPDATE SET "XM" = excluded."XM", "N" = excluded."N"',
  )
  expect(written('mysql')).toBe(
    'INSERT INTO `T` (`ID`, `XM`, `N`) VALUES (CAST(? AS SIGNED), ?, CAST(? AS DECIMAL(18,2))) ON DUPLICATE KEY UPDATE `XM` = VALUES(`XM`), `N` = VALUES(`N`)',
  )
  expect(written('db2')).toBe(
    'MERGE INTO "T" T USING (SELECT CAST(? AS INTEGER) AS "ID", CAST(? AS VARCHAR(20)) AS "XM", CAST(? AS DECIMAL(18,2)) AS "N" FROM SYSIBM.SYSDUMMY1) S ON (T."ID" = S."ID") WHEN MATCHED THEN UPDATE SET T."XM" = S."XM", T."N" = S."N" WHEN NOT MATCHED THEN INSERT ("ID", "XM", "N") VALUES (S."ID", S."XM", S."N")',
  )
  expect(written('sybase')).toContain('MERGE INTO [T] T USING (SELECT CAST(? AS INTEGER) AS [ID]')
  expect(written('informix')).toContain('FROM sysmaster:sysdual) S ON (T."ID" = S."ID")')
})

test.each(['generic', 'access'])('%s has no statement for an upsert and says so', (name) => {
  expect(() => written(name)).toThrow(expect.objectContaining({ code: 'NOT_SUPPORTED' }))
})

test.each(profiles.map((profile) => [profile.name, profile] as const))('%s quotes any name', (_name, profile) => {
  for (const name of ['a b', '身份证号', 'SELECT', "x'; DROP TABLE T; --"]) {
    const quoted = profile.quote(name)
    expect(quoted.slice(1, -1)).toBe(name)
  }
  const [open = '', close = ''] = [profile.quote('').at(0), profile.quote('').at(-1)]
  expect(profile.quote(`a${close}b`)).toBe(`${open}a${close}${close}b${close}`)
})

test('a parameter used twice is sent twice', () => {
  const marker = odbcDialect(profileNamed('mysql'), null).marker
  expect(positional(`a = ${marker(2)} AND b = ${marker(1)} AND c = ${marker(2)}`, ['x', 'y'])).toEqual({
    text: 'a = ? AND b = ? AND c = ?',
    parameters: ['y', 'x', 'y'],
  })
  expect(positional('a = ?', ['x'])).toEqual({ text: 'a = ?', parameters: ['x'] })
})

test('a backslash in a text of a script is one, whatever PostgreSQL is set to', () => {
  const literal = profileNamed('postgresql').literal
  expect(literal?.("\\'; DROP TABLE t; --", { name: 'text' })).toBe("E'\\\\''; DROP TABLE t; --'")
  expect(literal?.("o'x", { name: 'text' })).toBe("'o''x'")
})
