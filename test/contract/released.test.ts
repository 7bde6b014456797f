import { readdirSync, readFileSync } from 'node:fs'
import { diffCatalogues, diffSchemas, type SchemaChange } from '@berth/manifest'
import { expect, test } from 'vitest'
import { type ContractPart, contractState } from './contract-state.ts'
import { parseChangeset, undeclared, waitingChangesets } from './declared.ts'

const state = contractState()
const parts = Object.entries(state)

function released(name: string): object {
  return JSON.parse(readFileSync(new URL(`released/${name}.snap.json`, import.meta.url), 'utf8'))
}

function changesOf(part: ContractPart, old: object, now: object = part.content): readonly SchemaChange[] {
  return part.kind === 'schema' ? diffSchemas(old, now) : diffCatalogues(old as typeof part.content, now as never)
}

function versionOf(name: string): string {
  const file = new URL(`../../packages/${name.slice('@berth/'.length)}/package.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

test('every part was kept when it was released, and no other', () => {
  const kept = readdirSync(new URL('released/', import.meta.url)).map((name) => name.replace(/\.snap\.json$/, ''))
  expect(new Set(kept)).toEqual(new Set(Object.keys(state)))
})

test.each(parts)('%s: what changed since the release is declared by a changeset', (name, part) => {
  const changes = changesOf(part, released(name))
  const about = { package: part.package, version: versionOf(part.package), changesets: waitingChangesets() }
  expect(undeclared(changes, about)).toEqual([])
})

// What follows tries the guard itself: on the real state, with one thing taken away or made stricter.
test.each(parts)('%s: something that is gone is not let pass', (_name, part) => {
  const now = structuredClone(part.content) as Record<string, unknown>
  const holder = part.kind === 'schema' ? (now['properties'] as Record<string, unknown>) : now
  const [gone = ''] = Object.keys(holder)
  delete holder[gone]
  const changes = changesOf(part, part.content, now)
  const changesets = [parseChangeset(`---\n'${part.package}': minor\n---\n\nSomething else.\n`)]
  const [problem, ...others] = undeclared(changes, { package: part.package, version: '0.1.0', changesets })
  expect(others.every((each) => each.includes(gone))).toBe(true)
  expect(problem).toContain(`breaking SCH-`)
  expect(problem).toContain(`npm run changeset, '${part.package}': minor, whose words name \`${gone}\``)
})

const removed: readonly SchemaChange[] = diffCatalogues({ LOST: {}, KEPT: {} }, { KEPT: {}, FOUND: {} })
const about = { package: '@berth/core' }

test.each([
  ['0.1.0', 'minor', 'Breaking: `LOST` is gone.', 0],
  ['0.1.0', 'major', 'Breaking: `LOST` is gone.', 0],
  ['0.1.0', 'patch', 'Breaking: `LOST` is gone.', 2],
  ['0.1.0', 'minor', 'A code is gone.', 1],
  ['1.0.0', 'minor', 'Breaking: `LOST` is gone.', 1],
  ['1.0.0', 'major', 'Breaking: `LOST` is gone.', 0],
] as const)('at %s, a %s changeset that says %j leaves %i undeclared', (version, bump, text, count) => {
  const changesets = [parseChangeset(`---\n"@berth/core": ${bump}\n'@berth/cli': major\n---\n\n${text}\n`)]
  expect(undeclared(removed, { ...about, version, changesets })).toHaveLength(count)
})

test('a changeset of another package declares nothing', () => {
  const changesets = [parseChangeset("---\n'@berth/cli': major\n---\n\n`LOST`\n")]
  expect(undeclared(removed, { ...about, version: '0.1.0', changesets })).toHaveLength(2)
})
