import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyReceipts } from '@berth/trust'
import { describe, expect, test } from 'vitest'
import { runExchange } from '../../src/exchange/run-exchange.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { fromChanges } from './changed-registry.ts'
import { PlatformSink } from './platform-sink.ts'
import { createRegistry, insertPersons, openRegistryState } from './registry.ts'
import { changeSource, shownState, sourceState } from './shown-state.ts'
import { key, sync } from './sync-process.ts'
import { type Exit, syncSettings } from './sync-settings.ts'

const change = fromChanges('snapshot')

/** Runs the exchange in this process, to its end. */
async function finish(folder: string, exit: Exit, url: string): Promise<void> {
  await using state = openRegistryState(folder)
  await runExchange(syncSettings(folder, exit, state, url, key, change))
}

/** A registry whose target knows it as it was before 30 rows changed, 50 went and 40 came. */
async function changed(folder: string, exit: Exit, url: string): Promise<void> {
  createRegistry(folder, 230)
  await finish(folder, exit, url)
  changeSource(folder, (source) => {
    source.exec("UPDATE PERSON SET XM = '改名' WHERE ID % 5 = 1 AND ID <= 150; DELETE FROM PERSON WHERE ID > 180")
    insertPersons(source, 301, 340)
  })
}

/** Records that a receiver was told, deletes among them. */
function told(folder: string, exit: Exit, sink: PlatformSink): number {
  if (exit === 'platform') return sink.records.length
  const out = join(folder, 'out')
  const files = existsSync(out) ? readdirSync(out).filter((name) => name.endsWith('.ndjson')) : []
  return files.reduce((sum, name) => sum + readFileSync(join(out, name), 'utf8').split('\n').length - 1, 0)
}

async function withSink<Result>(run: (sink: PlatformSink) => Promise<Result>): Promise<Result> {
  await using sink = new PlatformSink()
  await sink.listen((id) => (id === key.id ? key : undefined))
  return await run(sink)
}

describe.concurrent('kill -9 of a comparison', () => {
  test.each(['table', 'file', 'platform'] as const)(
    'at each step that leaves a trace loses nothing, repeats nothing and deletes nothing wrongly: %s',
    { timeout: 400_000 },
    async (exit) => {
      const steps = await withSink(async (sink) => {
        using folder = new TemporaryFolder()
        await changed(folder.path, exit, sink.url)
        return (await sync(folder.path, exit, sink.url, { compare: true })).result?.steps ?? 0
      })
      expect(steps).toBeGreaterThanOrEqual(9)
      for (let crashAt = 1; crashAt <= steps; crashAt++) {
        await withSink(async (sink) => {
          using folder = new TemporaryFolder()
          await changed(folder.path, exit, sink.url)
          const { killed, failure } = await sync(folder.path, exit, sink.url, { crashAt, compare: true })
          const moment = `step ${crashAt} of ${steps} ${failure}`
          expect(killed, moment).toBe(true)
          await finish(folder.path, exit, sink.url)
          const shown = shownState(folder.path, exit, sink)
          expect(Object.fromEntries(shown.records), moment).toEqual(Object.fromEntries(sourceState(folder.path)))
          expect(shown.idleDeletes, moment).toEqual([])
          if (exit !== 'table') expect(told(folder.path, exit, sink), moment).toBe(230 + 30 + 50 + 40)
          expect(sink.refused, moment).toEqual([])
          await using state = openRegistryState(folder.path)
          const receipts = await state.receipts(0, 10_000)
          expect(verifyReceipts(receipts)).toEqual({ ok: true, count: receipts.length })
          const rows = receipts.reduce((sum, receipt) => sum + receipt.rows, 0)
          expect(rows, moment).toBe(230 + 30 + 50 + 40)
        })
      }
    },
  )
})
