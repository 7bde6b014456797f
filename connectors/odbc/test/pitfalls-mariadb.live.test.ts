import { openSession, type Row, type ScanSettings } from '@berth/core'
import { beforeAll, expect, test } from 'vitest'
import { describeServer } from '../../../test/servers/live.ts'
import { MariadbServer, type MariadbServerData } from '../../../test/servers/mariadb-server.ts'
import { connector } from '../src/index.ts'
import { bareCursorRows, bareRows } from './bare-driver.ts'
import { mariadbOptions } from './options.ts'

const database = 'odbc_pitfalls'
const rows = 2500

describeServer('odbc', 'what MariaDB loses through ODBC', ({ mariadb }) => {
  describeServer('mariadb', 'with a server', (data: MariadbServerData) => {
    const { host, port, user, password } = data
    const bare = `Driver={${mariadb}};Server=${host};Port=${port};Database=${database};UID=${user};PWD=${password};CHARSET=utf8mb4`

    beforeAll(async () => {
      const server = new MariadbServer(data)
      await server.createDatabase(database)
      await server.run(
        database,
        `CREATE TABLE MANY (ID BIGINT PRIMARY KEY, V VARCHAR(20), GX DATETIME(6));
INSERT INTO MANY SELECT seq, CONCAT('v', seq), '2024-02-29 01:02:03.000004' FROM seq_1_to_${rows};
CREATE TABLE LOOSE (ID BIGINT, V VARCHAR(20)); INSERT INTO LOOSE SELECT ID, V FROM MANY;
CREATE TABLE EXACT (ID BIGINT PRIMARY KEY, N DECIMAL(38,10), V VARCHAR(20));
INSERT INTO EXACT VALUES (9007199254740993, 1234567890123456789012345678.0123456789, CONCAT('a', CHAR(0), 'b'));`,
      )
    })

    async function read(settings: ScanSettings): Promise<Row[]> {
      await using session = await openSession(connector, mariadbOptions(mariadb, data, database), { access: 'read' })
      const read_: Row[] = []
      for await (const batch of session.scan(settings)) read_.push(...batch.rows)
      return read_
    }

    test('a cursor of the library ends after its first block, in silence; a scan does not', async () => {
      expect(await bareCursorRows(bare, 'SELECT ID, V FROM MANY', 1000)).toBeLessThan(rows)
      expect(await bareCursorRows(bare, 'SELECT ID, V FROM MANY', 1)).toBe(rows)
      const columns = [{ name: 'ID' }, { name: 'V' }]
      expect(await read({ dataset: 'MANY', key: ['ID'], columns })).toHaveLength(rows)
      expect(new Set((await read({ dataset: 'LOOSE', columns })).map(([id]) => id)).size).toBe(rows)
    })

    test('changes with a key that is not the primary one are not cut either', async () => {
      await using session = await openSession(connector, mariadbOptions(mariadb, data, database), { access: 'read' })
      const ids = new Set<unknown>()
      const by = { kind: 'column', column: 'GX', key: ['V'] } as const
      for await (const batch of session.changes({ dataset: 'MANY', columns: [{ name: 'ID' }], by }))
        for (const [id] of batch.rows) ids.add(id)
      expect(ids.size).toBe(rows)
    })

    test('a decimal is a rounded number to the library, and a text ends at its NUL', async () => {
      const [row] = await bareRows(bare, 'SELECT N, V FROM EXACT')
      expect(row).toEqual([Number('1234567890123456789012345678.0123456789'), 'a'])
      const columns = ['ID', 'N', 'V'].map((name) => ({ name }))
      const exact = ['9007199254740993', '1234567890123456789012345678.0123456789', 'a\0b']
      expect(await read({ dataset: 'EXACT', key: ['ID'], columns })).toEqual([exact])
    })

    test('a text with a NUL is refused, for the library would write what stands before it', async () => {
      await using session = await openSession(connector, mariadbOptions(mariadb, data, database), { access: 'write' })
      const fields = [
        { name: 'ID', type: { name: 'int64' as const } },
        { name: 'V', type: { name: 'text' as const } },
      ]
      const request = { dataset: 'EXACT', fields, key: ['ID'], mode: 'insert', onReject: 'skip', batch: 'nul' } as const
      const result = await session.apply({ ...request, rows: [['1', 'c\0d']] })
      expect(result).toMatchObject({ applied: 0, rejects: [{ row: 0, column: 'V', code: 'TEXT_UNENCODABLE' }] })
    })
  })
})
