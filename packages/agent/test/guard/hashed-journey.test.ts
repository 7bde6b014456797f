import { readFileSync } from 'node:fs'
import { Secret } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { type TokenKey, tokenKey } from '@berth/trust'
import { expect, test } from 'vitest'
import { runExchange, withMaskKey } from '../../src/index.ts'
import { marriageManifest } from '../docking/marriage-manifest.ts'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { grant, RunningDocking } from '../docking/running-docking.ts'
import { createRegistry, exchangeSettings, openRegistryState, registryManifest } from '../exchange/registry.ts'
import { TemporaryFolder } from '../temporary-folder.ts'

const [old, rotated] = ['9f2c61d84be07a35c1d2e3f4a5b60718', '18076b5a4f3e2d1c53a70eb48d16c2f9'].map((text) =>
  tokenKey(new Secret(text)),
) as [TokenKey, TokenKey]

/** The manifest of which one item is given as a hash to whom its grade is closed. */
function hashing(manifest: DockingManifest, resource: string, item: string, key: TokenKey): DockingManifest {
  const own = manifest.resources[resource] ?? expect.fail()
  const items = own.items.map((each) =>
    each.id === item ? { ...each, grade: 3 as const, mask: { form: 'hash' as const, grade: 1 as const } } : each,
  )
  return withMaskKey({ ...manifest, resources: { ...manifest.resources, [resource]: { ...own, items } } }, () => key)
}

test('an answer gives a token for what the clearance does not reach; another key is seen in it', async () => {
  await using docking = await RunningDocking.start({
    manifest: hashing(marriageManifest, 'marriage', 'husbandId', old),
  })
  const tokenOf = async (): Promise<unknown> => {
    const { body, text } = await docking.ask({ id: 2 }, { grant: grant({ clearance: 2 }) })
    expect(body['masked']).toEqual(['husbandId'])
    expect(text).not.toContain(citizenNumbers[1])
    return (body['rows'] as { husbandId: unknown }[])[0]?.husbandId
  }
  const token = await tokenOf()
  expect(token).toBe(await tokenOf())
  expect(token).toMatch(new RegExp(`^${old.name}:[0-9a-f]{32}$`))
  await docking.restart({ manifest: hashing(marriageManifest, 'marriage', 'husbandId', rotated) })
  expect(await tokenOf()).toMatch(new RegExp(`^${rotated.name}:`))
})

test('a file holds the same token for the same value, and none where the key cannot be had', async () => {
  using folder = new TemporaryFolder()
  createRegistry(folder.path, 3)
  await using state = openRegistryState(folder.path)
  const provide = { file: { to: 'out', format: 'ndjson', clearance: 2 } } as const
  const settings = exchangeSettings(folder.path, state, 'file', { provide })
  const plain = registryManifest(folder.path, { provide })
  const { files } = await runExchange({ ...settings, manifest: hashing(plain, 'person', 'name', old) })
  const lines = readFileSync(files[0] ?? '', 'utf8')
    .trim()
    .split('\n')
  expect(lines.map((line) => (JSON.parse(line) as { name: string }).name)).toEqual(
    [1, 2, 3].map((id) => old.token('item name', `姓名${id}`)),
  )
  const { marriage: _marriage, ...rest } = hashing(plain, 'person', 'name', old).resources
  const keyless = { ...plain, resources: { ...rest, person: { ...(rest['person'] ?? expect.fail()) } } }
  const items = keyless.resources.person.items.map((item) =>
    item.id === 'name' ? { ...item, mask: { form: 'hash' as const, grade: 1 as const } } : item,
  )
  const manifest = { ...keyless, resources: { person: { ...keyless.resources.person, items } } }
  await expect(runExchange({ ...settings, manifest, restart: true })).rejects.toMatchObject({
    code: 'MASK_KEY_UNUSABLE',
  })
})
