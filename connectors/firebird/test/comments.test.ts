import { expect, test } from 'vitest'
import { commentReader, maxCommentBytes } from '../src/comments.ts'

const gbk = Uint8Array.of(0xd0, 0xd5, 0xc3, 0xfb)

test('UTF-8 first, then the charset of the data', () => {
  expect(commentReader(undefined)(Buffer.from('姓名'))).toBe('姓名')
  expect(commentReader('GBK')(Buffer.from('姓名'))).toBe('姓名')
  expect(commentReader('GBK')(gbk)).toBe('姓名')
})

test('no comment, and one that cannot be read', () => {
  expect(commentReader('GBK')(null)).toBeUndefined()
  expect(commentReader('GBK')(new Uint8Array(0))).toBeUndefined()
  expect(commentReader(undefined)(gbk)).toBeUndefined()
})

test('a comment cut within a character loses that character only', () => {
  const long = Buffer.from('长'.repeat(3000)).subarray(0, maxCommentBytes)
  expect(commentReader(undefined)(long)).toBe('长'.repeat(2666))
})
