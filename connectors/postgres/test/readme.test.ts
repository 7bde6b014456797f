import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { onConflict, postgresDialect } from '../src/dialect.ts'
import { manifest } from '../src/manifest.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the README gives the administrator the statement that makes the ledger', () => {
  expect(readme).toContain(`${postgresDialect(onConflict, true).ledger('BERTH_LEDGER').create};`)
})

test('the README names every server that was run', () => {
  for (const server of manifest.testedServers) expect(readme).toContain(`| ${server} `)
})
