import { type KeepHeadsOptions, keepHeads, type StatePort, signedHead } from '@berth/agent'
import type { DockingManifest } from '@berth/manifest'
import { dockingSigner } from '../connections/docking-signer.ts'
import { platformClient } from '../publish/publish-docking.ts'

/** How long the platform may take to see the head of a run. */
const anchorMs = 5000

/** Signs the end of the chain again and again while the docking runs, and shows it to its platform where it has one. */
export async function headKeeper(
  manifest: DockingManifest,
  state: StatePort,
  every: Pick<KeepHeadsOptions, 'everyReceipts' | 'everyMs'>,
  onFailure: (failure: unknown) => void,
): Promise<AsyncDisposable> {
  return keepHeads({ ...(await signing(manifest)), ...every, state, onFailure })
}

/**
 * Signs the end of the chain behind a run, once, and shows it to the platform. What was done does not fail for want of a platform;
 * the next head covers what this one does.
 */
export async function signReceipts(manifest: DockingManifest, state: StatePort): Promise<void> {
  const { key, anchor } = await signing(manifest)
  const signal = AbortSignal.timeout(anchorMs)
  await signedHead({ state, key }, signal)
  if (anchor !== undefined) await signedHead({ state, key, anchor }, signal).catch(() => undefined)
}

async function signing(manifest: DockingManifest): Promise<Pick<KeepHeadsOptions, 'key' | 'anchor'>> {
  const key = await dockingSigner(manifest)
  if (manifest.platform === undefined) return { key }
  const client = await platformClient(manifest)
  return { key, anchor: (head, signal) => client.anchor(head, { signal }) }
}
