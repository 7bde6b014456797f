import type { Deprecation } from '@berth/manifest'
import { expect, test } from 'vitest'
import { deprecatedUse } from '../../src/command/deprecated-use.ts'

const dates = { since: '2026-11-24', until: '2027-06-30' }
const instead = { zh: '用 --tables', en: 'use --tables' }
const table: readonly Deprecation[] = [
  { what: { command: 'report convert', flag: 'form' }, ...dates, instead },
  { what: { command: 'wsdl' }, ...dates, instead },
  { what: { manifest: 'wsdl' }, ...dates, instead },
  { what: { program: 'wsdl of @berth/cli' }, ...dates, instead },
]

test.each([
  ['wsdl', [], ['berth wsdl ']],
  ['report:convert', ['to', 'form'], ['berth report convert --form ']],
  ['report:convert', ['to'], []],
  ['sync', ['form'], []],
] as const)('%s with %j', (command, flags, expected) => {
  const lines = deprecatedUse(command, new Set(flags), table)
  expect(lines).toHaveLength(expected.length)
  for (const [index, words] of expected.entries()) {
    expect(lines[index]).toContain(words)
    expect(lines[index]).toMatch(/2026-11-24.*2027-06-30.*--tables/)
  }
})
