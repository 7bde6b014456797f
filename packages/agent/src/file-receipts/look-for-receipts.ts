import { join, resolve } from 'node:path'
import { BerthError } from '@berth/core'
import { compareReceipts, dataFileParts, loadBatchKeys, type ReceiptStore, type ReceiptsFound } from '@berth/files'
import type { AwaitedReceipts, Resource } from '@berth/manifest'
import { removeFile } from '../deliver/remove-file.ts'
import { waitingFiles } from '../deliver/waiting-files.ts'
import type { ExchangeSettings } from '../exchange/exchange.ts'
import type { SentFile, Stream } from '../state/state-port.ts'
import { type FileReceiptState, fileReceiptStates } from './receipt-state.ts'
import { carriedReceipts, localReceipts } from './receipt-store.ts'

/** The most receipts that are looked for in one exchange, the oldest first. */
const maxFiles = 1000
const timeoutMs = 60_000

/**
 * Looks for the receipts of the files that were sent, and writes down what there is (FIL-2). Undefined where the manifest
 * awaits none. A folder that cannot be read is told as the problem: what was delivered is delivered. Rejects with
 * `ABORTED`, and as the state does.
 */
export async function lookForReceipts(
  settings: ExchangeSettings,
  resource: Resource,
  stream: Stream,
): Promise<FileReceiptState | undefined> {
  const { manifest, state, signal, exit, dryRun } = settings
  const { receipts } = resource.provide.file ?? {}
  if (receipts === undefined || exit !== 'file' || dryRun === true) return undefined
  const all = await state.sentFiles()
  const sent = all.filter((each) => each.resource === stream.resource && each.exit === stream.exit).slice(0, maxFiles)
  let unread: BerthError | undefined
  if (sent.length > 0) {
    try {
      const found = await compared(settings, resource, receipts, sent)
      await removeWaiting(waitingFiles(settings, resource), sent, found)
      await settle(settings, stream, sent, found)
    } catch (failure) {
      unread = BerthError.from(failure, 'INTERNAL', { subject: 'receipts of files' })
      if (signal?.aborted === true) throw new BerthError('ABORTED', { call: 'receipts' }, { cause: unread })
    }
  }
  const [own] = fileReceiptStates(manifest, await state.sentFiles(), Date.now()).filter(
    (each) => each.resource === resource.id,
  )
  return own === undefined || unread === undefined ? own : { ...own, problem: unread }
}

async function compared(
  { manifest, openConnection, signal: ending }: ExchangeSettings,
  { id, provide }: Resource,
  { folder, keys: keyFile }: AwaitedReceipts,
  sent: readonly SentFile[],
): Promise<ReceiptsFound> {
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(ending === undefined ? [] : [ending])])
  const keys = keyFile === undefined ? undefined : await loadBatchKeys(join(manifest.folder, keyFile))
  const batches = sent.map(({ number: sequence, file, rows, bytes, sha256 }) => ({
    system: manifest.system.id,
    resource: id,
    file,
    sequence,
    rows,
    bytes,
    sha256,
  }))
  const compare = (store: ReceiptStore, from: string): Promise<ReceiptsFound> =>
    compareReceipts(store, from, batches, keys, signal)
  const connection = provide.file?.connection
  if (connection === undefined) return await compare(localReceipts(resolve(manifest.folder, folder)), '')
  await using session = await openConnection(connection, { access: 'read', signal })
  return await compare(carriedReceipts(session), folder)
}

/** Files that were carried are kept no longer than until they are confirmed. Before that is written down: a run that ends here does both anew. */
async function removeWaiting(
  folder: string | undefined,
  sent: readonly SentFile[],
  { confirmed }: ReceiptsFound,
): Promise<void> {
  if (folder === undefined) return
  const settled = new Set(confirmed)
  for (const { file } of sent.filter(({ number }) => settled.has(number)))
    for (const part of dataFileParts(join(folder, file))) await removeFile(part)
}

async function settle(
  { state }: ExchangeSettings,
  stream: Stream,
  sent: readonly SentFile[],
  { confirmed, contradicting, missing }: ReceiptsFound,
): Promise<void> {
  const differing = new Map(contradicting.map(({ sequence, differs }) => [sequence, differs]))
  const lost = new Set(missing)
  const changed = sent.flatMap((each): SentFile[] => {
    const { differs: before, ...plain } = each
    const differs = differing.get(each.number)
    if (differs !== undefined) return [{ ...plain, differs }]
    return before !== undefined && lost.has(each.number) ? [plain] : []
  })
  if (confirmed.length + changed.length > 0) await state.commit({ stream, confirmed, sent: changed })
}
