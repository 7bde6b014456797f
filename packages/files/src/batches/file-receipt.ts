import { BerthError } from '@berth/core'
import type { SigningKey, VerificationKey } from '@berth/trust'
import type { FileStore } from '../store/file-store.ts'
import { nameOf } from '../store/stored-content.ts'
import {
  type DataFileManifest,
  documentHolds,
  type FileSignature,
  signDocument,
  signedParts,
} from './data-file-manifest.ts'
import { readDocument } from './read-document.ts'

/** What stands in `<data file>.receipt.json`: the receiver has the whole batch, and so has its target (FIL-2). */
export interface FileReceipt {
  readonly berth: 1
  readonly system: string
  readonly resource: string
  readonly file: string
  readonly sequence: number
  readonly rows: number
  readonly bytes: number
  /** SHA-256 of the data file as it was received. */
  readonly sha256: string
  /** An `instant` value. */
  readonly received: string
  /** Absent: the receiver has no key. */
  readonly signature?: FileSignature
}

/** The name of the receipt for a data file. */
export function receiptName(file: string): string {
  return `${file}.receipt.json`
}

/** Writes the receipt for a batch, whole or not at all; one that is there already stays as it is. */
export async function writeReceipt(
  store: FileStore,
  folder: string,
  manifest: DataFileManifest,
  key: SigningKey | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { system, resource, file, sequence, rows, bytes, sha256 } = manifest
  const path = receiptPath(folder, file)
  if ((await store.find(path, signal)) !== undefined) return
  const received = new Date().toISOString()
  const receipt: FileReceipt = { berth: 1, system, resource, file, sequence, rows, bytes, sha256, received }
  const signed = key === undefined ? receipt : { ...receipt, signature: signDocument(receipt, key) }
  await store.write(path, once(Buffer.from(`${JSON.stringify(signed, null, 2)}\n`)), signal)
}

/** The digest that a receipt tells. Undefined: there is none. */
export async function receivedDigest(
  store: FileStore,
  folder: string,
  file: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = receiptPath(folder, file)
  if ((await store.find(path, signal)) === undefined) return undefined
  const { sha256 } = await readDocument(store, path, signal)
  return typeof sha256 === 'string' ? sha256 : undefined
}

function receiptPath(folder: string, file: string): string {
  return [...folder.split('/').filter((step) => step !== '' && step !== '.'), receiptName(file)].join('/')
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  await Promise.resolve()
  yield bytes
}

/** A batch that was sent, as the sender knows it. */
export type SentBatch = Pick<
  DataFileManifest,
  'system' | 'resource' | 'file' | 'sequence' | 'rows' | 'bytes' | 'sha256'
>

/** What a receipt says otherwise than the sender knows. */
export interface ReceiptContradiction {
  readonly sequence: number
  readonly file: string
  /** The members that differ, or `signature` where it does not hold, or `form` where the file is no receipt. */
  readonly differs: readonly string[]
}

/** How the receipts stand to what was sent. */
export interface ReceiptsFound {
  /** Numbers with a receipt that says what was sent. */
  readonly confirmed: readonly number[]
  /** Numbers without a receipt. */
  readonly missing: readonly number[]
  readonly contradicting: readonly ReceiptContradiction[]
}

/** What receipts are read from: a store, or as much of one as that takes. */
export type ReceiptStore = Pick<FileStore, 'find' | 'read'>

/**
 * The sender's side: compares the receipts in a folder with the batches that were sent (FIL-2). With `keys` a receipt counts
 * only where it is signed with one of them. Rejects with what the store says.
 */
export async function compareReceipts(
  store: ReceiptStore,
  folder: string,
  sent: readonly SentBatch[],
  keys: ReadonlyMap<string, VerificationKey> | undefined,
  signal: AbortSignal,
): Promise<ReceiptsFound> {
  const [confirmed, missing, contradicting] = [[] as number[], [] as number[], [] as ReceiptContradiction[]]
  for (const batch of sent) {
    const path = receiptPath(folder, batch.file)
    if ((await store.find(path, signal)) === undefined) {
      missing.push(batch.sequence)
      continue
    }
    const differs = await differences(store, path, batch, keys, signal)
    if (differs.length === 0) confirmed.push(batch.sequence)
    else contradicting.push({ sequence: batch.sequence, file: nameOf(path), differs })
  }
  return { confirmed, missing, contradicting }
}

const compared = ['system', 'resource', 'file', 'sequence', 'rows', 'bytes', 'sha256'] as const

async function differences(
  store: ReceiptStore,
  path: string,
  batch: SentBatch,
  keys: ReadonlyMap<string, VerificationKey> | undefined,
  signal: AbortSignal,
): Promise<readonly string[]> {
  let receipt: FileReceipt
  try {
    receipt = (await readDocument(store, path, signal)) as unknown as FileReceipt
  } catch (error) {
    if (BerthError.is(error) && error.code === 'BATCH_MANIFEST_INVALID') return ['form']
    throw error
  }
  const differs: string[] = compared.filter((name) => receipt[name] !== batch[name])
  return keys === undefined || isSigned(receipt, keys) ? differs : [...differs, 'signature']
}

function isSigned(receipt: FileReceipt, keys: ReadonlyMap<string, VerificationKey>): boolean {
  const { document, signature } = signedParts(receipt)
  const key = signature === undefined ? undefined : keys.get(signature.kid)
  try {
    return signature !== undefined && key !== undefined && documentHolds(document, signature, key)
  } catch {
    return false
  }
}
