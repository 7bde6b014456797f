import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type LoadResult, parseManifest } from '../../src/index.ts'

const good = readFileSync(new URL('../fixtures/good/berth.yaml', import.meta.url), 'utf8')

function withReceipts(receipts: string, to = 'out'): LoadResult {
  const text = good.replace(/file: \{ to: platform, format: ndjson,/, `file: { to: ${to}, receipts: ${receipts},`)
  if (text === good) throw new Error('the manifest has no such exit')
  return parseManifest(text, { file: 'berth.yaml', folder: '/docking' })
}

test('receipts are awaited for two days where nothing else is said', () => {
  const receiptsOf = (written: string): unknown =>
    withReceipts(written).manifest?.resources['marriage']?.provide.file?.receipts
  expect(receiptsOf('{ folder: back }')).toEqual({ folder: 'back', withinMs: 172_800_000 })
  expect(receiptsOf('{ folder: back, within: PT4H, keys: hub.json }')).toEqual({
    folder: 'back',
    withinMs: 14_400_000,
    keys: 'hub.json',
  })
})

test.each([
  ['{ folder: back, within: soon }', 'MAN-131', 'resources.marriage.provide.file.receipts.within'],
  ['{ folder: back, within: PT0S }', 'MAN-131', 'resources.marriage.provide.file.receipts.within'],
  ['{ within: P1D }', 'MAN-121', 'resources.marriage.provide.file.receipts.folder'],
])('%s is refused', (written, rule, path) => {
  const { manifest, findings } = withReceipts(written)
  expect([manifest, findings.map((finding) => [finding.rule, finding.path])]).toEqual([undefined, [[rule, path]]])
})

test('the platform leaves no receipts in a folder', () => {
  const { findings } = withReceipts('{ folder: back }', 'platform')
  expect(findings.map(({ rule, path }) => [rule, path])).toEqual([
    ['FIL-103', 'resources.marriage.provide.file.receipts'],
  ])
})
