import { BerthError } from '@berth/core'
import { describe, expect, test } from 'vitest'
import { fileDataset } from '../../src/index.ts'

function problemOf(definition: unknown): unknown {
  try {
    return fileDataset('permits', definition)
  } catch (error) {
    if (!BerthError.is(error)) throw error
    return `${error.code} ${String(error.details['path'] ?? error.details['charset'] ?? '')}`
  }
}

describe('a definition', () => {
  test('says no more than it has to', () => {
    expect(fileDataset('permits', { files: 'permits-*.csv' })).toEqual({
      name: 'permits',
      files: 'permits-*.csv',
      format: 'csv',
      charset: 'UTF-8',
      columns: [],
      key: [],
      separator: ',',
      quote: '"',
      header: true,
      skipLines: 0,
      nulls: [],
      trim: false,
      settledMs: 2000,
      contents: 'all',
      entries: '*',
    })
  })

  test('names columns by a type or by more', () => {
    const { columns, change } = fileDataset('permits', {
      files: 'permits-{yyyyMMdd}.tsv',
      contents: 'changes',
      change: { column: '操作', deletes: ['D', '删除'] },
      columns: {
        id: { from: '许可证号', type: 'text(18)', required: true, comment: '编号' },
        fee: 'decimal(12,2)',
        note: {},
      },
      key: ['id'],
    })
    expect(columns).toEqual([
      { name: 'id', from: '许可证号', type: { name: 'text', maxLength: 18 }, required: true, comment: '编号' },
      { name: 'fee', from: 'fee', type: { name: 'decimal', precision: 12, scale: 2 } },
      { name: 'note', from: 'note', type: { name: 'text' } },
    ])
    expect(change).toEqual({ column: '操作', deletes: ['D', '删除'] })
  })

  test('how a signed batch is written is not asked: its manifest tells', () => {
    const batches = { system: 'a', resource: 'b', keys: 'k' }
    expect(fileDataset('p', { files: '*.xml', batches }).format).toBe('xml')
    const fixed = { files: '*', format: 'fixed-width', columns: { id: 'int64' }, batches }
    expect(fileDataset('p', fixed).columns).toEqual([{ name: 'id', from: 'id', type: { name: 'int64' } }])
    const { batches: _, ...alone } = fixed
    expect(() => fileDataset('p', alone)).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID' }))
  })

  test.each([
    ['permits.csv.gz', 'csv'],
    ['permits.TSV', 'csv'],
    ['permits-*.ndjson', 'json-lines'],
    ['permits.XLSX', 'excel'],
    ['permits.dbf', 'dbf'],
  ])('%s is read as %s', (files, format) => {
    expect(fileDataset('permits', { files }).format).toBe(format)
  })

  test('of an archive the files in it tell the format', () => {
    expect(fileDataset('permits', { files: '*.zip', entries: 'permits/*.csv' }).format).toBe('csv')
  })

  test.each<[unknown, string]>([
    [{}, 'DEFINITION_INVALID files'],
    [{ files: 3 }, 'DEFINITION_INVALID files'],
    [{ files: '../permits.csv' }, 'DEFINITION_INVALID files'],
    [{ files: '/etc/passwd', format: 'csv' }, 'DEFINITION_INVALID files'],
    [{ files: 'permits.txt' }, 'DEFINITION_INVALID format'],
    [{ files: 'permits.zip' }, 'DEFINITION_INVALID format'],
    [{ files: 'permits.zip', entries: '../*.csv' }, 'DEFINITION_INVALID entries'],
    [{ files: 'permits.csv', colums: {} }, 'DEFINITION_INVALID colums'],
    [{ files: 'permits.csv', columns: { id: 'number' } }, 'DEFINITION_INVALID columns.id.type'],
    [{ files: 'permits.csv', columns: { id: {} }, key: ['di'] }, 'DEFINITION_INVALID key'],
    [{ files: 'permits.csv', charset: 'GB2313' }, 'CHARSET_UNKNOWN GB2313'],
    [{ files: 'permits.csv', contents: 'changes' }, 'DEFINITION_INVALID key'],
    [{ files: 'permits.csv', change: { column: 'c', deletes: ['d'] } }, 'DEFINITION_INVALID change'],
    [{ files: 'permits.xml' }, 'DEFINITION_INVALID record'],
    [{ files: 'permits.txt', format: 'fixed-width' }, 'DEFINITION_INVALID columns'],
    [{ files: 'permits.txt', format: 'fixed-width', columns: { id: {} } }, 'DEFINITION_INVALID columns.id'],
    [{ files: 'a.csv', batches: { system: 's', resource: 'r' } }, 'DEFINITION_INVALID batches.keys'],
    [
      { files: 'a.csv', batches: { system: 's', resource: 'r', keys: 'k', receipts: '../out' } },
      'DEFINITION_INVALID batches.receipts',
    ],
  ])('%j is refused: %s', (definition, expected) => expect(problemOf(definition)).toBe(expected))
})
