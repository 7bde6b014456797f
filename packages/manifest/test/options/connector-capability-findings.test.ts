import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Capabilities, ConnectorManifest } from '@berth/core'
import { expect, test } from 'vitest'
import { connectorCapabilityFindings, loadManifest, parseManifest } from '../../src/index.ts'

const file = fileURLToPath(new URL('../fixtures/good/berth.yaml', import.meta.url))
const loaded = await loadManifest(file)

function check(connection: string, capabilities: Capabilities, from = loaded): unknown[] {
  const connector: ConnectorManifest = {
    name: 'x',
    contract: 1,
    title: { zh: '连接器' },
    testedServers: [],
    options: {},
    capabilities,
    exemptions: [],
  }
  return connectorCapabilityFindings(from, connection, connector).map(({ line, column, message }) => [
    line,
    column,
    message.en.replace(/.*support (\S+), which (\S+) needs/, '$1 $2'),
  ])
}

test('a connector that can do all has no findings', () => {
  const all: Capabilities = {
    lookup: { maxKeys: 1 },
    scan: {},
    changes: { column: true },
    apply: { insert: true, upsert: true },
    text: { charsetPerColumn: true },
  }
  expect(check('registry', all)).toEqual([])
  expect(check('frontend', { apply: { insert: true, upsert: true } })).toEqual([])
})

test('what a connector cannot do is found where the manifest asks for it', () => {
  expect(check('registry', {})).toEqual([
    [36, 7, 'changes.column from.changes'],
    [50, 9, 'text.charsetPerColumn items.husbandName.charset'],
    [56, 7, 'lookup provide.parameter'],
    [57, 7, 'scan provide.file'],
    [58, 7, 'scan provide.table'],
    [68, 55, 'apply.upsert accept.parameter.key'],
  ])
  expect(check('frontend', { apply: { insert: true } })).toEqual([[58, 7, 'apply.upsert provide.table']])
})

test.each([
  ['{ by: log, name: slot }', { by: 'log', name: 'slot' }, 'changes.log'],
  [
    '{ by: outbox, table: BERTH_OUTBOX, lateCommit: PT30S }',
    { by: 'outbox', dataset: 'BERTH_OUTBOX', lateCommitMs: 30_000 },
    'changes.outbox',
  ],
  ['{ by: snapshot }', { by: 'snapshot' }, 'scan'],
])('changes %s need what tells them, and a target that deletes', (written, normal, capability) => {
  const text = readFileSync(file, 'utf8')
    .replace('{ by: column, column: GXSJ, overlap: PT5M }', written)
    .replace('key: [ID]', 'key: [XB]')
  const other = parseManifest(text, { file, folder: dirname(file) })
  expect(other.findings).toEqual([])
  expect(other.manifest?.resources['marriage']?.from.changes).toEqual(normal)
  expect(check('registry', {}, other)[0]).toEqual([36, 7, `${capability} from.changes`])
  const upserts: Capabilities = { apply: { insert: true, upsert: true } }
  expect(check('frontend', upserts, other)).toEqual([[58, 7, 'apply.deletes provide.table']])
  expect(check('frontend', { apply: { insert: true, upsert: true, deletes: true } }, other)).toEqual([])
})
