import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import type { Row } from '@berth/core'
import type { Database } from 'node-firebird'
import { startFirebird } from '../servers/firebird.ts'
import { attachFirebird, type BenchPlace, detachFirebird } from './access.ts'
import { columns, createFirebird } from './datasets.ts'

/** A table of some size in a real database. */
export interface BenchSource extends AsyncDisposable {
  /** A folder for what the measure writes; gone at the end. */
  readonly folder: string
  readonly place: BenchPlace
  /** Reads every row with the driver's best streaming mode, as arrays. Returns the number of rows. */
  readRaw(): Promise<number>
  /** Makes the table T_W anew, empty. */
  emptyTarget(): Promise<void>
  countTarget(): Promise<number>
  /** Writes canonical rows into T_W with the driver's fastest bulk path, a commit behind each batch. */
  writeRaw(batches: readonly (readonly Row[])[]): Promise<void>
}

/** The table that is written to. */
export const target = `CREATE TABLE T_W (ID INTEGER NOT NULL PRIMARY KEY, XM VARCHAR(40), SFZH CHAR(18), LXDH VARCHAR(20),
  JE DECIMAL(18,4), DJRQ DATE, GXSJ TIMESTAMP, BZ VARCHAR(60))`

const everything = `SELECT ${columns.join(', ')} FROM T_DJ`

export function sqliteSource(rows: number): Promise<BenchSource> {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-bench-'))
  const file = path.join(folder, 'registry.db')
  const script = fileURLToPath(new URL('./create-sqlite.ts', import.meta.url))
  execFileSync(process.execPath, [...process.execArgv, script, file, String(rows)], { stdio: 'ignore' })
  return Promise.resolve({
    folder,
    place: { kind: 'sqlite', options: { file } },
    readRaw() {
      const database = new DatabaseSync(file, { readOnly: true })
      const statement = database.prepare(everything)
      statement.setReturnArrays(true)
      let count = 0
      for (const row of statement.iterate() as unknown as Iterable<unknown[]>) count += row.length > 0 ? 1 : 0
      database.close()
      return Promise.resolve(count)
    },
    emptyTarget() {
      const database = new DatabaseSync(file)
      database.exec(`PRAGMA journal_mode = WAL; DROP TABLE IF EXISTS T_W; ${target}`)
      database.close()
      return Promise.resolve()
    },
    countTarget() {
      const database = new DatabaseSync(file, { readOnly: true })
      const { count } = database.prepare('SELECT COUNT(*) AS count FROM T_W').get() ?? {}
      database.close()
      return Promise.resolve(Number(count))
    },
    writeRaw(batches) {
      const database = new DatabaseSync(file)
      const insert = database.prepare('INSERT INTO T_W VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      for (const rows of batches) {
        database.exec('BEGIN')
        for (const row of rows) insert.run(...(row as SQLInputValue[]))
        database.exec('COMMIT')
      }
      database.close()
      return Promise.resolve()
    },
    [Symbol.asyncDispose]: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  })
}

export async function firebirdSource(rows: number): Promise<BenchSource> {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-bench-'))
  const { server, stop } = await startFirebird()
  const { host, port, user, password } = server.data
  const options = { host, port, user, password, database: await createFirebird(server, 'bench', rows) }
  return {
    folder,
    place: { kind: 'firebird', options },
    async readRaw() {
      const opened = await attachFirebird(options)
      let count = 0
      const counted = (): void => {
        count++
      }
      await opened.sequentiallyAsync(everything, [], counted, true)
      await detachFirebird(opened)
      return count
    },
    async emptyTarget() {
      const file = options.database
      const [there] = await server.read(file, "SELECT COUNT(*) FROM RDB$RELATIONS WHERE RDB$RELATION_NAME = 'T_W'")
      await server.run(file, there === '0' ? `${target}; COMMIT;` : 'DELETE FROM T_W; COMMIT;')
    },
    async countTarget() {
      return Number((await server.read(options.database, 'SELECT COUNT(*) FROM T_W'))[0])
    },
    async writeRaw(batches) {
      const opened = await attachFirebird(options)
      for (const rows of batches) await writeBlocks(opened, rows)
      await detachFirebird(opened)
    },
    async [Symbol.asyncDispose]() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** EXECUTE BLOCK with 50 rows a call: the fastest that the driver has against Firebird 3. */
async function writeBlocks(opened: Database, rows: readonly Row[]): Promise<void> {
  const types = [
    'INTEGER',
    'VARCHAR(40)',
    'CHAR(18)',
    'VARCHAR(20)',
    'NUMERIC(18,4)',
    'DATE',
    'TIMESTAMP',
    'VARCHAR(60)',
  ]
  const transaction = await opened.transactionAsync(undefined)
  for (let start = 0; start < rows.length; start += 50) {
    const part = rows.slice(start, start + 50)
    const inputs = part.flatMap((_, row) => types.map((type, at) => `P${row}_${at} ${type} = ?`))
    const inserts = part.map(
      (_, row) => `INSERT INTO T_W VALUES (${types.map((_type, at) => `:P${row}_${at}`).join(', ')});`,
    )
    const block = `EXECUTE BLOCK (${inputs.join(', ')}) AS BEGIN ${inserts.join(' ')} END`
    const cells = part.flatMap((row) =>
      row.map((cell) => (typeof cell === 'string' ? cell.replace(/^(\d{4}-\d\d-\d\d)T/, '$1 ') : cell)),
    )
    await transaction.queryAsync(block, cells)
  }
  await transaction.commitAsync()
}
