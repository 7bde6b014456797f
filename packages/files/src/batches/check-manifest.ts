import { type BatchProblem, BerthError, type ErrorDetails, formatLogicalType, parseLogicalType } from '@berth/core'
import type { VerificationKey } from '@berth/trust'
import type { DefinedColumn, FileBatches } from '../definition/file-dataset.ts'
import {
  type DataFileManifest,
  documentHolds,
  type FileSignature,
  type SignedDataFileManifest,
  signedParts,
} from './data-file-manifest.ts'

/** What the batches of a dataset have to be. */
export interface ExpectedBatches {
  readonly batches: FileBatches
  /** Those of the definition. Empty: those of the manifest are taken. */
  readonly columns: readonly DefinedColumn[]
  readonly keys: ReadonlyMap<string, VerificationKey>
}

/**
 * Checks what can be checked without the data: signature, sender, items. Returns what is wrong: `BATCH_UNSIGNED`,
 * `BATCH_KEY_UNKNOWN`, `BATCH_ALTERED`, `BATCH_FOREIGN` or `BATCH_SCHEMA_DIFFERS`; undefined where nothing is.
 */
export function manifestProblem(manifest: SignedDataFileManifest, expected: ExpectedBatches): BerthError | undefined {
  const { batches, keys, columns } = expected
  const { file, sequence } = manifest
  const { document, signature } = signedParts(manifest)
  if (signature === undefined) return new BerthError('BATCH_UNSIGNED', { file, sequence })
  const key = keys.get(signature.kid)
  if (key === undefined) return new BerthError('BATCH_KEY_UNKNOWN', { file, sequence, kid: signature.kid })
  if (!holds(document, signature, key)) return new BerthError('BATCH_ALTERED', { file, sequence, part: 'manifest' })
  const [found, wanted] = [manifest, batches].map(({ system, resource }) => `${system}/${resource}`)
  if (found !== wanted)
    return new BerthError('BATCH_FOREIGN', { file, sequence, found: found ?? '', expected: wanted ?? '' })
  const problem = schemaProblem(manifest, columns)
  return problem === undefined ? undefined : new BerthError('BATCH_SCHEMA_DIFFERS', { file, sequence, ...problem })
}

type SchemaProblem = { readonly problem: BatchProblem } & ErrorDetails

/** Every column of the definition is an item of the batch and of the type that the definition says. */
function schemaProblem({ schema }: DataFileManifest, columns: readonly DefinedColumn[]): SchemaProblem | undefined {
  for (const { from, type } of columns) {
    const given = schema.find(({ item }) => item === from)
    if (given === undefined) return { problem: 'item-missing', item: from }
    const [is, should] = [normalised(given.type), formatLogicalType(type)]
    if (is !== should) return { problem: 'item-type', item: from, found: is, expected: should }
  }
  return undefined
}

function normalised(type: string): string {
  const parsed = parseLogicalType(type)
  return parsed === undefined ? type : formatLogicalType(parsed)
}

function holds(document: object, signature: FileSignature, key: VerificationKey): boolean {
  try {
    return documentHolds(document, signature, key)
  } catch {
    // What has no canonical JSON was never signed.
    return false
  }
}
