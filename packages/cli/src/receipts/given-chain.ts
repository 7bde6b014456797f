import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { BerthError } from '@berth/core'
import { importJwks, type VerificationKey } from '@berth/trust'
import { platformKeysFile } from '../connections/docking-files.ts'
import { loadDocking } from '../connections/load-docking.ts'
import { platformClient } from '../publish/publish-docking.ts'
import { platformKeys } from '../start/platform-keys.ts'
import { type ChainPart, readChainFolder } from './chain-folder.ts'
import { dockingChain, openedState } from './docking-chain.ts'
import { keysOf } from './given-keys.ts'
import { parsedLines } from './parsed-lines.ts'
import type { ReceiptPages } from './receipt-pages.ts'

/** Which chain is to be verified, and by which keys. */
export interface ChainSettings {
  /** The docking's folder. */
  readonly folder: string
  /** A folder or file of receipts. Absent: the docking's own. */
  readonly path?: string
  /** JWKS files, in place of the keys that come along. */
  readonly keys?: string
  readonly platformKeys?: string
  /** The docking's platform is asked what it has seen. */
  readonly platform: boolean
}

/** A chain that can be read until it is disposed. */
export interface GivenChain extends AsyncDisposable {
  readonly part: ChainPart
}

/** Opens what is to be verified. Rejects with `FILE_UNREADABLE`, `KEY_INVALID`, and as the docking and its platform do. */
export async function givenChain(settings: ChainSettings): Promise<GivenChain> {
  const { path, keys, platformKeys: seenBy, platform } = settings
  const given: { keys?: VerificationKey[]; platformKeys?: VerificationKey[] } = {
    ...(keys === undefined ? {} : { keys: await keysOf(keys, importJwks) }),
    ...(seenBy === undefined ? {} : { platformKeys: await keysOf(seenBy, importJwks) }),
  }
  const place = path === undefined ? undefined : resolve(path)
  if (place !== undefined && !platform) {
    return { part: { ...(await writtenChain(place)), ...given }, [Symbol.asyncDispose]: () => Promise.resolve() }
  }
  const manifest = await loadDocking(settings.folder)
  const state = place === undefined ? openedState(manifest) : undefined
  const part =
    place !== undefined
      ? await writtenChain(place)
      : state === undefined
        ? emptyChain(manifest.system.id)
        : await dockingChain(manifest, state)
  const asked = platform ? await seenByPlatform(manifest) : undefined
  return {
    part: { ...part, ...asked, heads: [...part.heads, ...(asked?.heads ?? [])], ...given },
    [Symbol.asyncDispose]: async () => await state?.[Symbol.asyncDispose](),
  }
}

async function seenByPlatform(
  manifest: Awaited<ReturnType<typeof loadDocking>>,
): Promise<Pick<ChainPart, 'heads' | 'platformKeys'>> {
  const client = await platformClient(manifest)
  const signal = new AbortController().signal
  return {
    platformKeys: await platformKeys(client, platformKeysFile(manifest), signal),
    heads: await Array.fromAsync(client.anchoredHeads({ signal })),
  }
}

async function writtenChain(place: string): Promise<ChainPart> {
  const found = await stat(place).catch((cause: unknown) => {
    const nativeCode = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
    throw new BerthError('FILE_UNREADABLE', { file: place, nativeCode }, { cause })
  })
  if (found.isDirectory()) return await readChainFolder(place)
  return { ...emptyChain(''), receipts: parsedLines(place) as ReceiptPages }
}

function emptyChain(chain: string): ChainPart {
  const receipts: ReceiptPages = {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
  }
  return { description: { format: 'berth-receipts/1', chain }, receipts, heads: [], keys: [], platformKeys: [] }
}
