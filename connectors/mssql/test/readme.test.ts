import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dialect } from '../src/dialect.ts'
import { manifest } from '../src/manifest.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the README gives the administrator the statement that makes the ledger', () => {
  expect(readme).toContain(`${dialect.ledger('BERTH_LEDGER').create};`)
})

test('the README says that no SQL Server was run, as long as the manifest names none', () => {
  expect(manifest.testedServers).toEqual([])
  expect(readme).toContain('Not run against a SQL Server')
  expect(readme).toContain('没有在真实的 SQL Server 上运行过')
})
