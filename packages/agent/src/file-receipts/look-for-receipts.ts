import { join, resolve } from 'node:path'
import { BerthError } from '@berth/core'
import { compareReceipts, dataFileParts, loadBatchKeys, type ReceiptsFound } from '@berth/files'
import type { AwaitedReceipts, Resource } from '@berth/manifest'
import { removeFile } from '../deliver/remove-file.ts'
import { waitingFiles } from '../deliver/waiting-files.ts'
import type { ExchangeSettings } from '../exchange/exchange.ts'
import type { SentFile, Stream } from '../state/state-port.ts'
import { type FileReceiptState, fileReceiptStates } from './receipt-state.ts'
import { carriedReceipts, localReceipts } from './receipt-store.ts'

/** The most receipts that are looked for in one exchange, the oldest first. */
const maxFiles = 1000
/** How many are looked for before what was found is written down. */
const filesAtOnce = 20
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
  const deadline = AbortSignal.timeout(timeoutMs)
  let looked = false
  try {
    for await (const { part, found } of compared(settings, resource, receipts, sent, deadline)) {
      await removeWaiting(waitingFiles(settings, resource), part, found)
      await settle(settings, stream, part, found)
      looked = true
    }
  } catch (failure) {
    const problem = BerthError.from(failure, 'INTERNAL', { subject: 'receipts of files' })
    if (signal?.aborted === true) throw new BerthError('ABORTED', { call: 'receipts' }, { cause: problem })
    // Over a slow line there is no time for all of them: the next exchange goes on behind those that are settled.
    if (!looked || !deadline.aborted) unread = problem
  }
  const [own] = fileReceiptStates(manifest, await state.sentFiles(), Date.now()).filter(
    (each) => each.resource === resource.id,
  )
  return own === undefined || unread === undefined ? own : { ...own, problem: unread }
}

/** Looks for some after the other, so that what is settled does not depend on those behind. */
async function* compared(
  { manifest, openConnection, signal: ending }: ExchangeSettings,
  { id, provide }: Resource,
  { folder, keys: keyFile }: AwaitedReceipts,
  sent: readonly SentFile[],
  deadline: AbortSignal,
): AsyncGenerator<{ readonly part: readonly SentFile[]; readonly found: ReceiptsFound }, void, undefined> {
  if (sent.length === 0) return
  const signal = ending === undefined ? deadline : AbortSignal.any([deadline, ending])
  const keys = keyFile === undefined ? undefined : await loadBatchKeys(join(manifest.folder, keyFile))
  const connection = provide.file?.connection
  await using session =
    connection === undefined ? undefined : await openConnection(connection, { access: 'read', signal })
  const store = session === undefined ? localReceipts(resolve(manifest.folder, folder)) : carriedReceipts(session)
  for (let at = 0; at < sent.length; at += filesAtOnce) {
    const part = sent.slice(at, at + filesAtOnce)
    const batches = part.map(({ number: sequence, file, rows, bytes, sha256 }) => ({
      system: manifest.system.id,
      resource: id,
      file,
      sequence,
      rows,
      bytes,
      sha256,
    }))
    const from = session === undefined ? '' : folder
    yield { part, found: await compareReceipts(store, from, batches, keys, signal) }
  }
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
