import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { StatePort } from '@berth/agent'
import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { currentSigner, type ReceiptAnchor, redactReceipt, signHeadBy } from '@berth/trust'
import { dockingSigner } from '../connections/docking-signer.ts'
import { auditChain } from './audit-chain.ts'
import { archiveFolders, archiveName, readChainFolder, writeChainFolder } from './chain-folder.ts'
import { archivePlace, dockingKeys } from './docking-chain.ts'
import { type ReceiptPages, stateHeads, statePages } from './receipt-pages.ts'

/** What was archived. */
export interface ArchivedReceipts {
  readonly count: number
  /** Absent: there was nothing to archive. */
  readonly folder?: string
  readonly from?: number
  readonly through?: number
}

export interface ArchiveSettings {
  /** Milliseconds since 1970: receipts from before, up to the first that is not. */
  readonly before: number
  /** What can be erased is erased from what is archived. */
  readonly redact: boolean
}

/**
 * Moves old receipts out of the state into a folder of their own, with a signed head at their end. They leave the state only when
 * the folder is on the disk and verifies, so that an end at any moment loses none; what was left undone is done the next time.
 *
 * Rejects with `RECEIPTS_BROKEN` when they do not verify: a broken chain is not archived. With `STATE_LOCKED` while another archives.
 */
export async function archiveReceipts(
  manifest: DockingManifest,
  state: StatePort,
  { before, redact }: ArchiveSettings,
): Promise<ArchivedReceipts> {
  await using _claim = await state.claim('receipts-archive')
  const { receiptKeeping } = state
  await finishLast(manifest, state)
  const after = await receiptKeeping.archived()
  const end = await endOf(state, after?.number ?? 0, before)
  if (end === undefined) return { count: 0 }
  const from = (after?.number ?? 0) + 1
  const folder = join(archivePlace(manifest), archiveName(from, end.number))
  const signer = await currentSigner(await dockingSigner(manifest))
  const head = await signHeadBy(signer, { chain: signer.id, ...end, at: new Date().toISOString() })
  const pages = statePages(state, after?.number ?? 0, end.number)
  const { count } = await writeChainFolder(folder, {
    description: { format: 'berth-receipts/1', chain: signer.id, ...(after === undefined ? {} : { after }) },
    receipts: redact ? redacted(pages) : pages,
    heads: [...(await stateHeads(receiptKeeping, end.number)).filter(({ number }) => number < end.number), head],
    ...(await dockingKeys(manifest)),
  })
  try {
    await drop(state, folder, end.number)
  } catch (failure) {
    await rm(folder, { recursive: true })
    throw failure
  }
  return { count, folder, from, through: end.number }
}

/** An archive that is whole, and whose receipts are still in the state: the last run ended in between. */
async function finishLast(manifest: DockingManifest, state: StatePort): Promise<void> {
  const archived = (await state.receiptKeeping.archived())?.number ?? 0
  const last = (await archiveFolders(archivePlace(manifest))).at(-1)
  if (last !== undefined && last.from === archived + 1) await drop(state, last.path, last.through)
}

async function drop(state: StatePort, folder: string, through: number): Promise<void> {
  const { ok, last, faults } = await auditChain(await readChainFolder(folder))
  if (!ok || last !== through) throw new BerthError('RECEIPTS_BROKEN', { number: faults[0]?.number ?? last + 1 })
  const receipt = await state.receiptKeeping.receipt(through)
  await state.receiptKeeping.drop({ number: through, hash: receipt?.hash ?? '' })
}

/** The last receipt from before, the newest of all left out: the chain goes on from it. */
async function endOf(state: StatePort, after: number, before: number): Promise<ReceiptAnchor | undefined> {
  const newest = (await state.receiptKeeping.last())?.number ?? 0
  let end: ReceiptAnchor | undefined
  for await (const page of statePages(state, after, newest - 1)) {
    for (const { at, number, hash } of page) {
      if (!(Date.parse(at) < before)) return end
      end = { number, hash }
    }
  }
  return end
}

async function* redacted(pages: ReceiptPages): ReceiptPages {
  for await (const page of pages) yield page.map(redactReceipt)
}
