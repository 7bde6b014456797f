import { readFileSync } from 'node:fs'
import { errorCatalogue } from '@berth/core'
import { expect, test } from 'vitest'
import { typescriptFiles, workspacePackages } from '../structure/sources.ts'
import { connectorsPage, describedConnectors, triedConnectors } from './connectors-page.ts'
import { contractPage, contractRoles } from './contract-page.ts'
import { elementsPage } from './elements-page.ts'
import { gatewaysPage } from './gateways-page.ts'
import { keptLevels } from './kept-levels.ts'
import { triedServers } from './tried-servers.ts'

const page = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')

test('docs/elements.md is what the package says: npm run docs:generate', () => {
  expect(page('elements.md')).toBe(elementsPage())
})

test.each(contractRoles)(
  'docs/contract/%s.md is what the requirements and cases say, and every clause has a case',
  (role) => {
    expect(page(`contract/${role}.md`)).toBe(contractPage(role))
    expect(contractPage(role)).not.toContain('Tried by .')
  },
)

test('docs/gateways.md is what the dialects say: npm run docs:generate', () => {
  expect(page('gateways.md')).toBe(gatewaysPage())
})

test('docs/connectors.md is what the connectors say: npm run docs:generate', () => {
  expect(page('connectors.md')).toBe(connectorsPage())
})

test.each(describedConnectors.map(({ manifest }) => [manifest.name, manifest] as const))(
  'the servers that %s was run on are those of its manifest',
  (name, { testedServers }) => {
    const run = triedServers.filter(({ connector, tried }) => connector === name && tried === 'run')
    expect(run.map(({ server }) => server)).toEqual(testedServers)
  },
)

test('every connector has its level on record, but for those whose servers cannot be had here', () => {
  const without = triedConnectors.map(({ manifest }) => manifest.name).filter((name) => keptLevels(name).length === 0)
  expect(without).toEqual(['oracle', 'dameng'])
})

test.each(['errors.md', 'zh/errors.md'])('every code of docs/%s is in the catalogue, and the reverse', (name) => {
  const documented = [...page(name).matchAll(/^##+ (\w+)$/gm)]
    .map((match) => match[1])
    .filter((code) => /^[A-Z_]+$/.test(code ?? ''))
  expect(new Set(documented)).toEqual(new Set(Object.keys(errorCatalogue)))
})

test('every code is used somewhere', () => {
  const files = workspacePackages.flatMap(({ kind, folder }) => typescriptFiles(`${kind}/${folder}/src`))
  const sources = files
    .filter((file) => !file.includes('/errors/catalogue'))
    .map((file) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'))
  const unused = Object.keys(errorCatalogue).filter(
    (code) => !sources.some((text) => new RegExp(`\\b${code}\\b`).test(text)),
  )
  expect(unused).toEqual([])
})
