import type { Field, Row } from '@berth/core'
import { type FileDataset, writerOf } from '../src/index.ts'
import { joined } from './content.ts'

/** A whole file of some rows, its records taken in pieces as an exchange gives them. */
export async function writeWhole(
  dataset: FileDataset,
  fields: readonly Field[],
  rows: readonly Row[],
): Promise<Buffer> {
  const writer = writerOf(dataset, fields)
  async function* content(): AsyncGenerator<Uint8Array, void, undefined> {
    await Promise.resolve()
    yield writer.begin()
    for (let at = 0; at < rows.length; at += 2) yield writer.records(rows.slice(at, at + 2))
    yield writer.end()
  }
  return await joined(writer.assemble?.(content(), rows.length) ?? content())
}

/** One column of every logical type, and values at the ends of what it takes. */
export const everyType: { readonly fields: readonly Field[]; readonly rows: readonly Row[] } = {
  fields: [
    { name: 'code', type: { name: 'text', maxLength: 18 } },
    { name: 'name', type: { name: 'text', maxLength: 20 } },
    { name: 'count', type: { name: 'integer' } },
    { name: 'number', type: { name: 'int64' } },
    { name: 'amount', type: { name: 'decimal', precision: 12, scale: 2 } },
    { name: 'wide', type: { name: 'decimal', precision: 30, scale: 4 } },
    { name: 'ratio', type: { name: 'double' } },
    { name: 'valid', type: { name: 'boolean' } },
    { name: 'day', type: { name: 'date' } },
    { name: 'at', type: { name: 'time' } },
    { name: 'moment', type: { name: 'datetime' } },
    { name: 'instant', type: { name: 'instant' } },
    { name: 'raw', type: { name: 'binary' } },
    { name: 'note', type: { name: 'json' } },
  ],
  rows: [
    [
      '110105194912310021',
      '=1+1 测试<&>"',
      -2147483648,
      '-9223372036854775808',
      '-1234567890.5',
      '12345678901234567890123456.7891',
      1e-7,
      true,
      '2024-02-29',
      '08:30:15',
      '2024-02-29T08:30:15',
      '2024-02-29T08:30:15.123456789Z',
      Uint8Array.of(0, 255, 1),
      '{"a":1}',
    ],
    [
      '007',
      '@甲\r\n-1',
      2147483647,
      '999999999999999',
      '0.05',
      '-0.0001',
      -1.7976931348623157e308,
      false,
      '0001-01-01',
      '23:59:59.999999999',
      '9999-12-31T23:59:59.999',
      '0001-01-01T00:00:00Z',
      Uint8Array.of(7),
      'null',
    ],
    ['+1', ...Array.from({ length: 13 }, () => null)],
  ],
}
