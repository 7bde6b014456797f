import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dialect } from '../src/dialect.ts'
import { manifest } from '../src/index.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the statement for the administrator is the one that the connector sends', () => {
  expect(readme).toContain(`\`${dialect.ledger('BERTH_LEDGER').create}\``)
})

test('what was not run is not claimed', () => {
  expect(manifest.testedServers).toEqual([])
  expect(manifest.title.en).toContain('not run against a live server')
  expect(readme).toContain('has not been run against a live Oracle server')
  expect(readme).toContain('尚未在真实的 Oracle 服务器上运行过')
})
