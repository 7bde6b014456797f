import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import {
  commandSigner,
  cryptographyProfile,
  currentSigner,
  type FilesInTurn,
  filesInTurn,
  type KeyAlgorithm,
  keyAlgorithm,
  keySigner,
  loadKey,
  loadOrCreateKey,
  parsePublicKey,
  type Signer,
  type VerificationKey,
} from '@berth/trust'
import { agentKeyFile } from './docking-files.ts'

/** How long a key that was read is used before its file is looked at again. */
const holdMs = 1000

/**
 * What a docking signs with: the key in `.berth/agent.key`, made with the first use, or the program that `trust.signer` names. The file is followed:
 * a key that takes its place signs within a second.
 *
 * Rejects with `KEY_FILE_UNUSABLE`, also for a key of another profile than `trust.profile`, and as `loadOrCreateKey` does.
 */
export async function dockingSigner(
  manifest: DockingManifest,
  onProblem?: (problem: BerthError) => void,
): Promise<FilesInTurn<Signer>> {
  const { id } = manifest.system
  const { signer } = manifest.trust ?? {}
  const algorithm = algorithmOf(manifest)
  const file = signer === undefined ? agentKeyFile(manifest) : resolve(manifest.folder, signer.publicKey)
  if (signer === undefined) await loadOrCreateKey(file, id, algorithm)
  const fitting = <Key extends VerificationKey>(key: Key): Key => {
    if (algorithm === undefined || keyAlgorithm(key) === algorithm) return key
    throw new BerthError('KEY_FILE_UNUSABLE', { file, problem: `it holds a key of ${keyAlgorithm(key)}` })
  }
  const load = async (): Promise<Signer> => {
    if (signer === undefined) return keySigner(fitting(await loadKey({ file }, id)))
    return commandSigner({ command: signer.command, key: fitting(await publicKeyOf(file, id)) })
  }
  const turn = filesInTurn([file], load, { holdMs, ...(onProblem === undefined ? {} : { onProblem }) })
  await turn.current()
  return turn
}

/** The public half of what a docking signs with; undefined where it has none yet. Rejects as `dockingSigner` does. */
export async function dockingPublicKey(manifest: DockingManifest): Promise<VerificationKey | undefined> {
  const made = manifest.trust?.signer !== undefined || (await exists(agentKeyFile(manifest)))
  if (!made) return undefined
  const { id, publicKey } = await currentSigner(await dockingSigner(manifest))
  return publicKey === undefined ? undefined : { id, publicKey }
}

/** The one algorithm of every key, where the manifest names a profile. */
export function algorithmOf({ trust }: DockingManifest): KeyAlgorithm | undefined {
  return trust?.profile === undefined ? undefined : cryptographyProfile(trust.profile).signature
}

async function publicKeyOf(file: string, id: string): Promise<VerificationKey> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    const problem = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
    throw new BerthError('KEY_FILE_UNUSABLE', { file, problem }, { cause })
  }
  try {
    return parsePublicKey(text, id)
  } catch (cause) {
    throw new BerthError('KEY_FILE_UNUSABLE', { file, problem: 'it holds no Ed25519 or SM2 public key' }, { cause })
  }
}

async function exists(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    () => false,
  )
}
