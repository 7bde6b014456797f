import { readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { berth, jsonOf } from '../berth.ts'
import { edit, newDocking, reviewed } from './docking.ts'

interface Synced {
  readonly exchanges: readonly { readonly resumed: boolean; readonly rows: number; readonly files: readonly string[] }[]
}

const rows = 200_000
let folder = ''

beforeAll(async () => {
  folder = await newDocking(rows)
  await berth(['discover', '--tables', 'T_HYDJ'], { cwd: folder })
  // Changes with an overlap are told again behind an interruption; a whole read is told once.
  await edit(folder, [...reviewed, [/, changes: \{[^}]*\}/, '']])
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Whether a delivery is under way: something stands in the folder of files. */
function underWay(): boolean {
  try {
    return readdirSync(join(folder, 'out')).length > 0
  } catch {
    return false
  }
}

describe('Ctrl-C during a sync', () => {
  it('ends in good order with 8, and the next run goes on: every row once', async () => {
    const stop = new AbortController()
    const interrupted = berth(['sync', '--json'], { cwd: folder, stop: stop.signal })
    while (!underWay()) await wait(20)
    await wait(300)
    stop.abort()
    const ended = await interrupted
    expect([ended.code, jsonOf(ended)]).toEqual([8, { error: expect.objectContaining({ code: 'ABORTED' }) }])
    expect(ended.err).toContain('Ctrl-C')

    const resumed = await berth(['sync', '--json'], { cwd: folder })
    expect(resumed.code).toBe(0)
    const [exchange] = jsonOf<Synced>(resumed).exchanges
    expect(exchange).toMatchObject({ resumed: true, rows })
    const seen = new Set<string>()
    let lines = 0
    for (const line of readFileSync(exchange?.files[0] ?? '', 'utf8')
      .trimEnd()
      .split('\n')) {
      seen.add(JSON.parse(line).id)
      lines++
    }
    expect([lines, seen.size]).toEqual([rows, rows])
    expect((await berth(['receipts', 'verify'], { cwd: folder })).code).toBe(0)
  })
})
