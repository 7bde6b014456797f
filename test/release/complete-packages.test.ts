import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { completePackages } from './complete-packages.mjs'

const built = { types: './dist/index.d.ts', default: './dist/index.js' }
const written = { '.': { '@berth/source': './src/index.ts', ...built }, './package.json': './package.json' }
const exports = { '.': built, './package.json': './package.json' }

let tree = ''
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'berth-complete-'))
  writeFileSync(join(tree, 'LICENSE'), 'The licence')
  for (const [folder, manifest] of [
    ['packages/core', { name: '@berth/core', files: ['dist', 'src'], exports: written }],
    ['packages/inside', { name: 'inside', private: true }],
    ['connectors/memory', { name: '@berth/connector-memory', files: ['dist', 'CHANGELOG.md'], exports: {} }],
  ] as const) {
    mkdirSync(join(tree, folder), { recursive: true })
    writeFileSync(join(tree, folder, 'package.json'), JSON.stringify(manifest))
  }
})
afterEach(() => rmSync(tree, { recursive: true }))

const manifestOf = (folder: string): unknown => JSON.parse(readFileSync(join(tree, folder, 'package.json'), 'utf8'))

test('a package gets its licence, its changelog, and in a workflow the place of its source', () => {
  completePackages(tree, { GITHUB_SERVER_URL: 'https://git.example', GITHUB_REPOSITORY: 'office/berth' })
  const repository = { type: 'git', url: 'git+https://git.example/office/berth.git', directory: 'connectors/memory' }
  const files = ['dist', 'CHANGELOG.md']
  expect(manifestOf('connectors/memory')).toEqual({ name: '@berth/connector-memory', files, exports: {}, repository })
  expect(manifestOf('packages/core')).toMatchObject({ files, repository: { directory: 'packages/core' } })
  expect(manifestOf('packages/inside')).toEqual({ name: 'inside', private: true })
  expect(readFileSync(join(tree, 'packages/core/LICENSE'), 'utf8')).toBe('The licence')
})

test('its sources stay in the repository, and elsewhere no place of them is named', () => {
  completePackages(tree, {})
  expect(manifestOf('packages/core')).toEqual({ name: '@berth/core', files: ['dist', 'CHANGELOG.md'], exports })
})
