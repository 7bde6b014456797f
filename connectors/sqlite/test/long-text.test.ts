import { expect, test } from 'vitest'
import { columnComments } from '../src/comments.ts'
import { sqliteColumn } from '../src/values.ts'

/** With an expression that tries places again each of these would take hours. */
const many = 2_000_000

test('a comment with a long run of blanks in it is read', () => {
  const blanks = ' '.repeat(many)
  const comments = columnComments(`CREATE TABLE T (\n XM TEXT, -- 姓${blanks}名 \r\n SFZH TEXT, -- 证\t\n${blanks}\n)`)
  expect(comments.get('XM') === `姓${blanks}名`).toBe(true)
  expect(comments.get('SFZH')).toBe('证')
})

test('a declared type with a long run of blanks in it is understood', () => {
  const blanks = ' '.repeat(many)
  expect(sqliteColumn('X', `DECIMAL${blanks}( 18${blanks},2 )`, true, 100).type).toEqual({
    name: 'decimal',
    precision: 18,
    scale: 2,
  })
  expect(sqliteColumn('X', `A${blanks}B`, true, 100).type.name).toBe('text')
})

test('a long text that is nearly a number is told from one', () => {
  const { checkStored } = sqliteColumn('X', 'STRING', true, 100)
  const digits = '1'.repeat(many)
  expect(() => checkStored?.(`${digits}x`)).not.toThrow()
  expect(() => checkStored?.('9223372036854775807')).not.toThrow()
  expect(() => checkStored?.(digits)).toThrow(expect.objectContaining({ code: 'VALUE_LOSS' }))
  expect(() => checkStored?.('007')).toThrow(expect.objectContaining({ code: 'VALUE_LOSS' }))
})
