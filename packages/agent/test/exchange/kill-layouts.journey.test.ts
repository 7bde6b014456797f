import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProvideByFile } from '@berth/manifest'
import { verifyReceipts } from '@berth/trust'
import { describe, expect, test } from 'vitest'
import { fileExtensions } from '../../src/deliver/file-layout.ts'
import { runExchange } from '../../src/exchange/run-exchange.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { layouts, namesIn, received } from './received.ts'
import { createRegistry, openRegistryState, personRecord } from './registry.ts'
import { key, sync } from './sync-process.ts'
import { syncSettings } from './sync-settings.ts'

const rows = 350
const expected = new Set(Array.from({ length: rows }, (_, index) => personRecord(index + 1)))

/** A folder shows a file whole, with the digest that its manifest tells, or nothing. */
async function expectWholeOrNothing(folder: string, extension: string, moment: string): Promise<void> {
  const out = join(folder, 'out')
  const data = join(out, `person-000001.${extension}`)
  if (!existsSync(data)) return
  expect(readFileSync(data).length, moment).toBeGreaterThan(0)
  if (!existsSync(`${data}.manifest.json`)) return
  const { sha256, rows: told } = JSON.parse(readFileSync(`${data}.manifest.json`, 'utf8'))
  expect(createHash('sha256').update(readFileSync(data)).digest('hex'), moment).toBe(sha256)
  expect(told, moment).toBe(rows)
  expect(await received(out, extension, key), moment).toHaveLength(rows)
}

describe.concurrent('kill -9 at each step that leaves a trace', () => {
  test.each(['xlsx', 'dbf', 'csv of GBK'])(
    '%s: no half file, and every row once',
    { timeout: 300_000 },
    async (name) => {
      const provide = layouts[name] as Omit<ProvideByFile, 'to'>
      const extension = fileExtensions[provide.format]
      const exit = { provide: { file: { ...provide, to: 'out' } } }
      let steps = 0
      for (let crashAt = 0; crashAt <= steps; crashAt++) {
        using folder = new TemporaryFolder()
        createRegistry(folder.path, rows)
        const { killed, result, failure } = await sync(folder.path, 'file', '', { crashAt, provide })
        const moment = `${name}, step ${crashAt} of ${steps} ${failure}`
        // The first time it runs to its end, and says how many steps there are.
        if (crashAt === 0) steps = result?.steps ?? 0
        else expect(killed, moment).toBe(true)
        await expectWholeOrNothing(folder.path, extension, moment)
        await using state = openRegistryState(folder.path)
        const receipts = await state.receipts(0, 100)
        if (receipts.length === 0) {
          const done = await runExchange({ ...syncSettings(folder.path, 'file', state, '', key, exit), key })
          expect(done.rows, moment).toBe(rows)
        }
        const data = `person-000001.${extension}`
        expect(namesIn(join(folder.path, 'out')), moment).toEqual([data, `${data}.manifest.json`])
        const read = await received(join(folder.path, 'out'), extension, key)
        const records = read.map(([id, text, born]) => JSON.stringify({ id, name: text, born }))
        expect(records, moment).toHaveLength(rows)
        expect(new Set(records), moment).toEqual(expected)
        const chain = await state.receipts(0, 100)
        expect(verifyReceipts(chain), moment).toEqual({ ok: true, count: 1 })
      }
      expect(steps).toBeGreaterThanOrEqual(9)
    },
  )
})
