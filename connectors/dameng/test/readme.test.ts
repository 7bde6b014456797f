import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dialect } from '../src/dialect.ts'
import { manifest } from '../src/index.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const declared = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly peerDependenciesMeta: object
}

test('the statement for the administrator is the one that the connector sends', () => {
  expect(readme).toContain(`\`${dialect.ledger('BERTH_LEDGER').create}\``)
})

test('the library is not installed with the package: it is proprietary', () => {
  expect(declared.peerDependenciesMeta).toEqual({ dmdb: { optional: true } })
  expect(readme).toContain('proprietary')
})

test('what was not run is not claimed', () => {
  expect(manifest.testedServers).toEqual([])
  expect(manifest.title.en).toContain('not run against a live server')
  expect(readme).toContain('has not been run against a live Dameng server')
  expect(readme).toContain('尚未在真实的达梦服务器上运行过')
})
