import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { PlatformClient } from '@berth/agent'
import { BerthError } from '@berth/core'
import { exportPublicJwk, importJwks, type KeyAlgorithm, keyAlgorithm, type VerificationKey } from '@berth/trust'

/**
 * The platform's public keys: asked for anew, and kept for a start while the platform is away. Rejects with what the
 * platform says when there are none kept. Only keys of `algorithm` count, where one is given.
 */
export async function platformKeys(
  client: PlatformClient,
  file: string,
  signal: AbortSignal,
  algorithm?: KeyAlgorithm,
): Promise<VerificationKey[]> {
  return accepted(await known(client, file, signal), algorithm)
}

/** Those of the one algorithm that counts. Throws `KEY_INVALID` where there is none. */
function accepted(keys: readonly VerificationKey[], algorithm: KeyAlgorithm | undefined): VerificationKey[] {
  const those = keys.filter((key) => algorithm === undefined || keyAlgorithm(key) === algorithm)
  if (those.length > 0 || algorithm === undefined) return those
  throw new BerthError('KEY_INVALID', { problem: `the platform has no key of ${algorithm}` })
}

async function known(client: PlatformClient, file: string, signal: AbortSignal): Promise<VerificationKey[]> {
  try {
    const keys = await client.keys({ signal })
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await writeFile(file, JSON.stringify({ keys: keys.map(exportPublicJwk) }), { mode: 0o600 })
    return keys
  } catch (error) {
    const kept = BerthError.is(error) && error.action === 'retry' ? await keptKeys(file) : undefined
    if (kept === undefined) throw error
    return kept
  }
}

async function keptKeys(file: string): Promise<VerificationKey[] | undefined> {
  try {
    return importJwks(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return undefined
  }
}
