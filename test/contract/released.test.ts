import { readdirSync } from 'node:fs'
import { diffCatalogues, type SchemaChange } from '@berth/manifest'
import { expect, test } from 'vitest'
import { answersHere, changesOf, contractProblems, problemsOf, released } from './contract-problems.ts'
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

test('something did break since the release, and without its answers each would be missed', () => {
  const none = { ...answersHere(), changesets: [], pages: { 'docs/upgrading.md': '' }, migrated: [] }
  const problems = (name: string): string =>
    problemsOf(name, state[name] ?? { package: () => '' }, changesOf(state[name] as never, released(name)), none).join(
      '\n',
    )
  expect(problems('connector-options')).toMatch(/SCH-101 file\.receiptKey[\s\S]*'@berth\/connector-file': minor/)
  expect(problems('connector-options')).toContain('sftp.receiptKey is not told in docs/upgrading.md')
  expect(problems('connector-options')).toContain('ftp.receiptKey is migrated by nothing')
  expect(problems('change-rules')).toContain('DIF-320.class is not told in docs/upgrading.md')
  expect(problems('change-rules')).not.toContain('migrated')
})

// What follows tries the guard itself: on the real state, with one thing taken away or made stricter.
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
