import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dialect } from '../src/dialect.ts'
import { manifest } from '../src/manifest.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const declared = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly peerDependencies: Readonly<Record<string, string>>
}

test('the README gives the administrator the statement that makes the ledger', () => {
  expect(readme).toContain(`${dialect.ledger('BERTH_LEDGER').create};`)
})

test('the README names every option', () => {
  for (const option of Object.keys(manifest.options)) expect(readme).toContain(`\`${option}\``)
})

test('the driver that the manifest names is the one that is declared', () => {
  expect(declared.peerDependencies).toEqual({ [manifest.driver?.package ?? '']: manifest.driver?.range })
})
