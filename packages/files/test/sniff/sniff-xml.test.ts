import { expect, test } from 'vitest'
import { sniffXml } from '../../src/sniff/sniff-xml.ts'

test.each([
  ['below the root', '<permits><permit><id>1</id></permit><permit><id>2</id></permit></permits>', '/permits/permit', 2],
  [
    'behind a head, in a list',
    '<d><head><count>2</count></head><list><r><no>1</no></r><r><no>2</no></r><r><no>3</no></r></list></d>',
    '/d/list/r',
    3,
  ],
  ['with attributes only', '<p><x id="1"/><x id="2"/></p>', '/p/x', 2],
  ['not the parts of a record that repeat', '<p><x><y><z/></y><y><z/></y></x><x><y><z/></y></x></p>', '/p/x', 2],
  ['a single one', '<p><x><id>1</id></x></p>', '/p/x', 1],
  ['a sample that ends in the middle', '<p><x><id>1</id></x><x><id>2</id></x><x><i', '/p/x', 3],
])('%s', (_name, text, record, count) => {
  expect(sniffXml(text)).toEqual({ record, count })
})

test.each([
  ['no records', '<p/>'],
  ['text alone', '<p>text</p>'],
  ['brackets that are no XML', '<< 1 >>'],
])('%s: none', (_name, text) => {
  expect(sniffXml(text)).toBeUndefined()
})

test('what is nested without end is given up', () => {
  expect(sniffXml('<a>'.repeat(200_000))).toBeDefined()
})
