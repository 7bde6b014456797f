import { describe, expect, test } from 'vitest'
import { batchDataset } from '../../src/batches/batch-content.ts'
import type { DataFileManifest } from '../../src/batches/data-file-manifest.ts'
import { dataFileManifest } from '../../src/batches/read-document.ts'
import { dataset } from '../read-all.ts'

const manifest: DataFileManifest = {
  berth: 1,
  system: 'city.permits',
  resource: 'permit',
  file: 'permit-000001.csv',
  format: 'csv',
  sequence: 1,
  rows: 1,
  bytes: 10,
  sha256: 'ab'.repeat(32),
  schema: [
    { item: 'id', type: 'int64' },
    { item: 'name', type: 'text(10)' },
  ],
  created: '2026-11-23T00:00:00Z',
}

function arrived(changes: object): DataFileManifest {
  return dataFileManifest('in/permit-000001.csv.manifest.json', JSON.parse(JSON.stringify({ ...manifest, ...changes })))
}

describe('how a batch is written', () => {
  test('is told by its manifest, under the names of the definition, whatever that says of other files', () => {
    const defined = dataset('csv', {
      key: ['number'],
      charset: 'Big5',
      separator: ';',
      columns: [{ name: 'number', from: 'id', type: { name: 'int64' }, required: true }],
    })
    const layout = { charset: 'GBK', separator: '|', columns: { name: { from: '姓名' } } }
    expect(batchDataset(defined, arrived({ layout, deletes: true }))).toMatchObject({
      format: 'csv',
      charset: 'GBK',
      separator: '|',
      key: ['number'],
      change: { column: '$change', deletes: ['delete'] },
      columns: [
        { name: '$change', from: '$change', type: { name: 'text' } },
        { name: 'number', from: 'id', type: { name: 'int64' }, required: true },
        { name: 'name', from: '姓名', type: { name: 'text', maxLength: 10 } },
      ],
    })
    expect(batchDataset(defined, arrived({}))).toMatchObject({ charset: 'UTF-8', separator: ',', columns: [{}, {}] })
  })

  test('says nothing of what is the receiver’s: which files, how many columns, who sends', () => {
    const layout = { files: '/etc/*', batches: { keys: 'x' }, maxColumns: 1, settledMs: 0, contents: 'changes' }
    const read = batchDataset(dataset('csv', { maxColumns: 7, contents: 'newest' }), arrived({ layout }))
    expect(read).toMatchObject({ files: 'permits-*', maxColumns: 7, settledMs: 2000, contents: 'newest' })
    expect(read).not.toHaveProperty('batches')
  })

  test.each([
    [{ layout: null }],
    [{ layout: ['GBK'] }],
    [{ layout: 'GBK' }],
    [{ layout: { columns: [1] } }],
    [{ layout: { charset: 'no-such' } }],
    [{ layout: { separator: '||' } }],
    [{ layout: { nulls: 'x' } }],
    [{ format: 'xml' }],
    [{ format: 'fixed-width', layout: { columns: { id: { at: 1, bytes: 2 } } } }],
    [{ format: 'toString' }],
    [{ format: 'excel' }],
  ])('%j is no manifest', (changes) => {
    expect(() => arrived(changes)).toThrow(expect.objectContaining({ code: 'BATCH_MANIFEST_INVALID' }))
  })
})
