import { readFileSync } from 'node:fs'
import { errorCatalogue } from '@berth/core'
import { expect, test } from 'vitest'
import { typescriptFiles, workspacePackages } from '../structure/sources.ts'
import { describedConnectors, triedConnectors } from './connectors-page.ts'
import { contractPage, contractRoles } from './contract-page.ts'
import { generatedPages } from './generated-pages.ts'
import { keptLevels } from './kept-levels.ts'
import { triedServers } from './tried-servers.ts'

const page = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')

test.each(generatedPages().map(({ file, text }) => [file, text] as const))(
  'docs/%s is what its sources say: npm run docs:generate',
  (file, text) => {
    expect(page(file)).toBe(text)
  },
)

test.each(contractRoles)('every clause of a %s has a case', (role) => {
  expect(contractPage(role, 'en')).not.toContain('Tried by .')
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
