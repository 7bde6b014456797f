import { createHash, sign } from 'node:crypto'
import { formatLogicalType, type Row } from '@berth/core'
import { canonicalJson, exportPublicJwk, generateKey, type SigningKey } from '@berth/trust'
import type { TargetBatches, TargetColumn } from './target.ts'

/** A record of a batch: a row that is there, or the key of one that is gone. */
export type SentRecord = { readonly row: Row } | { readonly gone: number }

/** A data file and its manifest, as a sender writes them. */
export interface SentBatch {
  readonly name: string
  readonly data: Buffer
  readonly manifest: Readonly<Record<string, unknown>>
}

/** What the rows of a batch are. */
export const sentColumns: readonly TargetColumn[] = [
  { name: 'id', type: { name: 'integer' }, nullable: false },
  { name: 'name', type: { name: 'text', maxLength: 40 }, nullable: true },
]

/** Writes signed batches by the page `docs/contract/data-files.md`, as an agent elsewhere would. */
export class BatchSender {
  readonly system = 'kit.registry'
  readonly resource = 'people'
  readonly #key: SigningKey = generateKey('kit.registry')

  /** The public key as a receiver is given it. */
  get keys(): string {
    return JSON.stringify({ keys: [exportPublicJwk(this.#key)] })
  }

  /** A batch with `changed` members in its manifest before it is signed. */
  batch(
    sequence: number,
    records: readonly SentRecord[],
    format: 'csv' | 'ndjson' = 'csv',
    changed: Readonly<Record<string, unknown>> = {},
  ): SentBatch {
    const name = `${this.resource}-${String(sequence).padStart(6, '0')}.${format}`
    const data = Buffer.from(format === 'csv' ? csv(records) : ndjson(records))
    const manifest = {
      berth: 1,
      system: this.system,
      resource: this.resource,
      file: name,
      format,
      sequence,
      rows: records.length,
      bytes: data.length,
      sha256: createHash('sha256').update(data).digest('hex'),
      schema: sentColumns.map((column) => ({ item: column.name, type: formatLogicalType(column.type) })),
      deletes: true,
      created: '2026-11-23T00:00:00.000Z',
      ...changed,
    }
    return { name, data, manifest: this.signed(manifest) }
  }

  signed(manifest: object, key: SigningKey = this.#key): Readonly<Record<string, unknown>> {
    const value = sign(null, Buffer.from(canonicalJson(manifest)), key.privateKey).toString('base64url')
    return { ...manifest, signature: { kid: key.id, value } }
  }
}

/** The data first, then the manifest: as a batch arrives. */
export async function place(batches: TargetBatches, { name, data, manifest }: SentBatch): Promise<void> {
  await batches.place(name, data)
  await batches.place(`${name}.manifest.json`, Buffer.from(JSON.stringify(manifest)))
}

/** Rows with these ids, and what they are called. */
export function people(ids: readonly number[], name: string): readonly SentRecord[] {
  return ids.map((id) => ({ row: [id, `${name}${id}`] }))
}

function csv(records: readonly SentRecord[]): string {
  const lines = records.map((record) =>
    'gone' in record ? `delete,${record.gone},` : `upsert,${record.row[0]},"${String(record.row[1])}"`,
  )
  return ['$change,id,name', ...lines].map((line) => `${line}\r\n`).join('')
}

function ndjson(records: readonly SentRecord[]): string {
  return records
    .map((record) =>
      'gone' in record ? { $change: 'delete', id: record.gone } : { id: record.row[0], name: record.row[1] },
    )
    .map((record) => `${JSON.stringify(record)}\n`)
    .join('')
}
