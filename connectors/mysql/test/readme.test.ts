import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dialect } from '../src/dialect.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the README gives the administrator the statement that makes the ledger', () => {
  expect(readme).toContain(`${dialect.ledger('BERTH_LEDGER').create};`)
})
