import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root } from '../structure/sources.ts'
import { licenceProblems, licenceTable, policy, type UsedLicence, usedLicences } from './licences.mjs'
import { bomOf, bomProblem } from './sbom.mjs'

const used = usedLicences(root.replace(/\/$/, ''))

test('everything that is brought along is under a licence of the policy', () => {
  expect(licenceProblems(used)).toEqual([])
})

test('what comes with a package is told apart from the drivers that a user installs', () => {
  const of = (name: string): UsedLicence | undefined => used.find((each) => each.name === name)
  expect(of('yaml')).toMatchObject({ driver: false, licence: 'ISC' })
  expect(of('node-firebird')).toMatchObject({ driver: true, by: ['@berth/connector-firebird'] })
  // It states its licence in the form of ten years ago, which the lock file leaves out.
  expect(of('ssh2')).toMatchObject({ driver: true, licence: 'MIT' })
  expect(of('vitest')).toBeUndefined()
  const table = licenceTable(used)
  expect(table).toMatch(/^\| yaml \| [\d.]+ \| ISC \| {2}\|$/m)
  expect(table).toMatch(/^\| dmdb \| [\d.]+ \| LicenseRef-dameng \| driver, installed by the user \|$/m)
})

const fastify: UsedLicence = { name: 'fastify', version: '1.0.0', licence: 'MIT', driver: false, by: ['@berth/agent'] }
const strict = { ...policy, exceptions: {} }

test.each([
  ['MIT', false, true],
  ['(MIT OR GPL-3.0-only)', false, true],
  ['MIT AND GPL-3.0-only', false, false],
  ['GPL-3.0-only', false, false],
  ['Apache-2.0 WITH LLVM-exception', false, false],
  ['MPL-2.0', false, false],
  ['MPL-2.0', true, true],
  ['SEE LICENSE IN LICENSE.txt', false, false],
  ['UNLICENSED', true, false],
  [undefined, true, false],
])('%s, of a driver: %s, is allowed: %s', (licence, driver, allowed) => {
  const problems = licenceProblems([{ ...fastify, licence, driver }], strict)
  expect(problems).toHaveLength(allowed ? 0 : 1)
  if (!allowed) expect(problems[0]).toContain(`fastify 1.0.0 (for @berth/agent) is under ${licence ?? 'no licence'}`)
})

test('an exception lets one package pass, and is not kept when it is gone', () => {
  const exceptions = { fastify: { licence: 'GPL-3.0-only', why: 'a try' } }
  expect(licenceProblems([{ ...fastify, licence: 'GPL-3.0-only' }], { ...policy, exceptions })).toEqual([])
  expect(licenceProblems([], { ...policy, exceptions })).toEqual([expect.stringContaining('fastify is not needed')])
})

interface Bom {
  readonly specVersion: string
  readonly metadata: { readonly component: { readonly purl: string } }
  readonly components: readonly { readonly purl: string; readonly hashes?: readonly { readonly content: string }[] }[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[]
}

test('the bill of materials of a package holds to the schema, and names all that is installed with it, and nothing else', async () => {
  const text = bomOf(root, 'connectors/firebird', { '@berth/connector-firebird': '1.2.3' })
  expect(await bomProblem(text)).toBeUndefined()
  const bom = JSON.parse(text) as Bom
  expect(bom.specVersion).toBe('1.6')
  expect(bom.metadata.component.purl).toBe('pkg:npm/%40berth/connector-firebird@1.2.3')
  const names = bom.components.map(({ purl }) => purl.replace(/^pkg:npm\/|@[^@]+$/g, ''))
  expect(names).toEqual(expect.arrayContaining(['%40berth/core', '%40berth/sql']))
  expect(names.filter((name) => /vitest|node-firebird|biome/.test(name))).toEqual([])
  const self = bom.dependencies.find(({ ref }) => ref === '@berth/connector-firebird@1.2.3')
  expect(self?.dependsOn?.map((ref) => ref.replace(/@[\d.]+$/, ''))).toEqual(['@berth/core', '@berth/sql'])
  expect(bomOf(root, 'connectors/firebird', { '@berth/connector-firebird': '1.2.3' })).toBe(text)
})

test('the hash of a component is that of its tarball, as the lock file has it', () => {
  const bom = JSON.parse(bomOf(root, 'packages/manifest', {})) as Bom
  const lock = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')) as {
    packages: Record<string, { integrity?: string }>
  }
  const digest = lock.packages['node_modules/yaml']?.integrity?.replace('sha512-', '') ?? ''
  const yaml = bom.components.find(({ purl }) => purl.startsWith('pkg:npm/yaml@'))
  expect(yaml?.hashes?.map(({ content }) => content)).toEqual([Buffer.from(digest, 'base64').toString('hex')])
})

test('a bill of materials that is none is told', async () => {
  const text = bomOf(root, 'packages/core', {}).replace('"library"', '"libary"')
  expect(await bomProblem(text)).toContain('/metadata/component/type')
})
