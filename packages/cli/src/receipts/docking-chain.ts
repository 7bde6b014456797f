import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openSqliteState, type StatePort } from '@berth/agent'
import type { DockingManifest } from '@berth/manifest'
import { importJwks, type ReceiptHead, type VerificationKey } from '@berth/trust'
import { platformKeysFile, stateFolder } from '../connections/docking-files.ts'
import { dockingPublicKey } from '../connections/docking-signer.ts'
import { archiveFolders, type ChainPart, readChainFolder } from './chain-folder.ts'
import { keysOf } from './given-keys.ts'
import { type ReceiptPages, stateHeads, statePages } from './receipt-pages.ts'

/** Where the archives of a docking are. */
export function archivePlace(manifest: DockingManifest): string {
  return join(stateFolder(manifest), 'receipts')
}

/** Opens a docking's state, for as long as its receipts are read. Undefined: the docking never ran. */
export function openedState(manifest: DockingManifest): StatePort | undefined {
  if (!existsSync(join(stateFolder(manifest), 'state.sqlite'))) return undefined
  return openSqliteState(stateFolder(manifest), manifest.system.id)
}

/** The public keys that a docking knows: its own, and its platform's as they were last seen. */
export async function dockingKeys(
  manifest: DockingManifest,
): Promise<{ keys: VerificationKey[]; platformKeys: VerificationKey[] }> {
  const own = await dockingPublicKey(manifest)
  const keys = own === undefined ? [] : [own]
  const file = platformKeysFile(manifest)
  return { keys, platformKeys: existsSync(file) ? await keysOf(file, importJwks) : [] }
}

/** The chain of a docking from the first receipt that is here: its archives, then its state. */
export async function dockingChain(manifest: DockingManifest, state: StatePort): Promise<ChainPart> {
  const known = await dockingKeys(manifest)
  const keys = [...known.keys]
  const heads: ReceiptHead[] = []
  const parts: ReceiptPages[] = []
  let after = await state.receiptKeeping.archived()
  let behind = after?.number ?? 0
  for (const [index, { path, through }] of (await archiveFolders(archivePlace(manifest))).entries()) {
    const part = await readChainFolder(path)
    if (index === 0) after = part.description.after
    parts.push(part.receipts)
    heads.push(...part.heads)
    behind = Math.max(behind, through)
  }
  parts.push(statePages(state, behind))
  heads.push(...(await stateHeads(state.receiptKeeping)).filter(({ number }) => number > behind))
  return {
    description: {
      format: 'berth-receipts/1',
      chain: manifest.system.id,
      ...(after === undefined ? {} : { after }),
    },
    receipts: together(parts),
    heads,
    keys,
    platformKeys: known.platformKeys,
  }
}

async function* together(parts: readonly ReceiptPages[]): ReceiptPages {
  for (const part of parts) yield* part
}
