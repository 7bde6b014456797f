import { BerthError } from '@berth/core'
import { describe, expect, test } from 'vitest'
import { type Migration, type MigrationStep, migratedPaths, migrateManifest, parseManifest } from '../../src/index.ts'
import { migrations } from '../../src/migrate/migrations.ts'

const file = 'berth.yaml'

function migrating(...steps: readonly MigrationStep[]): Migration {
  const title = { zh: '试', en: 'a try' }
  return { id: 'try', contract: 1, since: '2026-11-24', title, steps, example: { before: '', after: '' } }
}

function migrated(text: string, ...steps: readonly MigrationStep[]): string {
  return migrateManifest(text, { file, migrations: [migrating(...steps)] }).text
}

describe.each(migrations.map((migration) => [migration.id, migration] as const))('%s', (_id, { example, ...rest }) => {
  test('makes of its example what it says, and nothing more of that', () => {
    const first = migrateManifest(example.before, { file, migrations: [{ example, ...rest }] })
    expect(first.text).toBe(example.after)
    expect(first.places.length).toBeGreaterThan(0)
    expect(migrateManifest(example.after, { file })).toMatchObject({ text: example.after, places: [] })
  })

  test('its example is sound afterwards', () => {
    const { findings } = parseManifest(example.after, { file, folder: '/' })
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test('speaks both languages', () => {
    expect(rest.title.zh).toMatch(/\p{Script=Han}/u)
    expect(rest.title.en).toMatch(/[a-z]{3}/)
    expect(new Date(rest.since).toISOString().slice(0, 10)).toBe(rest.since)
  })
})

const rename: MigrationStep = { do: 'rename', at: 'resources.*.items.*.kind', to: 'sort' }

test.each([
  ['in a block', 'resources:\n  a:\n    items:\n      x:\n        kind: 1   # 说明\n', /^ {8}sort: 1 {3}# 说明$/m],
  ['in brackets', 'resources: { a: { items: { x: { kind: 1, y: 2 } } } }\n', /\{ sort: 1, y: 2 \}/],
  ['in quotes, the colon right behind', 'resources: {"a":{"items":{"x":{"kind":1}}}}\n', /\{"sort":1\}/],
  ['in single quotes', "resources: { a: { items: { x: { 'kind' : 1 } } } }\n", /\{ 'sort' : 1 \}/],
])('a key is renamed %s, and nothing else changes', (_name, part, expected) => {
  const before = `# 头\r\nberth: 1\n\n\n${part}# 尾`
  const after = migrated(before, rename)
  expect(after).toMatch(expected)
  expect(after.replaceAll('sort', 'kind')).toBe(before)
})

test('behind an alias a key is renamed once', () => {
  const before = 'berth: 1\nresources:\n  a:\n    items: &shared { x: { kind: 1 } }\n  b:\n    items: *shared\n'
  expect(migrated(before, rename)).toBe(before.replace('kind', 'sort'))
})

test.each([
  ['its package', 'a: { use: &f p, options: { kind: 1 } }\n  b: { use: *f, options: { kind: 1 } }\n', 2],
  ['its place', 'a: &x { options: { kind: 1 }, use: q }\n  b: *x\n  c: { use: q, options: { kind: 1 } }\n', 2],
])('behind an alias a connection is known by %s', (_name, written, times) => {
  const before = `berth: 1\nconnections:\n  ${written}`
  const after = migrated(before, { do: 'rename', at: 'connections.*.options.kind', to: 'sort', uses: ['p', 'q'] })
  expect([after.split('sort').length - 1, after.replaceAll('sort', 'kind')]).toEqual([times, before])
})

test('where the new key is there too, both stay, and somebody is told', () => {
  const before = 'berth: 1\nresources: { a: { items: { x: { kind: 1, sort: 2 } } } }\n'
  const { text, places } = migrateManifest(before, { file, migrations: [migrating(rename)] })
  expect(text).toBe(before)
  expect(places).toEqual([
    {
      migration: 'try',
      path: 'resources.a.items.x.kind',
      line: 2,
      column: 33,
      before: 'kind',
      after: 'sort',
      byHand: { zh: '此处已有 sort：删去其中一个', en: 'sort is there already: remove one of the two' },
    },
  ])
})

test('an option is renamed of the connectors that had it, and of no others', () => {
  const step: MigrationStep = {
    do: 'rename',
    at: 'connections.*.options.key',
    to: 'keyFile',
    uses: ['@berth/connector-a'],
  }
  const connection = (use: string): string => `    use: "${use}"\n    options: { key: k }\n`
  const before = `berth: 1\nconnections:\n  a:\n${connection('@berth/connector-a')}  b:\n${connection('@berth/connector-b')}`
  expect(migrated(before, step)).toBe(before.replace('key: k', 'keyFile: k'))
  expect(migratedPaths({ steps: [step] })).toEqual({
    'manifest-schema': [],
    'connector-options': ['a.key', 'a.keyFile'],
  })
})

test.each([
  ['plain', 'to: desk', 'to: table'],
  ['in quotes', 'to: "desk"', 'to: "table"'],
  ['another word', 'to: chair', 'to: chair'],
  ['a map', 'to: { desk: 1 }', 'to: { desk: 1 }'],
])('a word is replaced: %s', (_name, before, after) => {
  const step: MigrationStep = { do: 'reword', at: 'to', words: { desk: 'table' } }
  expect(migrated(`berth: 1\n${before}\n`, step)).toBe(`berth: 1\n${after}\n`)
})

const add: MigrationStep = { do: 'add', at: 'resources.*.provide.file.every', value: 'P1D' }

test.each([
  ['in a block', 'file:\r\n          to: a\r\n', 'file:\r\n          every: P1D\r\n          to: a\r\n'],
  ['in brackets', 'file: { to: a }', 'file: { every: P1D, to: a }'],
  ['in empty brackets', 'file: {}', 'file: { every: P1D }'],
  ['where it is there', 'file: { every: PT1H }', 'file: { every: PT1H }'],
  ['where its map is not', 'table: { to: a }', 'table: { to: a }'],
])('what was a default is written out %s', (_name, before, after) => {
  const around = (part: string): string => `berth: 1\r\nresources:\r\n  a:\r\n    provide:\r\n        ${part}`
  expect(migrated(around(before), add)).toBe(around(after))
  expect(migrated(migrated(around(before), add), add)).toBe(around(after))
})

test('in an entry of a list the dash stays in front', () => {
  const step: MigrationStep = { do: 'add', at: 'resources.*.aggregates[].grade', value: '3' }
  const before = 'berth: 1\nresources:\n  a:\n    aggregates:\n      - items: [x, y]\n      - grade: 2\n'
  expect(migrated(before, step)).toBe(before.replace('- items', '- grade: 3\n        items'))
})

test('what no program can decide is told with its place, and stays', () => {
  const what = { zh: '说明', en: 'say it' }
  const before = 'berth: 1\nversion: 1.0.0\n'
  const result = migrateManifest(before, { file, migrations: [migrating({ do: 'ask', at: 'version', what })] })
  expect(result).toMatchObject({ text: before, places: [{ path: 'version', line: 2, column: 1, byHand: what }] })
})

test('from version to version, one after the other, each on what the former made', () => {
  const steps = (at: string, to: string): readonly MigrationStep[] => [{ do: 'rename', at, to }]
  const table = [
    { ...migrating(...steps('one', 'two')), id: 'first', contract: 2 },
    { ...migrating(...steps('two', 'three')), id: 'second', contract: 3 },
  ]
  const options = { file, migrations: table, contract: 3 }
  const result = migrateManifest('one: x # 一\nberth: 1 # 版本\n', options)
  expect(result).toMatchObject({ from: 1, to: 3, text: 'three: x # 一\nberth: 3 # 版本\n' })
  expect(result.places.map(({ migration, path, line }) => [migration, path, line])).toEqual([
    ['first', 'two', 1],
    ['second', 'three', 1],
    ['contract-3', 'berth', 2],
  ])
  // A key of version 3 may be called as one of version 1 was.
  expect(migrateManifest('one: x\nberth: 3\n', options)).toMatchObject({ text: 'one: x\nberth: 3\n', places: [] })
})

test.each([
  ['a later version', 'berth: 2\n', 'MANIFEST_NEWER', { file, version: 2, supported: 1 }],
  ['no version', 'system: {}\n', 'MANIFEST_INVALID', { file, count: 1 }],
  ['a version in quotes', 'berth: "1"\n', 'MANIFEST_INVALID', { file, count: 1 }],
  ['a list', '- berth\n', 'MANIFEST_INVALID', { file, count: 1 }],
  ['nothing', '', 'MANIFEST_INVALID', { file, count: 1 }],
  ['no YAML', 'berth: 1\na: {\n', 'MANIFEST_INVALID', { file }],
])('refuses %s', (_name, text, code, details) => {
  let refusal: unknown
  try {
    migrateManifest(text, { file })
  } catch (error) {
    refusal = error
  }
  expect(BerthError.is(refusal) && refusal).toMatchObject({ code, details })
})
