import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BerthError } from '@berth/core'
import { exportPublicJwk, importJwks, type ReceiptAnchor, type ReceiptHead, type VerificationKey } from '@berth/trust'
import type { ChainDescription } from './chain-description.ts'
import { chainReadme } from './chain-readme.ts'
import { parsedLines } from './parsed-lines.ts'
import type { ReceiptPages } from './receipt-pages.ts'

/** A part of a chain with all that verifying it takes. */
export interface ChainPart {
  readonly description: ChainDescription
  readonly receipts: ReceiptPages
  readonly heads: readonly ReceiptHead[]
  readonly keys: readonly VerificationKey[]
  readonly platformKeys: readonly VerificationKey[]
}

/** What was written. */
export interface WrittenPart {
  readonly count: number
  /** The last receipt that was written. Absent: there was none. */
  readonly last?: ReceiptAnchor
}

/** The files of the folder. */
export const chainFiles = {
  description: 'chain.json',
  receipts: 'receipts.ndjson',
  heads: 'heads.ndjson',
  keys: 'keys.json',
  platformKeys: 'platform-keys.json',
  readme: 'README.md',
} as const

/**
 * Writes a part of a chain into a folder that appears whole or not at all, and is on the disk by then. Rejects with
 * `FILE_UNWRITABLE` (`EEXIST` where the folder is there) or `DISK_FULL`.
 */
export async function writeChainFolder(folder: string, part: ChainPart): Promise<WrittenPart> {
  const draft = `${folder}.part`
  try {
    await rm(draft, { recursive: true, force: true })
    await mkdir(draft, { recursive: true, mode: 0o700 })
    const { description, heads, keys, platformKeys } = part
    const written = await writeReceipts(join(draft, chainFiles.receipts), part.receipts)
    await writeWhole(join(draft, chainFiles.heads), heads.map((head) => `${JSON.stringify(head)}\n`).join(''))
    await writeWhole(join(draft, chainFiles.keys), jwksText(keys))
    await writeWhole(join(draft, chainFiles.platformKeys), jwksText(platformKeys))
    await writeWhole(join(draft, chainFiles.description), `${JSON.stringify(description)}\n`)
    await writeWhole(join(draft, chainFiles.readme), chainReadme(description))
    await synced(draft)
    // A rename over a folder succeeds where that is empty: an empty one is no export.
    await rename(draft, folder)
    await synced(dirname(folder))
    return written
  } catch (cause) {
    await rm(draft, { recursive: true, force: true })
    if (BerthError.is(cause)) throw cause
    const nativeCode = codeOf(cause)
    if (nativeCode === 'ENOSPC') throw new BerthError('DISK_FULL', { file: folder }, { cause })
    const told = nativeCode === 'ENOTEMPTY' ? 'EEXIST' : nativeCode
    throw new BerthError('FILE_UNWRITABLE', { file: folder, nativeCode: told }, { cause })
  }
}

/** Reads what `writeChainFolder` wrote. Rejects with `FILE_UNREADABLE`, or `KEY_INVALID` for what are no keys. */
export async function readChainFolder(folder: string): Promise<ChainPart> {
  const [description, keys, platformKeys] = await Promise.all([
    readJson(join(folder, chainFiles.description)),
    readJson(join(folder, chainFiles.keys)),
    readJson(join(folder, chainFiles.platformKeys)),
  ])
  const heads: ReceiptHead[] = []
  for await (const page of parsedLines(join(folder, chainFiles.heads))) heads.push(...page.map(headOf))
  return {
    description: description as ChainDescription,
    receipts: parsedLines(join(folder, chainFiles.receipts)) as ReceiptPages,
    heads,
    keys: importJwks(keys),
    platformKeys: importJwks(platformKeys),
  }
}

/** Archives of a docking, in order: the folders whose names are ranges of numbers. */
export async function archiveFolders(place: string): Promise<{ path: string; from: number; through: number }[]> {
  const names = await readdir(place).catch((cause: unknown) => {
    if (codeOf(cause) === 'ENOENT') return []
    throw new BerthError('FILE_UNREADABLE', { file: place, nativeCode: codeOf(cause) }, { cause })
  })
  return names.sort().flatMap((name) => {
    const [, from, through] = /^(\d{12})-(\d{12})$/.exec(name) ?? []
    return from === undefined ? [] : [{ path: join(place, name), from: Number(from), through: Number(through) }]
  })
}

/** The name of the archive of a range. */
export function archiveName(from: number, through: number): string {
  return `${String(from).padStart(12, '0')}-${String(through).padStart(12, '0')}`
}

async function writeReceipts(file: string, pages: ReceiptPages): Promise<WrittenPart> {
  await using handle = await open(file, 'wx', 0o600)
  let count = 0
  let last: ReceiptAnchor | undefined
  for await (const page of pages) {
    await handle.write(page.map((receipt) => `${JSON.stringify(receipt)}\n`).join(''))
    count += page.length
    const end = page.at(-1)
    if (end !== undefined) last = { number: end.number, hash: end.hash }
  }
  await handle.sync()
  return last === undefined ? { count } : { count, last }
}

async function writeWhole(file: string, text: string): Promise<void> {
  await using handle = await open(file, 'wx', 0o600)
  await handle.writeFile(text)
  await handle.sync()
}

/** Where the system cannot sync a folder, the files are what counts. */
async function synced(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

/** What is no head is one that nobody signed, so that the audit tells it. */
function headOf(line: unknown): ReceiptHead {
  const { chain, number, hash, at, signature, anchor } = (line ?? {}) as Partial<ReceiptHead>
  return {
    chain: String(chain),
    number: typeof number === 'number' ? number : 0,
    hash: String(hash),
    at: String(at),
    signature: String(signature),
    ...(anchor === undefined ? {} : { anchor: { ...anchor, signature: String(anchor?.signature) } }),
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw new BerthError('FILE_UNREADABLE', { file, nativeCode: codeOf(cause) }, { cause })
  }
}

function jwksText(keys: readonly VerificationKey[]): string {
  return `${JSON.stringify({ keys: keys.map(exportPublicJwk) })}\n`
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'JSON'
}
