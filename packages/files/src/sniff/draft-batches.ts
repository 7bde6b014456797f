import { BerthError, type Dataset, parseLogicalType } from '@berth/core'
import { batchFormats } from '../batches/batch-layout.ts'
import type { DataFileManifest } from '../batches/data-file-manifest.ts'
import type { FileStore } from '../store/file-store.ts'
import { doubt } from './doubts.ts'
import type { FileGroup } from './group-files.ts'

const mostBytes = 1024 * 1024

interface Batch {
  readonly system: string
  readonly resource: string
  readonly format: DataFileManifest['format']
  readonly schema: readonly { readonly item: string; readonly type: string }[]
  readonly deletes?: true
}

/**
 * Drafts a dataset of signed batches from what a manifest of one says. Its signature is not checked: nothing of it is read before the
 * public keys of the sender are there. Throws `BATCH_MANIFEST_INVALID`.
 */
export async function draftBatches(
  { store }: { readonly store: FileStore },
  group: FileGroup,
  manifest: string,
  signal: AbortSignal,
): Promise<Dataset> {
  const { system, resource, format, schema } = await readBatch(store, manifest, signal)
  const { name, pattern: files } = group
  const columns = schema.map(({ item, type }) => ({
    name: item,
    nativeType: type,
    type: parseLogicalType(type) ?? ({ name: 'text' } as const),
    nullable: true,
  }))
  const batches = { system, resource, keys: `${system}.jwks` }
  const definition = { files, format: batchFormats[format], batches }
  return { name, kind: 'file', columns, key: [], definition, doubts: [doubt('batches', 'keys')] }
}

async function readBatch(store: FileStore, path: string, signal: AbortSignal): Promise<Batch> {
  const file = path.slice(path.lastIndexOf('/') + 1)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of store.read(path, 0, signal)) {
    chunks.push(chunk)
    length += chunk.length
    if (length > mostBytes) break
  }
  let value: unknown
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch (cause) {
    throw new BerthError('BATCH_MANIFEST_INVALID', { file, problem: 'document-json' }, { cause })
  }
  if (!isBatch(value))
    throw new BerthError('BATCH_MANIFEST_INVALID', {
      file,
      problem: 'members-missing',
      members: 'system, resource, format, schema',
    })
  return value
}

function isBatch(value: unknown): value is Batch {
  if (typeof value !== 'object' || value === null) return false
  const { system, resource, format, schema } = value as Partial<Record<keyof Batch, unknown>>
  return (
    typeof system === 'string' &&
    /^[a-z0-9.-]+$/.test(system) &&
    typeof resource === 'string' &&
    typeof format === 'string' &&
    Object.hasOwn(batchFormats, format) &&
    Array.isArray(schema) &&
    schema.every((each: unknown) => {
      const { item, type } = (each ?? {}) as { item?: unknown; type?: unknown }
      return typeof item === 'string' && typeof type === 'string'
    })
  )
}
