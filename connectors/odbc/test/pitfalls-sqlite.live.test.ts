import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSession, type RowBatch } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeServer } from '../../../test/servers/live.ts'
import { connector } from '../src/index.ts'
import { bareRows } from './bare-driver.ts'
import { sqliteOptions } from './options.ts'

describeServer('odbc', 'what SQLite loses through ODBC', ({ sqlite }) => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-odbc-pitfalls-'))
  const file = join(folder, 'a.db')
  const bare = `Driver=${sqlite};Database=${file}`

  beforeAll(() => {
    const database = new DatabaseSync(file)
    database.exec(`CREATE TABLE T (ID INTEGER PRIMARY KEY, N INTEGER, V VARCHAR(40), L TEXT);
      INSERT INTO T VALUES (1, 1, 'a', 'a'), (2, 'abc', 'b', 'b'), (3, 4294967296, 'c', 'c');
      INSERT INTO T VALUES (4, 4, replace(hex(zeroblob(2000)), '00', 'x'), replace(hex(zeroblob(9000)), '00', 'x'))`)
    database.close()
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  async function scan(names: readonly string[]): Promise<RowBatch> {
    await using session = await openSession(connector, sqliteOptions(sqlite, file), { access: 'read' })
    const columns = names.map((name) => ({ name }))
    for await (const batch of session.scan({ dataset: 'T', columns, key: ['ID'] })) return batch
    throw new Error('no rows')
  }

  test('a text in a column of integers is NULL to the driver, and a large number 0', async () => {
    expect([...(await bareRows(bare, 'SELECT N FROM T WHERE ID < 4 ORDER BY ID'))]).toEqual([[1], [null], [0]])
    const { rows, unreadable } = await scan(['ID', 'N'])
    expect(rows).toEqual([
      ['1', '1'],
      ['3', '4294967296'],
      ['4', '4'],
    ])
    expect(unreadable).toMatchObject([{ row: 2, error: { code: 'VALUE_INVALID', details: { column: 'N' } } }])
  })

  test('a text of a statement of its own is cut at 1,020 bytes; the connector says which row it is', async () => {
    const [row] = await bareRows(bare, 'SELECT V || L FROM T WHERE ID = 4')
    expect(String(row?.[0]).length).toBe(1020)
    const { rows, unreadable } = await scan(['ID', 'V'])
    expect(rows).toHaveLength(3)
    expect(unreadable).toMatchObject([{ row: 4, error: { code: 'VALUE_TOO_LONG', details: { length: 2000 } } }])
  })

  test('a column declared as a long text comes whole', async () => {
    const { rows } = await scan(['L'])
    expect(rows.map(([text]) => String(text).length)).toEqual([1, 1, 1, 9000])
  })
})
