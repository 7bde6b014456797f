import { hash, randomUUID } from 'node:crypto'
import { openSqliteState } from '@berth/agent'
import type { DockingManifest } from '@berth/manifest'
import { stateFolder } from '../connections/docking-files.ts'
import { localConsumer } from '../receipts/local-consumer.ts'
import type { PreviewResult } from './preview-resource.ts'

/** Leaves a receipt of rows that are about to be shown to whoever runs this (LOG-1). Rejects as the state does. */
export async function writePreviewReceipt(manifest: DockingManifest, result: PreviewResult): Promise<void> {
  const { resource, items, masked, withheld, rows } = result
  await using state = openSqliteState(stateFolder(manifest), manifest.system.id)
  await state.commit({
    receipts: [
      {
        at: new Date().toISOString(),
        resource: `${manifest.system.id}/${resource}`,
        journey: 'service',
        outcome: 'answered',
        consumer: localConsumer(),
        purpose: 'preview',
        items,
        ...(masked === undefined ? {} : { masked }),
        withheld,
        rows: rows.length,
        digest: hash('sha256', JSON.stringify(rows)),
        reference: randomUUID(),
        manifest: manifest.digest,
      },
    ],
  })
}
