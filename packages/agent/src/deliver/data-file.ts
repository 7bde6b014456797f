import { mkdir, open, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BerthError, formatLogicalType } from '@berth/core'
import { type DataFileManifest, manifestName, type SignedDataFileManifest, signDocumentBy } from '@berth/files'
import type { Item } from '@berth/manifest'
import { currentSigner, type SignerSource } from '@berth/trust'
import { fileError, nativeCode } from './file-error.ts'

export function schemaOf(items: readonly Item[]): DataFileManifest['schema'] {
  return items.map((item) => ({ item: item.id, type: formatLogicalType(item.type) }))
}

/** The name of a data file: sequence numbers sort as texts up to a million files. */
export function dataFileName(resource: string, sequence: number, extension: string): string {
  return `${resource}-${String(sequence).padStart(6, '0')}.${extension}`
}

/**
 * Lets a finished file appear: the data under its name, then its manifest, each in one step. Safe to repeat after a
 * crash at any point; when the data was taken away meanwhile, nothing is written. Rejects with `DISK_FULL` or
 * `FILE_UNWRITABLE`.
 */
export async function sealDataFile(
  folder: string,
  manifest: DataFileManifest,
  key: SignerSource | undefined,
): Promise<void> {
  const data = join(folder, manifest.file)
  try {
    if (await exists(`${data}.part`)) await rename(`${data}.part`, data)
    else if (!(await exists(data))) return
    await syncFolder(folder)
    const signed: SignedDataFileManifest =
      key === undefined
        ? manifest
        : { ...manifest, signature: await signDocumentBy(manifest, await currentSigner(key)) }
    const draft = `${data}.manifest.part`
    const handle = await open(draft, 'w', 0o640)
    try {
      await handle.writeFile(`${JSON.stringify(signed, null, 2)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, manifestName(data))
    await syncFolder(folder)
  } catch (cause) {
    throw fileError(cause, data)
  }
}

/** Makes the folder of data files and sees that the file to come is not there yet: else `FILE_EXISTS`. */
export async function claimDataFile(file: string): Promise<void> {
  const folder = dirname(file)
  try {
    await mkdir(folder, { recursive: true })
  } catch (cause) {
    throw new BerthError('DIRECTORY_UNWRITABLE', { directory: folder, nativeCode: nativeCode(cause) }, { cause })
  }
  if (await exists(file)) throw new BerthError('FILE_EXISTS', { file })
}

export async function exists(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    () => false,
  )
}

/** Makes names that were created or changed in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
