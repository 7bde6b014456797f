import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteState } from '@berth/agent'
import type { ReceiptEntry } from '@berth/core'
import { type DockingManifest, requireManifest } from '@berth/manifest'

const yaml = `berth: 1
system: { id: civil.marriage, title: 婚姻登记系统, owner: { title: 某市民政局, code: 91350100M000100Y43 } }
connections:
  registry:
    use: "@berth/connector-sqlite"
    options: { file: registry.db }
resources: {}
`

/** A docking that has written receipts and nothing else. */
export interface ReceiptDocking extends AsyncDisposable {
  readonly folder: string
  readonly manifest: DockingManifest
}

/** One of a year: the day of the receipt in 2026. */
export function entryOf(index: number): ReceiptEntry {
  return {
    at: new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
    resource: 'civil.marriage/marriage',
    journey: 'service',
    outcome: 'answered',
    consumer: index % 3 === 0 ? 'housing-fund' : 'tax-bureau',
    purpose: 'loan',
    items: ['registeredOn'],
    withheld: [],
    rows: 1,
    digest: 'cd'.repeat(32),
    question: 'ef'.repeat(32),
    reference: `request-${index}`,
    manifest: 'ab'.repeat(32),
  }
}

/** Makes a docking with so many receipts, one a day from the first of January 2026. */
export async function receiptDocking(count: number): Promise<ReceiptDocking> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-receipts-'))
  await writeFile(join(folder, 'berth.yaml'), yaml)
  const manifest = await requireManifest(join(folder, 'berth.yaml'))
  await using state = openSqliteState(join(folder, '.berth'), manifest.system.id)
  await state.commit({ receipts: Array.from({ length: count }, (_, index) => entryOf(index)) })
  return { folder, manifest, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}
