import type { LogicalType } from '@berth/core'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { csvReader } from '../../src/index.ts'
import { dataset, readAll } from '../read-all.ts'

const text: LogicalType = { name: 'text' }
const columns = [
  { name: '姓名', type: text },
  { name: '备注', type: text, charset: 'UTF-8' },
]

/** A file in GBK with a column of UTF-8, as one that was put together from two systems. */
function mixedFile(...rows: readonly (readonly [string, string | Buffer])[]): Buffer {
  const lines = rows.map(([name, note]) =>
    Buffer.concat([iconv.encode(name, 'gbk'), Buffer.from(','), Buffer.from(note), Buffer.from('\r\n')]),
  )
  return Buffer.concat([iconv.encode('姓名,备注\r\n', 'gbk'), ...lines])
}

test('each column is decoded in its own charset, quotes and NULL as ever', async () => {
  const bytes = mixedFile(['张三', '"含,逗号\n𠮷"'], ['', '""'], ['燼乗', '"说""好"""'])
  for (const chunkBytes of [1, 5, 1000]) {
    const { rows, refused } = await readAll(csvReader, bytes, dataset('csv', { charset: 'GBK' }), {
      columns,
      chunkBytes,
    })
    expect(refused).toEqual([])
    expect(rows).toEqual([
      ['张三', '含,逗号\n𠮷'],
      [null, ''],
      ['燼乗', '说"好"'],
    ])
  }
})

test('a byte that is not valid in the charset of its column costs its own record', async () => {
  const bytes = mixedFile(['张三', iconv.encode('李四', 'gbk')], ['王五', '好'])
  const { rows, refused } = await readAll(csvReader, bytes, dataset('csv', { charset: 'GBK' }), { columns })
  expect(rows).toEqual([['王五', '好']])
  expect(refused.map(({ row, code, details }) => [row, code, details['column'], details['line']])).toEqual([
    [1, 'TEXT_UNDECODABLE', '备注', 2],
  ])
})

test('texts that stand for NULL are those of the charset of the file', async () => {
  const definition = dataset('csv', { charset: 'GBK', nulls: ['无'] })
  expect((await readAll(csvReader, mixedFile(['无', 'x']), definition, { columns })).rows).toEqual([[null, 'x']])
})

test('signs that could be half a character are refused rather than guessed', async () => {
  for (const changes of [{ separator: '|' }, { trim: true }, { escape: '\\' }, { charset: 'UTF-16LE' }] as const) {
    const definition = dataset('csv', { charset: 'GBK', ...changes })
    await expect(readAll(csvReader, mixedFile(['张三', 'x']), definition, { columns })).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
    })
  }
})
