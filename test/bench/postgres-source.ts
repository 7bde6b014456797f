import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Writable } from 'node:stream'
import type { Row } from '@berth/core'
import type { Client, Submittable } from 'pg'
import { startPostgres } from '../servers/postgres.ts'
import { columns } from './datasets.ts'
import { poolScript, sampleExpressions } from './generated-rows.ts'
import type { BenchSource } from './sources.ts'

interface Cursor extends Submittable {
  read(rows: number): Promise<unknown[][]>
  close(): Promise<void>
}

// Neither package has types of its own.
const require = createRequire(import.meta.url)
const pg = require('pg') as { readonly Client: new (options: object) => Client }
const CursorOf = require('pg-cursor') as new (text: string, values: unknown[], config: object) => Cursor
const { from } = require('pg-copy-streams') as { from(text: string): Submittable & Writable }

const target = `CREATE TABLE "T_W" ("ID" integer NOT NULL PRIMARY KEY, "XM" varchar(40), "SFZH" char(18), "LXDH" varchar(20),
  "JE" numeric(18,4), "DJRQ" date, "GXSJ" timestamp, "BZ" varchar(60))`

/** The table in a PostgreSQL of its own. */
export async function postgresSource(rows: number): Promise<BenchSource> {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-bench-'))
  const { server, stop } = await startPostgres()
  const { host, port, user, password } = server.data
  const database = await server.createDatabase('bench')
  await server.run(database, script(rows))
  const options = { host, port, user, password, database, tls: 'disabled' }
  const connected = async (): Promise<Client> => {
    const client = new pg.Client(options)
    await client.connect()
    return client
  }
  return {
    folder,
    place: { kind: 'postgres', options },
    async readRaw() {
      const client = await connected()
      await client.query('BEGIN READ ONLY')
      const text = `SELECT ${columns.map((name) => `"${name}"`).join(', ')} FROM "T_DJ"`
      const raw = { getTypeParser: () => (value: unknown) => value }
      const cursor = client.query(new CursorOf(text, [], { rowMode: 'array', types: raw }))
      let count = 0
      for (let read = await cursor.read(1000); read.length > 0; read = await cursor.read(1000)) count += read.length
      await cursor.close()
      await client.end()
      return count
    },
    emptyTarget: async () => void (await server.run(database, `DROP TABLE IF EXISTS "T_W"; ${target};`)),
    countTarget: async () => Number(await server.value(database, 'SELECT COUNT(*) FROM "T_W"')),
    async writeRaw(batches) {
      const client = await connected()
      for (const batch of batches) await copy(client, batch)
      await client.end()
    },
    async [Symbol.asyncDispose]() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function copy(client: Client, rows: readonly Row[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = client.query(from('COPY "T_W" FROM STDIN'))
    stream.once('error', reject)
    stream.once('finish', () => resolve())
    stream.end(`${rows.map((row) => row.join('\t')).join('\n')}\n`)
  })
}

function script(rows: number): string {
  return `${poolScript('"POOL"')}
CREATE TABLE "T_DJ" ("ID" integer NOT NULL PRIMARY KEY, "XM" varchar(40), "SFZH" char(18), "LXDH" varchar(20),
  "JE" numeric(18,4), "DJRQ" date, "GXSJ" timestamp, "BZ" varchar(60));
INSERT INTO "T_DJ" SELECT i, XM, SFZH, ${sampleExpressions.phone}, ${sampleExpressions.amount},
  DATE '2010-01-01' + i % 5000, TIMESTAMP '2010-01-01' + (i % 5000) * INTERVAL '1 day' + (i % 86400) * INTERVAL '1 second',
  '第' || (i % 977) || '号窗口受理，材料齐全'
FROM generate_series(1, ${rows}) AS i JOIN "POOL" ON N = i % 1000 ORDER BY i;
ANALYZE "T_DJ";`
}
