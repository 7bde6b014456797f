import { fileURLToPath } from 'node:url'
import type { Capabilities, ConnectorManifest } from '@berth/core'
import { expect, test } from 'vitest'
import { connectorCapabilityFindings, loadManifest } from '../../src/index.ts'

const loaded = await loadManifest(fileURLToPath(new URL('../fixtures/good/berth.yaml', import.meta.url)))

function check(connection: string, capabilities: Capabilities): unknown[] {
  const connector: ConnectorManifest = {
    name: 'x',
    contract: 1,
    title: { zh: '连接器' },
    testedServers: [],
    options: {},
    capabilities,
    deviations: [],
  }
  return connectorCapabilityFindings(loaded, connection, connector).map(({ line, column, message }) => [
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
