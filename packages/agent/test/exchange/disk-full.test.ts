import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { runExchange } from '../../src/exchange/run-exchange.ts'
import { openSqliteState } from '../../src/state/sqlite-state.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { createRegistry, exchangeSettings, openRegistryState, personRecord, targetRecords } from './registry.ts'
import { sync } from './sync-process.ts'

const rows = 5000
const records = Array.from({ length: rows }, (_, index) => personRecord(index + 1))

/** A file system of a size of its own, where this user may make one. */
class TinyDisk implements Disposable {
  readonly path: string

  private constructor(path: string) {
    this.path = path
  }

  static mount(path: string, kilobytes: number): TinyDisk | undefined {
    mkdirSync(path, { recursive: true })
    const made = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', path])
    return made.status === 0 ? new TinyDisk(path) : undefined
  }

  grow(): void {
    spawnSync('mount', ['-o', 'remount,size=64m', this.path])
  }

  [Symbol.dispose](): void {
    spawnSync('umount', [this.path])
  }
}

async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  return await promise.then(
    () => undefined,
    (error: unknown) => (BerthError.is(error) ? error.code : String(error)),
  )
}

test('a data file that finds no room: DISK_FULL, and nothing appears until there is', async () => {
  using folder = new TemporaryFolder()
  createRegistry(folder.path, rows)
  const first = await sync(folder.path, 'file', '', { fileBlocks: 300 })
  expect(first.failure).toContain("code: 'DISK_FULL'")
  expect(readdirSync(join(folder.path, 'out')).filter((name) => !name.endsWith('.part'))).toEqual([])
  const second = await sync(folder.path, 'file', '', {})
  expect(second.result).toMatchObject({ rows, resumed: true })
  expect(readFileSync(second.result?.files[0] ?? '', 'utf8')).toBe(`${records.join('\n')}\n`)
})

test('a full disk under data files and under the state, where one can be mounted', async () => {
  using folder = new TemporaryFolder()
  createRegistry(folder.path, rows)
  using out = TinyDisk.mount(join(folder.path, 'out'), 128)
  {
    await using state = openRegistryState(folder.path)
    const run = (): Promise<unknown> => runExchange(exchangeSettings(folder.path, state, 'file'))
    expect(await codeOf(run())).toBe(out === undefined ? undefined : 'DISK_FULL')
    out?.grow()
    if (out !== undefined) expect(await run()).toMatchObject({ rows, resumed: true })
    const [data = ''] = readdirSync(join(folder.path, 'out'))
    expect(readFileSync(join(folder.path, 'out', data), 'utf8')).toBe(`${records.join('\n')}\n`)
  }
  using disk = TinyDisk.mount(join(folder.path, 'tiny'), 160)
  await using state = openSqliteState(join(folder.path, 'tiny'), 'city.registry')
  const run = (): Promise<unknown> => runExchange({ ...exchangeSettings(folder.path, state, 'table'), batchRows: 2000 })
  expect(await codeOf(run())).toBe(disk === undefined ? undefined : 'DISK_FULL')
  disk?.grow()
  if (disk !== undefined) await run()
  expect(targetRecords(folder.path)).toEqual(records)
})
