import { lstat, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { importPublicJwk, sameKey, type VerificationKey, verifyDetached } from '@berth/trust'
import { type BundleFacts, bundlePlaces } from './bundle-facts.ts'
import { verifySums } from './bundle-sums.ts'
import { bundleSignatureType } from './make-bundle.ts'
import { nativeCode } from './native-code.ts'
import { readFacts } from './read-facts.ts'
import { unpackArchive } from './unpack-archive.ts'

/**
 * What is known of who made a bundle. `unsigned`: nothing. `foreign`: signed, by none of the keys that are trusted. `whole`: signed, and
 * no key that is trusted was given. `signed`: by the holder of a key that is trusted.
 */
export type BundleSignature = 'unsigned' | 'foreign' | 'whole' | 'signed'

export interface VerifiedBundle {
  readonly facts: BundleFacts
  readonly signature: BundleSignature
}

/**
 * Verifies a bundle, packed or unpacked: every file is as the list of checksums says, there is none besides, and the signature is over that
 * list. Rejects with `BUNDLE_DAMAGED`, `FILE_UNREADABLE`.
 */
export async function verifyBundle(
  path: string,
  trusted: readonly VerificationKey[],
  signal: AbortSignal,
): Promise<VerifiedBundle> {
  const kind = await lstat(path).catch((cause: unknown) => {
    throw new BerthError('FILE_UNREADABLE', { file: path, nativeCode: nativeCode(cause) }, { cause })
  })
  if (kind.isDirectory() || kind.isSymbolicLink()) return await verifyFolder(path, trusted, signal)
  const work = await mkdtemp(join(tmpdir(), 'berth-verify-'))
  try {
    return await verifyFolder(await unpackArchive(path, work, signal), trusted, signal)
  } finally {
    // Of an archive that is damaged, files may still be on their way.
    await rm(work, { recursive: true, force: true, maxRetries: 10 })
  }
}

/** The same of an unpacked bundle. */
export async function verifyFolder(
  folder: string,
  trusted: readonly VerificationKey[],
  signal: AbortSignal,
): Promise<VerifiedBundle> {
  const sums = await verifySums(folder, signal)
  return { facts: await readFacts(folder), signature: await signatureOf(folder, sums, trusted) }
}

async function signatureOf(
  folder: string,
  sums: string,
  trusted: readonly VerificationKey[],
): Promise<BundleSignature> {
  const jws = await readFile(join(folder, bundlePlaces.signature), 'utf8').catch(() => undefined)
  if (jws === undefined) return 'unsigned'
  const broken = new BerthError('BUNDLE_DAMAGED', { file: bundlePlaces.signature, problem: 'changed' })
  const own = await ownKey(folder)
  if (own === undefined || !verifyDetached(own, jws.trimEnd(), sums, bundleSignatureType)) throw broken
  if (trusted.length === 0) return 'whole'
  return trusted.some((key) => sameKey(key, own)) ? 'signed' : 'foreign'
}

async function ownKey(folder: string): Promise<VerificationKey | undefined> {
  try {
    return importPublicJwk(JSON.parse(await readFile(join(folder, bundlePlaces.key), 'utf8')))
  } catch {
    return undefined
  }
}
