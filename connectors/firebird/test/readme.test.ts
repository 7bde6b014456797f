import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { firebirdDialect } from '../src/dialect.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the README gives the administrator the statement that makes the ledger', () => {
  const { create } = firebirdDialect({ dialect: 3, user: 'SYSDBA' }).ledger('BERTH_LEDGER')
  expect(readme).toContain(`${create};`)
})
