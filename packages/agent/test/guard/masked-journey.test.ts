import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import type { Item, Resource } from '@berth/manifest'
import { verifyReceipts } from '@berth/trust'
import { expect, test } from 'vitest'
import { runExchange } from '../../src/index.ts'
import { marriageManifest } from '../docking/marriage-manifest.ts'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { grant, RunningDocking } from '../docking/running-docking.ts'
import {
  createRegistry,
  exchangeSettings,
  openRegistryState,
  registryManifest,
  targetRecords,
} from '../exchange/registry.ts'
import { TemporaryFolder } from '../temporary-folder.ts'

/** The items of a resource with some of them changed. */
function items(resource: Resource | undefined, changes: Readonly<Record<string, Partial<Item>>>): readonly Item[] {
  return (resource?.items ?? []).map((item) => ({ ...item, ...changes[item.id] }))
}

test('an answer gives masked what the clearance does not reach, and its receipt names it; nobody asks by it', async () => {
  const { marriage } = marriageManifest.resources
  const masked = items(marriage, {
    husbandId: { mask: { form: 'partial', grade: 2 } },
    registeredOn: { grade: 3, mask: { form: 'month', grade: 1 } },
    valid: { categories: ['minor'] },
  })
  const manifest = {
    ...marriageManifest,
    resources: { marriage: { ...(marriage ?? expect.fail()), items: masked } },
  }
  await using docking = await RunningDocking.start({ manifest })
  const { body, text } = await docking.ask({ id: 2 }, { grant: grant({ clearance: 2 }) })
  expect(body).toMatchObject({
    items: ['id', 'husbandId', 'district', 'registeredOn'],
    masked: ['husbandId', 'registeredOn'],
    withheld: [{ item: 'valid', reason: 'CATEGORY_NOT_GRANTED' }, { item: 'note' }, { item: 'secretNote' }],
    rows: [
      {
        id: 2,
        husbandId: `${citizenNumbers[1]?.slice(0, 6)}************`,
        district: '西区',
        registeredOn: '2024-01',
      },
    ],
  })
  expect(text).not.toContain(citizenNumbers[1])
  const wide = grant({ clearance: 3, categories: ['personal', 'minor'] })
  const whole = await docking.ask({ id: 2 }, { grant: wide })
  expect(whole.body).toMatchObject({
    items: ['id', 'husbandId', 'district', 'registeredOn', 'valid'],
    rows: [{ husbandId: citizenNumbers[1], registeredOn: '2024-01-02', valid: false }],
  })
  expect(whole.body['masked']).toBeUndefined()
  const asked = await docking.ask({ husbandId: citizenNumbers[1] }, { grant: grant({ clearance: 2 }) })
  expect([asked.status, asked.body['code']]).toEqual([403, 'PARAMETER_NOT_GRANTED'])
  const receipts = await docking.state.receipts(0, 10)
  expect(receipts.map((receipt) => receipt.masked)).toEqual([['husbandId', 'registeredOn'], undefined, undefined])
  expect(verifyReceipts(receipts).ok).toBe(true)
})

test('a delivery masks, its receipt says so, and a higher clearance begins another file', async () => {
  using folder = new TemporaryFolder()
  createRegistry(folder.path, 3)
  await using state = openRegistryState(folder.path)
  const { person } = registryManifest(folder.path).resources
  const change = (clearance: 2 | 3): Partial<Resource> => ({
    items: items(person, { name: { element: 'person.name', mask: { form: 'partial', grade: 1 } } }),
    provide: { file: { to: 'out', format: 'ndjson', clearance } },
  })
  const read = (file: string | undefined): string => readFileSync(join(file ?? ''), 'utf8')
  const low = await runExchange(exchangeSettings(folder.path, state, 'file', change(2)))
  expect(read(low.files[0])).toContain('"name":"姓**"')
  expect(read(low.files[0])).not.toContain('姓名')
  const high = await runExchange(exchangeSettings(folder.path, state, 'file', change(3)))
  expect(read(high.files[0])).toContain('"name":"姓名1"')
  const receipts = await state.receipts(0, 10)
  expect(receipts.map(({ masked, withheld }) => [masked, withheld])).toEqual([
    [['name'], [{ item: 'remark', reason: 'NO_GRADE' }]],
    [undefined, [{ item: 'remark', reason: 'NO_GRADE' }]],
  ])
})

test('a masked item is no key of a table', async () => {
  using folder = new TemporaryFolder()
  createRegistry(folder.path, 3)
  await using state = openRegistryState(folder.path)
  const { person } = registryManifest(folder.path).resources
  const change: Partial<Resource> = {
    items: items(person, { id: { type: { name: 'text' }, grade: 4, mask: { form: 'suppress', grade: 1 } } }),
  }
  await expect(runExchange(exchangeSettings(folder.path, state, 'table', change))).rejects.toMatchObject({
    code: 'KEY_MISSING',
  })
})

test('a batch on its way with whole values is not sent once they may leave masked only', async () => {
  using folder = new TemporaryFolder()
  createRegistry(folder.path, 300)
  await using state = openRegistryState(folder.path)
  const { person } = registryManifest(folder.path).resources
  const at = (clearance: 2 | 3): ReturnType<typeof exchangeSettings> =>
    exchangeSettings(folder.path, state, 'table', {
      items: items(person, { name: { element: 'person.name', mask: { form: 'partial', grade: 1 } } }),
      provide: { table: { to: 'target', dataset: 'ZH_PERSON', columns: {}, clearance } },
    })
  const whole = at(3)
  const cut: typeof whole.openConnection = async (id, options) => {
    const session = await whole.openConnection(id, options)
    if (id === 'target') session.apply = () => Promise.reject(new BerthError('CONNECTION_LOST', { call: 'apply' }))
    return session
  }
  await expect(runExchange({ ...whole, openConnection: cut })).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
  await expect(runExchange(at(2))).rejects.toMatchObject({ code: 'OUTBOX_WITHHELD' })
  expect(targetRecords(folder.path)).toEqual([])
  await runExchange({ ...at(2), restart: true })
  const names = targetRecords(folder.path).map((line) => (JSON.parse(line) as { name: string }).name)
  expect(names).toHaveLength(300)
  expect(names.every((name) => /^姓\*+$/.test(name))).toBe(true)
})
