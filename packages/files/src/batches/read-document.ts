import { type BatchProblem, BerthError, type ErrorDetails, parseLogicalType } from '@berth/core'
import type { FileStore } from '../store/file-store.ts'
import { nameOf } from '../store/stored-content.ts'
import { batchFormats, writtenDataset } from './batch-layout.ts'
import type { SignedDataFileManifest } from './data-file-manifest.ts'

const maxBytes = 4 * 1024 * 1024

/** The JSON object in a small file of a store. Rejects with `BATCH_MANIFEST_INVALID`. */
export async function readDocument(
  store: Pick<FileStore, 'read'>,
  path: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of store.read(path, 0, signal)) {
    bytes += chunk.length
    if (bytes > maxBytes) throw invalid(path, 'document-large', { maximum: maxBytes })
    chunks.push(chunk)
  }
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)))
  } catch {
    throw invalid(path, 'document-json')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(path, 'document-object')
  return value as Readonly<Record<string, unknown>>
}

/** A manifest with every member of the right kind; what it says is not yet believed. Throws `BATCH_MANIFEST_INVALID`. */
export function dataFileManifest(path: string, value: Readonly<Record<string, unknown>>): SignedDataFileManifest {
  const text = (name: string): string => {
    const member = value[name]
    if (typeof member !== 'string' || member === '' || !member.isWellFormed())
      throw invalid(path, 'member-text', { member: name })
    return member
  }
  const count = (name: string, least: number): number => {
    const member = value[name]
    if (typeof member !== 'number' || !Number.isSafeInteger(member) || member < least)
      throw invalid(path, 'member-number', { member: name, minimum: least })
    return member
  }
  if (value['berth'] !== 1) throw invalid(path, 'member-other', { member: 'berth', expected: 1 })
  for (const name of ['system', 'resource', 'created']) text(name)
  if (`${text('file')}.manifest.json` !== nameOf(path)) throw invalid(path, 'file-name')
  if (!Object.hasOwn(batchFormats, text('format'))) throw invalid(path, 'file-format')
  if (!/^[0-9a-f]{64}$/.test(text('sha256'))) throw invalid(path, 'digest-form')
  count('sequence', 1)
  count('rows', 0)
  count('bytes', 0)
  if (value['deletes'] !== undefined && value['deletes'] !== true)
    throw invalid(path, 'member-other', { member: 'deletes', expected: 'true' })
  checkSchema(path, value['schema'])
  checkLayout(path, value as unknown as SignedDataFileManifest)
  return value as unknown as SignedDataFileManifest
}

/** What a sender says of how a file is written has to be a definition of files. */
function checkLayout(path: string, manifest: SignedDataFileManifest): void {
  try {
    writtenDataset(nameOf(path), manifest)
  } catch (error) {
    if (!BerthError.is(error)) throw error
    const at = error.details['path']
    throw invalid(path, 'layout-invalid', { member: typeof at === 'string' ? `layout.${at}` : 'layout' })
  }
}

function checkSchema(path: string, schema: unknown): void {
  if (!Array.isArray(schema) || schema.length === 0) throw invalid(path, 'schema-list')
  const names = new Set<unknown>()
  for (const entry of schema as unknown[]) {
    const { item, type } = (typeof entry === 'object' && entry !== null ? entry : {}) as Readonly<
      Record<string, unknown>
    >
    if (typeof item !== 'string' || typeof type !== 'string' || parseLogicalType(type) === undefined)
      throw invalid(path, 'schema-item', { member: `schema[${names.size}]` })
    names.add(item)
  }
  if (names.size !== schema.length) throw invalid(path, 'schema-twice')
}

function invalid(path: string, problem: BatchProblem, details: ErrorDetails = {}): BerthError {
  return new BerthError('BATCH_MANIFEST_INVALID', { file: nameOf(path), problem, ...details })
}
