import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { onConflict, postgresDialect } from '../src/dialect.ts'
import { manifest } from '../src/manifest.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const declared = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly peerDependencies: Readonly<Record<string, string>>
}

test('the README gives the administrator the statement that makes the ledger', () => {
  expect(readme).toContain(`${postgresDialect(onConflict).ledger('BERTH_LEDGER').create};`)
})

test('the README names every option, and every server that was run', () => {
  for (const option of Object.keys(manifest.options)) expect(readme).toContain(`\`${option}\``)
  for (const server of manifest.testedServers) expect(readme).toContain(`| ${server} `)
})

test('the driver that the manifest names is one of those that are declared', () => {
  expect(declared.peerDependencies).toMatchObject({ [manifest.driver?.package ?? '']: manifest.driver?.range })
})
