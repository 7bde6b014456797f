import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { changesetProblems } from './changed-packages.mjs'
import { git } from './git.mjs'

let root = ''
let said: string[] = []

function write(file: string, content: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), content)
}

function commit(files: Readonly<Record<string, string>>): void {
  for (const [file, content] of Object.entries(files)) write(file, content)
  git(root, 'add', '--all')
  git(root, 'commit', '--quiet', '--message', 'A change')
}

const naming = (...names: readonly string[]): string =>
  `---\n${names.map((name) => `'${name}': minor\n`).join('')}---\n\nWords.\n`

const problems = (environment = {}): string | undefined =>
  changesetProblems(root, { environment, say: (line) => void said.push(line) })

beforeEach(() => {
  said = []
  root = mkdtempSync(join(tmpdir(), 'berth-changesets-'))
  git(root, 'init', '--quiet', '--initial-branch=main')
  commit({
    'packages/core/package.json': '{ "name": "@berth/core" }',
    'packages/core/src/index.ts': 'one',
    'connectors/memory/package.json': '{ "name": "@berth/connector-memory" }',
    'connectors/memory/src/index.ts': 'one',
    'packages/inside/package.json': '{ "name": "inside", "private": true }',
    '.changeset/README.md': naming('@berth/core'),
    '.changeset/first.md': naming('@berth/core'),
  })
})
afterEach(() => rmSync(root, { recursive: true }))

test('with nothing to compare with it says so, and every package waits for its first release', () => {
  expect(problems()).toContain('no changeset names @berth/connector-memory. Run npm run changeset')
  expect(said).toEqual([expect.stringContaining('no release and no other branch to compare with')])
  write('.changeset/second.md', naming('@berth/connector-memory'))
  expect(problems()).toBeUndefined()
})

test.each([
  ['code', { 'packages/core/src/index.ts': 'two' }, /names @berth\/core\./],
  [
    'code of two packages',
    { 'packages/core/src/a.ts': '', 'connectors/memory/src/b.ts': '' },
    /core, @berth\/connector-memory\./,
  ],
  ['a schema that is published', { 'packages/core/report.schema.json': '{}' }, /names @berth\/core\./],
  [
    'a dependency',
    { 'connectors/memory/package.json': '{ "name": "@berth/connector-memory", "x": 1 }' },
    /connector-memory/,
  ],
  ['a test', { 'packages/core/test/index.test.ts': 'two' }, undefined],
  ['a page', { 'docs/page.md': 'two', 'packages/core/README.md': 'two' }, undefined],
  ['code, named', { 'packages/core/src/index.ts': 'two', '.changeset/new.md': naming('@berth/core') }, undefined],
  [
    'code, another named',
    { 'packages/core/src/index.ts': 'two', '.changeset/new.md': naming('@berth/connector-memory') },
    /core/,
  ],
  ['code that nobody sees', { 'packages/core/src/index.ts': 'two', '.changeset/new.md': '---\n---\n' }, undefined],
  ['a package that is not published', { 'packages/inside/src/index.ts': 'two' }, undefined],
  [
    'a release',
    { 'packages/core/package.json': '{ "name": "@berth/core", "version": "1.0.0" }', 'packages/core/CHANGELOG.md': '' },
    undefined,
  ],
] as const)('on a branch: %s', (_what, files, expected) => {
  git(root, 'checkout', '--quiet', '-b', 'branch')
  commit(files)
  // What is added to main meanwhile is no part of the branch.
  git(root, 'checkout', '--quiet', 'main')
  commit({ 'connectors/memory/src/other.ts': 'x' })
  git(root, 'checkout', '--quiet', 'branch')
  const found = problems()
  if (expected === undefined) expect(found).toBeUndefined()
  else expect(found).toMatch(expected)
  expect(said[0]).toContain('where the branch left refs/heads/main')
})

test('what is not committed yet counts, and so does a base that is named', () => {
  const start = git(root, 'rev-parse', 'HEAD').trim()
  commit({ 'docs/page.md': 'two' })
  write('connectors/memory/src/new.ts', 'x')
  expect(problems({ BERTH_BASE: start })).toContain('@berth/connector-memory')
  expect(said[0]).toContain(`where the branch left ${start}`)
})

test('on main it is compared with the last release', () => {
  git(root, 'tag', '@berth/core@0.1.0')
  expect(problems()).toBeUndefined()
  commit({ 'packages/core/src/index.ts': 'two' })
  expect(problems()).toContain('no changeset names @berth/core')
  expect(said[0]).toContain('the release @berth/core@0.1.0')
})

test('on a bare clone of main it is compared with the last release too', () => {
  git(root, 'tag', '@berth/core@0.1.0')
  commit({ 'packages/core/src/index.ts': 'two' })
  const clone = join(root, 'clone')
  git(root, 'clone', '--quiet', root, clone)
  expect(changesetProblems(clone, { environment: {}, say: (line) => void said.push(line) })).toContain('@berth/core')
  expect(said[0]).toContain('the release @berth/core@0.1.0')
})
