import { connectorCases, connectorDefects, runConformance, sabotage } from '@berth/conformance'
import type { Capabilities, Connector } from '@berth/core'
import { expect, test } from 'vitest'
import { manifest } from '../src/index.ts'
import { memoryKit } from './target.ts'

const some = ['scan/every-row-once', 'apply/upsert', 'lookup/limit-and-order']

/** The connector as one that declares other capabilities than it has. */
function declaring(capabilities: Capabilities): (connector: Connector) => Connector {
  return (connector) => ({ ...connector, manifest: { ...connector.manifest, capabilities } })
}

async function outcomes(
  change: (connector: Connector) => Connector,
  only: readonly string[] = some,
): Promise<string[]> {
  const { connector, tables, target } = memoryKit()
  const report = await runConformance(change(connector), { target, only, seed: 1 })
  expect(tables, 'datasets left behind').toEqual([])
  return report.results.map(({ id, outcome }) => `${id} ${outcome}`)
}

test('an exemption is shown until its day, and fails when it is none', async () => {
  const declared =
    (expires: string) =>
    (connector: Connector): Connector => {
      const exemptions = [{ case: 'scan/every-row-once', reason: 'known', owner: 'the registry', expires }]
      return { ...connector, manifest: { ...connector.manifest, exemptions } }
    }
  const defect = connectorDefects.find(({ id }) => id === 'last-row-lost')
  if (defect === undefined) throw new TypeError('the defect is gone')
  const broken = (expires: string): Promise<string[]> =>
    outcomes((connector) => sabotage(declared(expires)(connector), defect))
  const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  expect(await broken(inDays(399))).toContain('scan/every-row-once exempted')
  expect(await broken(inDays(402)), 'for longer than 400 days').toContain('scan/every-row-once failed')
  expect(await broken('2020-01-31')).toContain('scan/every-row-once failed')
  expect(await outcomes(declared(inDays(30)))).toContain('scan/every-row-once failed')
})

const { lookup: _, ...withoutLookup } = manifest.capabilities

test('a capability that is missing does not apply when it is refused', async () => {
  expect(await outcomes(declaring({ ...withoutLookup, apply: { insert: true } }))).toEqual([
    'lookup/limit-and-order not-applicable',
    'scan/every-row-once passed',
    'apply/upsert not-applicable',
  ])
})

test('every capability may be missing where the wrapper refuses it', async () => {
  const all = connectorCases.filter(({ needs }) => needs.length > 0).map(({ id }) => id)
  const results = await outcomes(declaring({}), all)
  expect(results.filter((line) => !line.endsWith(' not-applicable'))).toEqual([])
})

/** The capabilities without one leaf of a group. */
function without(group: keyof Capabilities, leaf: string): Capabilities {
  const { [leaf]: _gone, ...others } = manifest.capabilities[group] as Record<string, unknown>
  return { ...manifest.capabilities, [group]: others }
}

const refused = [
  'scan.resume',
  'changes.column',
  'changes.log',
  'apply.upsert',
  'apply.deletes',
  'apply.dryRun',
] as const

test.each([...refused, 'text.charsetPerColumn'] as const)('%s may be missing where it is refused', async (need) => {
  const [group = 'scan', leaf = ''] = need.split('.') as [keyof Capabilities, string]
  const needing = connectorCases.filter(({ needs }) => needs.includes(need)).map(({ id }) => id)
  const results = await outcomes(declaring(without(group, leaf)), needing)
  expect(results.filter((line) => !line.endsWith(' not-applicable'))).toEqual([])
  expect(results.length).toBeGreaterThan(0)
})

test('what is done although it is not declared fails', async () => {
  const undeclared = { ...manifest.capabilities, describe: {} }
  expect(await outcomes(declaring(undeclared), ['describe/comments'])).toEqual(['describe/comments failed'])
  const withoutDeletes = { ...manifest.capabilities, changes: { column: true, log: true } } as const
  expect(await outcomes(declaring(withoutDeletes), ['log/later'])).toEqual(['log/later failed'])
  const silent = { ...manifest.capabilities, describe: { comments: true } } as const
  expect(await outcomes(declaring(silent), ['describe/procedures', 'describe/row-counts'])).toEqual([
    'describe/procedures failed',
    'describe/row-counts failed',
  ])
  expect(await outcomes(declaring({ ...withoutLookup }), ['capabilities/declared-and-present'])).toEqual([
    'capabilities/declared-and-present failed',
  ])
})
