import { connectorOptionFindings, type Migration, migratedPaths, migrations, parseManifest } from '@berth/manifest'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { triedConnectors } from '../docs/connectors-page.ts'
import { changesOf, released } from './contract-problems.ts'
import { contractState } from './contract-state.ts'

const all = migrations.map((migration) => [migration.id, migration] as const)

function findings(text: string): readonly string[] {
  const loaded = parseManifest(text, { file: 'berth.yaml', folder: '/' })
  const ofOptions = Object.values(loaded.manifest?.connections ?? {}).flatMap(({ id, use }) => {
    const connector = triedConnectors.find(({ manifest }) => use === `@berth/connector-${manifest.name}`)
    return connector === undefined ? [] : connectorOptionFindings(loaded, id, connector.manifest)
  })
  return [...loaded.findings, ...ofOptions].map(({ rule, path, next }) => `${rule} ${path}: ${next.en}`)
}

test.each(all)('%s: what it migrates is told now, and what it makes is right', (_id, { example }: Migration) => {
  expect(findings(example.before).filter((each) => each.includes('berth migrate'))).not.toEqual([])
  expect(findings(example.after)).toEqual([])
})

const state = contractState()
const changed = new Set(
  (['manifest-schema', 'connector-options'] as const).flatMap((name) => {
    const part = state[name]
    return part === undefined ? [] : changesOf(part, released(name)).map(({ path }) => path)
  }),
)
const fresh = all.filter(([, migration]) =>
  Object.values(migratedPaths(migration)).some((paths) => paths.some((path: string) => changed.has(path))),
)

test('what is migrated since the release was right when it was released', () => {
  const valid = new Ajv2020({ strict: false }).compile(released('manifest-schema'))
  for (const [id, { example }] of fresh) {
    expect(valid(parse(example.before)), `${id} ${JSON.stringify(valid.errors)}`).toBe(true)
  }
})

test('the option that holds a file of the key is told by its new name', () => {
  expect(findings(migrations.find(({ id }) => id === 'receipt-key-file')?.example.before ?? '')).toEqual([
    'VER-103 connections.inbox.options.receiptKey: run berth migrate, or write receiptKeyFile',
  ])
})

test('no migration answers for a path twice', () => {
  const paths = migrations.map(migratedPaths).flatMap((each) => Object.values(each).flat())
  expect(new Set(paths).size).toBe(paths.length)
})
