import { readdirSync } from 'node:fs'
import { diffCatalogues, type SchemaChange } from '@berth/manifest'
import { expect, test } from 'vitest'
import { answersHere, changesOf, contractProblems, problemsOf } from './contract-problems.ts'
import { contractState } from './contract-state.ts'
import { parseChangeset, undeclared } from './declared.ts'

const state = contractState()
const parts = Object.entries(state)

test('every part was kept when it was released, and no other', () => {
  const kept = readdirSync(new URL('released/', import.meta.url)).map((name) => name.replace(/\.snap\.json$/, ''))
  expect(new Set(kept)).toEqual(new Set(Object.keys(state)))
})

test('what changed since the release is declared, documented and migrated', () => {
  expect(contractProblems()).toEqual([])
})

// What follows tries the guard itself: on the real state, with one thing taken away or made stricter.
/** A copy with an entry `former` at a place. */
function withEntry(content: object, place: readonly string[]): object {
  const [key, ...rest] = place
  if (key === undefined) return { ...content, former: {} }
  return { ...content, [key]: withEntry((content as Record<string, object>)[key] ?? {}, rest) }
}

test.each(parts)('%s: what breaks and is answered by nothing is told each way', (name, part) => {
  const option = name === 'connector-options'
  const path = option ? 'file.former' : 'former'
  const old = option
    ? withEntry(part.content, ['properties', 'file', 'properties'])
    : withEntry(part.content, part.kind === 'schema' ? ['properties'] : [])
  const changes = changesOf(part, old)
  const none = {
    ...answersHere(),
    versionOf: () => '0.1.0',
    changesets: [],
    pages: { 'docs/upgrading.md': '`formerly`' },
    migrated: [],
  }
  const migrated = option || name === 'manifest-schema' ? [`breaking ${name} ${path} is migrated by nothing`] : []
  expect(problemsOf(name, part, changes, none)).toEqual(
    [
      `'${part.package(path)}': minor, whose words name \`${path}\``,
      `breaking ${name} ${path} is not told in docs/upgrading.md`,
      ...migrated,
    ].map((words) => expect.stringContaining(words)),
  )
  const answers = {
    ...none,
    changesets: [parseChangeset(`---\n'${part.package(path)}': minor\n---\n\n\`${path}\`\n`)],
    pages: { 'docs/upgrading.md': `| \`${path}\` |` },
    migrated: [{ 'manifest-schema': ['former'], 'connector-options': ['file.former'] }],
  }
  expect(problemsOf(name, part, changes, answers)).toEqual([])
})

test.each(parts)('%s: something that is gone is not let pass', (_name, part) => {
  const now = structuredClone(part.content) as Record<string, unknown>
  const holder = part.kind === 'schema' ? (now['properties'] as Record<string, unknown>) : now
  const [gone = ''] = Object.keys(holder)
  delete holder[gone]
  const changes = changesOf(part, part.content, now)
  const about = part.package(gone)
  const changesets = [parseChangeset(`---\n'${about}': minor\n---\n\nSomething else.\n`)]
  const [problem, ...others] = undeclared(changes, { package: about, version: '0.1.0', changesets })
  expect(others.every((each) => each.includes(gone))).toBe(true)
  expect(problem).toContain(`breaking SCH-`)
  expect(problem).toContain(`npm run changeset, '${about}': minor, whose words name \`${gone}\``)
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
