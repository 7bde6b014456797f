import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyReceipts } from '@berth/trust'
import { describe, expect, test } from 'vitest'
import { runExchange } from '../../src/exchange/run-exchange.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { PlatformSink } from './platform-sink.ts'
import { randomOf, seed } from './random.ts'
import { createRegistry, openRegistryState, personRecord, targetRecords } from './registry.ts'
import { type Interruption, key, sync } from './sync-process.ts'
import { type Exit, syncSettings } from './sync-settings.ts'

function byCode(one: string, other: string): number {
  return one < other ? -1 : 1
}

function expected(rows: number): string[] {
  return Array.from({ length: rows }, (_, index) => personRecord(index + 1)).sort(byCode)
}

/** Every record that the target shows, each as often as it shows it. */
function shown(folder: string, exit: Exit, sink: PlatformSink): string[] {
  if (exit === 'table') return targetRecords(folder).sort(byCode)
  if (exit === 'platform') return sink.records.sort(byCode)
  const out = join(folder, 'out')
  const files = existsSync(out) ? readdirSync(out).filter((name) => name.endsWith('.ndjson')) : []
  return files.flatMap((name) => readFileSync(join(out, name), 'utf8').split('\n').slice(0, -1)).sort(byCode)
}

async function withSink<Result>(run: (sink: PlatformSink) => Promise<Result>): Promise<Result> {
  await using sink = new PlatformSink()
  await sink.listen((id) => (id === key.id ? key : undefined))
  return await run(sink)
}

const streamOf = { file: 'file', platform: 'platform', table: 'table:target/ZH_PERSON' } as const

/** Whether the exchange was written down as done: a kill may come between that and the last word of the child. */
async function isDone(folder: string, exit: Exit): Promise<boolean> {
  await using state = openRegistryState(folder)
  const source = JSON.stringify(['@berth/connector-sqlite', 'PERSON', ['ID'], null])
  const checkpoint = await state.checkpoint({ resource: 'person', exit: streamOf[exit], source })
  return checkpoint?.progress['phase'] === 'done'
}

async function expectChained(folder: string, exit: Exit, rows: number): Promise<void> {
  await using state = openRegistryState(folder)
  const receipts = await state.receipts(0, 10_000)
  expect(verifyReceipts(receipts)).toEqual({ ok: true, count: receipts.length })
  const delivered = receipts.filter(({ outcome }) => outcome === 'delivered')
  const references = delivered.map(({ reference }) => reference)
  expect(new Set(references).size, `one receipt a delivery, ${exit}`).toBe(references.length)
  expect(receipts.reduce((sum, receipt) => sum + receipt.rows, 0)).toBe(rows)
}

/** Runs the exchange again and again, killing it as `how` says, until it says that it is done. */
async function syncUntilDone(
  folder: string,
  exit: Exit,
  sink: PlatformSink,
  rows: number,
  how: () => Interruption,
): Promise<number> {
  let kills = 0
  for (let runs = 1; ; runs++) {
    const { killed, result, failure } = await sync(folder, exit, sink.url, how())
    if (killed) kills++
    const now = shown(folder, exit, sink)
    const moment = `seed ${seed}, run ${runs} ${failure}`
    if (exit === 'file') expect([0, rows], moment).toContain(now.length)
    expect(new Set(now).size, `${moment}: shown twice`).toBe(now.length)
    if (result === undefined && !(await isDone(folder, exit))) {
      // Only a kill or a lost answer of the platform may end a run early.
      expect(killed || failure.includes('PLATFORM_UNREACHABLE'), moment).toBe(true)
      continue
    }
    expect(now, moment).toEqual(expected(rows))
    if (result !== undefined) expect(result.rows, moment).toBe(rows)
    expect(sink.refused, moment).toEqual([])
    await expectChained(folder, exit, rows)
    return kills
  }
}

const exits: readonly Exit[] = ['file', 'table', 'platform']

describe.concurrent(`kill -9, seed ${seed}`, () => {
  test.each(exits)('at ten random moments, and every row is there once: %s', { timeout: 120_000 }, async (exit) => {
    const rows = 10_000
    const random = randomOf(seed)
    let ranMs = 0
    let kills = 0
    while (kills < 10) {
      using folder = new TemporaryFolder()
      createRegistry(folder.path, rows)
      await withSink(async (sink) => {
        if (ranMs === 0) {
          ranMs = (await sync(folder.path, exit, sink.url, {})).ranMs
          return
        }
        sink.loseAnswer = () => random() < 0.005
        const left = 10 - kills
        let killed = 0
        kills += await syncUntilDone(folder.path, exit, sink, rows, () =>
          killed++ < left ? { killAfterMs: random() * ranMs * 0.15 } : {},
        )
      })
    }
    expect(kills).toBeGreaterThanOrEqual(10)
  })

  test.each(exits)('at each step that leaves a trace: %s', { timeout: 240_000 }, async (exit) => {
    const rows = 350
    const steps = await withSink(async (sink) => {
      using folder = new TemporaryFolder()
      createRegistry(folder.path, rows)
      return (await sync(folder.path, exit, sink.url, {})).result?.steps ?? 0
    })
    expect(steps).toBeGreaterThanOrEqual(9)
    for (let crashAt = 1; crashAt <= steps; crashAt++) {
      await withSink(async (sink) => {
        using folder = new TemporaryFolder()
        createRegistry(folder.path, rows)
        const { killed } = await sync(folder.path, exit, sink.url, { crashAt })
        const moment = `step ${crashAt} of ${steps}`
        expect(killed, moment).toBe(true)
        if (!(await isDone(folder.path, exit))) {
          await using state = openRegistryState(folder.path)
          const result = await runExchange(syncSettings(folder.path, exit, state, sink.url, key))
          expect(result.rows, moment).toBe(rows)
        }
        expect(shown(folder.path, exit, sink), moment).toEqual(expected(rows))
        expect(sink.refused, moment).toEqual([])
        await expectChained(folder.path, exit, rows)
      })
    }
  })
})
