import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
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
}

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
    async [Symbol.asyncDispose]() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
