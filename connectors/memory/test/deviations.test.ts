import { connectorDefects, runConformance, sabotage } from '@berth/conformance'
import type { Connector } from '@berth/core'
import { expect, test } from 'vitest'
import { type MemoryTable, memory } from '../src/index.ts'
import { memoryTarget } from './target.ts'

const only = ['scan/every-row-once', 'apply/upsert', 'lookup/limit-and-order']

async function outcomes(change: (connector: Connector) => Connector): Promise<string[]> {
  const tables: MemoryTable[] = []
  const report = await runConformance(change(memory(tables)), { target: memoryTarget(tables), only, seed: 1 })
  expect(tables, 'datasets left behind').toEqual([])
  return report.results.map(({ id, outcome }) => `${id} ${outcome}`)
}

test('a declared deviation is shown, and fails when it is none', async () => {
  const deviations = [{ case: 'scan/every-row-once', reason: 'known' }]
  const declared = (connector: Connector): Connector => ({
    ...connector,
    manifest: { ...connector.manifest, deviations },
  })
  const defect = connectorDefects.find(({ id }) => id === 'last-row-lost')
  if (defect === undefined) throw new TypeError('the defect is gone')
  expect(await outcomes((connector) => sabotage(declared(connector), defect))).toContain(
    'scan/every-row-once deviating',
  )
  expect(await outcomes(declared)).toContain('scan/every-row-once failed')
})

test('a capability that is missing does not apply when it is refused', async () => {
  const without = (connector: Connector): Connector => {
    const { lookup: _, ...capabilities } = connector.manifest.capabilities
    const manifest = { ...connector.manifest, capabilities: { ...capabilities, apply: { insert: true } as const } }
    return { ...connector, manifest }
  }
  expect(await outcomes(without)).toEqual([
    'lookup/limit-and-order not-applicable',
    'scan/every-row-once passed',
    'apply/upsert not-applicable',
  ])
})
