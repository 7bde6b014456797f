import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadManifest } from '@berth/manifest'
import { expect, it } from 'vitest'
import { planDocking } from '../../src/init/plan-docking.ts'
import { scaffoldDocking } from '../../src/init/scaffold-docking.ts'

it.each([
  ['./connectors/own.js', ['@berth/cli']],
  ['@city/connector-own', ['@berth/cli', '@city/connector-own']],
])('a docking by %s names as packages only what npm can install', async (connector, packages) => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-scaffold-'))
  const who = { systemId: 'land', title: 'a "b" # c\\', owner: "某市: 'x'", ownerCode: '91350100M000100Y43' }
  await scaffoldDocking(await planDocking({ folder, connector, options: { place: 'C:\\data' }, ...who }), 'zh')
  const { dependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  expect(Object.keys(dependencies)).toEqual(packages)
  const { manifest } = await loadManifest(join(folder, 'berth.yaml'))
  expect(manifest?.system).toMatchObject({ title: { zh: who.title }, owner: { title: { zh: who.owner } } })
  expect(manifest?.connections['legacy']).toMatchObject({ use: connector, options: { place: 'C:\\data' } })
  await rm(folder, { recursive: true, force: true })
})
