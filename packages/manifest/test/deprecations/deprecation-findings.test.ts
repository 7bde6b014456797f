import { expect, test } from 'vitest'
import { deprecationFindings } from '../../src/deprecations/deprecation-findings.ts'
import { type Deprecation, deprecations, formatFindings, leastNoticeDays } from '../../src/index.ts'
import { findingCollector } from '../../src/rules/finding-collector.ts'
import { manifestSource } from '../../src/source/manifest-source.ts'

const dates = { since: '2026-11-24', until: '2027-06-30' }
const instead = { zh: '改写 frequency', en: 'write frequency instead' }
const table: readonly Deprecation[] = [
  { what: { manifest: 'resources.*.update.cycle' }, ...dates, instead },
  { what: { manifest: 'connections.*.options.charset', uses: ['@berth/connector-a'] }, ...dates, instead },
  { what: { command: 'sync', flag: 'all' }, ...dates, instead },
]

const text = `berth: 1
connections:
  a: { use: "@berth/connector-a", options: { charset: GBK } }
  b: { use: "@berth/connector-b", options: { charset: GBK } }
resources:
  r: { update: { cycle: daily } }
`

test('a key that is going to be taken away is a warning with its dates and what to write, at its place', () => {
  const source = manifestSource('berth.yaml', text, new TextEncoder().encode(text))
  const collector = findingCollector(source)
  deprecationFindings(source, collector, table)
  const findings = collector.findings()
  expect(findings.map(({ rule, severity, path, line, column }) => [rule, severity, path, line, column])).toEqual([
    ['VER-104', 'warning', 'connections.a.options.charset', 3, 46],
    ['VER-104', 'warning', 'resources.r.update.cycle', 6, 18],
  ])
  expect(formatFindings(findings, 'en', { source })).toContain(
    'cycle is deprecated since 2026-11-24; releases after 2027-06-30 will not have it',
  )
  expect(findings[1]?.next).toEqual({ zh: '在此之前：改写 frequency', en: 'until then: write frequency instead' })
})

test('whatever is deprecated is announced for half a year at least, in both languages', () => {
  const days = ({ since, until }: Pick<Deprecation, 'since' | 'until'>): number =>
    (Date.parse(until) - Date.parse(since)) / 86_400_000
  for (const entry of [...deprecations, ...table]) {
    expect(days(entry), JSON.stringify(entry.what)).toBeGreaterThanOrEqual(leastNoticeDays)
    expect(entry.instead.zh).toMatch(/\p{Script=Han}/u)
    expect(entry.instead.en).toMatch(/[a-z]{3}/)
  }
})
