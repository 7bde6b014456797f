import { expect, test } from 'vitest'
import { answerPath, parseAnswer, textOf } from '../../src/index.ts'

const document = parseAnswer(
  '<s:Envelope xmlns:s="urn:s"><s:Body><n:r xmlns:n="urn:n" n:kind="a" kind="b"><p><item>1</item></p></n:r></s:Body></s:Envelope>',
  'xml',
  'call',
)
const found = (path: string, namespaces = {}): unknown[] =>
  answerPath(path, 'xml', namespaces).find(document).map(textOf)

test.each(['Envelope/Body/r/p/*', '/Envelope/Body/r[p]/p/item', '//r//item', 'Envelope/*/r/p/item[1]'])(
  'names without a prefix in %s are found whatever prefix the answer has',
  (path) => expect(found(path)).toEqual(['1']),
)

test('a prefix of the definition stands for its namespace, whatever prefix the answer has', () => {
  expect(found('//x:r/p/item', { x: 'urn:n' })).toEqual(['1'])
  expect(found('//x:r/p/item', { x: 'urn:s' })).toEqual([])
  expect(found('//r/@x:kind', { x: 'urn:n' })).toEqual(['a'])
})
