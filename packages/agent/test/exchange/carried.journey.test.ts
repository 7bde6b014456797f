import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyReceipts } from '@berth/trust'
import { describe, expect, test } from 'vitest'
import { runExchange } from '../../src/exchange/run-exchange.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { carried, type Elsewhere, filesIn, recordsIn } from './carried.ts'
import { createRegistry, openRegistryState, personRecord } from './registry.ts'
import { key, sync } from './sync-process.ts'
import { syncSettings } from './sync-settings.ts'

const rows = 350
const expected = Array.from({ length: rows }, (_, index) => personRecord(index + 1)).sort((one, other) =>
  one < other ? -1 : 1,
)
const [data, manifest] = ['person-000001.ndjson', 'person-000001.ndjson.manifest.json']

/** A department with its state, and the folder of the other side. */
class Departments implements Disposable {
  readonly #folder = new TemporaryFolder()
  readonly path: string = this.#folder.path
  readonly there: string = join(this.path, 'there')
  readonly elsewhere: Elsewhere = { connector: 'file', options: { folder: this.there } }

  constructor() {
    createRegistry(this.path, rows)
    mkdirSync(join(this.there, 'in'), { recursive: true })
  }

  async run(): ReturnType<typeof runExchange> {
    await using state = openRegistryState(this.path)
    return await runExchange(carried(syncSettings(this.path, 'file', state, '', key), this.elsewhere))
  }

  /** What waits to be carried. */
  get waiting(): readonly string[] {
    return filesIn(join(this.path, '.berth', 'waiting', 'exchange', 'person'))
  }

  async expectReceipts(count: number): Promise<void> {
    await using state = openRegistryState(this.path)
    const receipts = await state.receipts(0, 1000)
    expect(verifyReceipts(receipts)).toEqual({ ok: true, count: receipts.length })
    expect(receipts.filter(({ outcome }) => outcome === 'delivered')).toHaveLength(count)
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]()
  }
}

describe('files that are carried to a connection', () => {
  test('arrive with their manifest; nothing waits behind, and the next exchange is the next number', async () => {
    using departments = new Departments()
    const { files, rows: delivered } = await departments.run()
    expect(files).toEqual([`exchange:in/${data}`])
    expect(delivered).toBe(rows)
    expect(filesIn(join(departments.there, 'in'))).toEqual([data, manifest])
    expect(recordsIn(join(departments.there, 'in'))).toEqual(expected)
    expect(departments.waiting).toEqual([])
    await departments.expectReceipts(1)
    expect((await departments.run()).files).toEqual(['exchange:in/person-000002.ndjson'])
  })

  test('never replace what the other side has under their name; once that is gone they arrive', async () => {
    using departments = new Departments()
    writeFileSync(join(departments.there, 'in', data), 'something else')
    for (let attempt = 0; attempt < 2; attempt++)
      await expect(departments.run()).rejects.toMatchObject({ code: 'FILE_EXISTS' })
    expect(readFileSync(join(departments.there, 'in', data), 'utf8')).toBe('something else')
    await departments.expectReceipts(0)
    expect(departments.waiting).toContain(data)
    rmSync(join(departments.there, 'in', data))
    expect((await departments.run()).rows).toBe(rows)
    expect(recordsIn(join(departments.there, 'in'))).toEqual(expected)
    expect(departments.waiting).toEqual([])
    await departments.expectReceipts(1)
  })

  test('wait where the other side is not there, and arrive once', async () => {
    using departments = new Departments()
    rmSync(departments.there, { recursive: true })
    await expect(departments.run()).rejects.toMatchObject({ code: 'DIRECTORY_MISSING' })
    mkdirSync(departments.there)
    await departments.run()
    expect(recordsIn(join(departments.there, 'in'))).toEqual(expected)
    await departments.expectReceipts(1)
  })

  test('kill -9 at each step that leaves a trace', { timeout: 240_000 }, async () => {
    const steps = await (async () => {
      using departments = new Departments()
      return (await sync(departments.path, 'file', '', { carryTo: departments.elsewhere })).result?.steps ?? 0
    })()
    expect(steps).toBeGreaterThanOrEqual(9)
    for (let crashAt = 1; crashAt <= steps; crashAt++) {
      const moment = `step ${crashAt} of ${steps}`
      using departments = new Departments()
      const { killed } = await sync(departments.path, 'file', '', { crashAt, carryTo: departments.elsewhere })
      expect(killed, moment).toBe(true)
      const seen = recordsIn(join(departments.there, 'in'))
      expect([0, rows], `${moment}: half a file`).toContain(seen.length)
      // A kill behind the last commit leaves nothing to go on with: the next run is then the next file.
      const { files } = await departments.run()
      const numbers = files.map((file) => Number(/(\d+)\.ndjson$/.exec(file)?.[1]))
      const names = filesIn(join(departments.there, 'in')).filter((name) => name.endsWith('.ndjson'))
      expect(names, moment).toHaveLength(numbers[0] ?? 0)
      for (const name of names)
        expect(
          readFileSync(join(departments.there, 'in', name), 'utf8')
            .trim()
            .split('\n'),
          moment,
        ).toHaveLength(rows)
      expect(departments.waiting, moment).toEqual([])
      // A hidden draft may be left there: nobody takes up names that begin with a dot.
      const unfinished = filesIn(join(departments.there, 'in')).filter((name) => /^[^.].*\.(?:part|tmp)$/.test(name))
      expect(unfinished, moment).toEqual([])
      await departments.expectReceipts(names.length)
    }
  })
})
