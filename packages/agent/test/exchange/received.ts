import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connector } from '@berth/connector-file'
import { openSession, type Row } from '@berth/core'
import type { ProvideByFile } from '@berth/manifest'
import { exportPublicJwk, type SigningKey } from '@berth/trust'

/** Ways of writing the registry's data files that a plan does not write itself. */
export const layouts: Readonly<Record<string, Omit<ProvideByFile, 'to'>>> = {
  'csv of GBK': {
    format: 'csv',
    clearance: 3,
    layout: { charset: 'GBK', separator: '|', columns: { name: { from: '姓名' } } },
  },
  'ndjson of GB18030': {
    format: 'ndjson',
    clearance: 3,
    layout: { charset: 'GB18030', columns: { born: { from: 'person.born' } } },
  },
  xml: { format: 'xml', clearance: 3, layout: { record: '/persons/person', columns: { id: { from: '@id' } } } },
  'fixed-width': {
    format: 'fixed-width',
    clearance: 3,
    layout: {
      charset: 'GBK',
      recordBytes: 40,
      columns: { id: { at: 1, bytes: 10 }, name: { at: 11, bytes: 20 }, born: { at: 31, bytes: 10 } },
    },
  },
  xlsx: { format: 'xlsx', clearance: 3, layout: { sheet: '人员', columns: { name: { from: '姓名' } } } },
  dbf: { format: 'dbf', clearance: 3, layout: { columns: { born: { from: '出生日期' } } } },
}

/** What a receiver makes of the signed batches in a folder, each checked and read as its manifest says. */
export async function received(
  folder: string,
  extension: string,
  key: SigningKey,
  contents: 'newest' | 'changes' = 'newest',
): Promise<readonly Row[]> {
  const keys = join(folder, '..', 'senders.json')
  writeFileSync(keys, JSON.stringify({ keys: [exportPublicJwk(key)] }))
  const files = `person-*.${extension}`
  const batches = { system: 'city.registry', resource: 'person', keys }
  const persons = { files, format: 'csv', contents, key: ['id'], settledMs: 0, batches }
  await using session = await openSession(connector, { folder }, { access: 'read', datasets: { persons } })
  const rows: Row[] = []
  const request = {
    dataset: 'persons',
    columns: ['id', 'name', 'born'].map((name) => ({ name })),
    batchRows: 1000,
    key: ['id'],
  }
  for await (const batch of session.scan(request)) rows.push(...batch.rows)
  return rows
}

/** The names in a folder, in order. */
export function namesIn(folder: string): string[] {
  return readdirSync(folder).sort((one, other) => (one < other ? -1 : 1))
}
