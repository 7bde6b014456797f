import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { createConnection } from 'mysql2'
import { createConnection as connect } from 'mysql2/promise'
import { startMariadb } from '../servers/mariadb.ts'
import { columns } from './datasets.ts'
import { poolScript, sampleExpressions } from './generated-rows.ts'
import type { BenchSource } from './sources.ts'

const columnTypes = `(ID integer NOT NULL PRIMARY KEY, XM varchar(40), SFZH char(18), LXDH varchar(20),
  JE decimal(18,4), DJRQ date, GXSJ datetime(3), BZ varchar(60))`

/** The table in a MariaDB of its own. */
export async function mysqlSource(rows: number): Promise<BenchSource> {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-bench-'))
  const { server, stop } = await startMariadb()
  const { host, port, user, password } = server.data
  const database = await server.createDatabase('bench')
  await server.run(database, script(rows))
  const options = { host, port, user, password, database }
  return {
    folder,
    place: { kind: 'mysql', options },
    async readRaw() {
      const connection = createConnection({
        ...options,
        dateStrings: true,
        supportBigNumbers: true,
        bigNumberStrings: true,
      })
      const sql = `SELECT ${columns.join(', ')} FROM T_DJ`
      let count = 0
      for await (const _ of connection.query({ sql, rowsAsArray: true }).stream({ highWaterMark: 1000 })) count++
      connection.destroy()
      return count
    },
    emptyTarget: () => server.run(database, `DROP TABLE IF EXISTS T_W; CREATE TABLE T_W ${columnTypes};`),
    countTarget: async () => Number(await server.value(database, 'SELECT COUNT(*) FROM T_W')),
    async writeRaw(batches) {
      const connection = await connect({ ...options, flags: ['+LOCAL_FILES'] })
      for (const batch of batches) {
        const lines = batch.map((row) => row.join('\t')).join('\n')
        const infileStreamFactory = (): Readable => Readable.from([Buffer.from(`${lines}\n`)])
        await connection.query({ sql: "LOAD DATA LOCAL INFILE 'rows' INTO TABLE T_W", infileStreamFactory })
      }
      await connection.end()
    },
    async [Symbol.asyncDispose]() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function script(rows: number): string {
  return `${poolScript('POOL')}
CREATE TABLE T_DJ ${columnTypes};
INSERT INTO T_DJ SELECT i, XM, SFZH, ${sampleExpressions.phone}, ${sampleExpressions.amount},
  DATE '2010-01-01' + INTERVAL (i % 5000) DAY,
  TIMESTAMP '2010-01-01 00:00:00' + INTERVAL (i % 5000) DAY + INTERVAL (i % 86400) SECOND,
  CONCAT('第', i % 977, '号窗口受理，材料齐全')
FROM (SELECT seq AS i FROM seq_1_to_${rows}) AS numbers JOIN POOL ON N = i % 1000 ORDER BY i;
ANALYZE TABLE T_DJ;`
}
