import { gzipSync } from 'node:zlib'
import { parseLogicalType } from '@berth/core'
import { expect, test } from 'vitest'
import { answered } from '../../src/answer/answered.ts'
import { cellOf } from '../../src/answer/cell.ts'
import { decodeText } from '../../src/answer/decode-text.ts'
import { readPayload } from '../../src/answer/payload.ts'
import { answerPath, parseAnswer } from '../../src/answer/tree.ts'
import { failureOf } from '../failure.ts'

const at = (text: string, path: string, format: 'json' | 'xml' = 'json'): readonly unknown[] =>
  answerPath(path, format).find(parseAnswer(text, format, 'permits'))

test.each([
  ['$.a.b', '{"a":{"b":1}}', [1]],
  ['$.a[1]', '{"a":[1,2]}', [2]],
  ["$['姓 名']", '{"姓 名":"x"}', ['x']],
  ['$["a\\"b"]', '{"a\\"b":"x"}', ['x']],
  ['$.a', '{"A":1}', []],
  ['$.length', '[1,2]', []],
  ['$.constructor', '{}', []],
  ['$.__proto__', '{"__proto__":"own"}', ['own']],
  ['$.a[*].b', '{"a":[{"b":1},{"b":2}]}', [1, 2]],
  ['$..b', '{"a":[{"b":1}],"b":2}', [2, 1]],
  ['$.a[?@.t == "x"].b', '{"a":[{"t":"x","b":1},{"t":"y","b":2}]}', [1]],
])('JSONPath %s', (path, text, found) => {
  expect(at(text, path)).toEqual(found)
})

test('an expression in a path is never run', () => {
  for (const path of ['$.a[?(@.constructor.constructor("x"))]', '$[(process.exit())]', '$.a[?process.exit()]'])
    expect(() => answerPath(path, 'json')).toThrow()
})

test.each([
  ['/a/b', '<a><b>x</b></a>', 'x'],
  ['/a/b', '<p:a xmlns:p="urn:p"><p:b>x</p:b></p:a>', 'x'],
  ['/a/@c', '<a c="x"/>', 'x'],
  ['/a/b[2]', '<a><b>x</b><b>y</b></a>', 'y'],
  ['string(/a/b)', '<a><b>x</b></a>', 'x'],
  ['/a/b', '<a><b><![CDATA[<x>&]]></b></a>', '<x>&'],
  ['/a/b', '<a><b> x&#10;</b></a>', ' x\n'],
])('XPath %s', (path, text, value) => {
  const [found] = at(text, path, 'xml')
  expect(cellOf(found, { name: 'text' }, 'c', new Set())).toBe(value)
})

test('a prefix stands for its namespace alone', () => {
  const root = parseAnswer('<a xmlns:q="urn:one" xmlns:r="urn:two"><q:b>1</q:b><r:b>2</r:b></a>', 'xml', 'x')
  expect(answerPath('/a/p:b', 'xml', { p: 'urn:two' }).find(root)).toHaveLength(1)
  expect(answerPath('/a/b', 'xml').find(root)).toHaveLength(2)
  expect(() => answerPath('/a/p:b', 'xml')).toThrow()
  expect(answerPath('//p:b[. = "2"]', 'xml', { p: 'urn:two' }).find(root)).toHaveLength(1)
})

const deep = (open: string, close: string): string => open.repeat(100_000) + close.repeat(100_000)

test.each([
  ['json', '{"a":1,"a":2}', 'duplicate'],
  ['json', '{"a":{"b":1,"\\u0062":2}}', 'duplicate'],
  ['json', deep('[', ']'), 'nesting'],
  ['json', deep('{"a":', '}'), 'nesting'],
  ['json', '{"a":1', 'no JSON'],
  ['json', '{"a":1} {"a":2}', 'no JSON'],
  ['json', '', 'empty'],
  ['json', '<?xml version="1.0"?><a/>', 'XML came'],
  ['json', '<!DOCTYPE html><html><body>502</body></html>', 'HTML'],
  ['json', '  <HTML><head>', 'HTML'],
  ['xml', '<!-- x --><html><body>login</body></html>', 'HTML'],
  ['xml', '{"a":1}', 'no XML'],
  ['xml', '<a><b></a>', 'well-formed'],
  ['xml', '<a/><b/>', 'well-formed'],
  ['xml', '<a b="1" b="2"/>', 'well-formed'],
  ['xml', '<a>&file;</a>', 'well-formed'],
  ['xml', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'DOCTYPE'],
  ['xml', '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>', 'DOCTYPE'],
  ['xml', deep('<a>', '</a>'), 'nested'],
  ['xml', `<r>${'<a b="1" c="2"/>'.repeat(340_000)}</r>`, 'too many nodes'],
] as const)('an answer that is no sound %s is refused: %#', async (format, text, problem) => {
  const error = await failureOf(() => parseAnswer(text, format, 'permits'))
  expect(error.code).toBe('ANSWER_UNREADABLE')
  expect(error.message).toContain(problem)
})

test('a member of the same name in another object is no duplicate', () => {
  expect(at('{"a":{"b":1},"c":{"b":2,"x":"{\\"b\\":1,\\"b\\":2}"},"d":["b","b"]}', '$.c.b')).toEqual([2])
})

test.each([
  ['12345678901234567890123', 'decimal(30,2)', '12345678901234567890123'],
  ['0.10', 'decimal(5,2)', '0.10'],
  ['1E3', 'decimal(10,2)', '1000'],
  ['1.5e-3', 'decimal(10,5)', '0.0015'],
  ['-2.50e1', 'decimal(10,2)', '-25.0'],
  ['9007199254740993', 'int64', '9007199254740993'],
  ['9007199254740993', 'text', '9007199254740993'],
  ['1', 'integer', 1],
  ['1e2', 'integer', 100],
  ['"1"', 'integer', 1],
  ['1', 'text', '1'],
  ['1.50', 'text', '1.50'],
  ['true', 'boolean', true],
  ['"0"', 'boolean', false],
  ['true', 'text', 'true'],
  ['null', 'integer', null],
  ['"2024-02-29"', 'date', '2024-02-29'],
  ['"2024-02-29 10:00:00"', 'datetime', '2024-02-29T10:00:00'],
  ['{"a":[1.50]}', 'json', '{"a":[1.50]}'],
  ['"text"', 'json', '"text"'],
])('%s as %s keeps its digits', (text, type, value) => {
  expect(cellOf(at(`[${text}]`, '$[0]')[0], parseLogicalType(type) ?? { name: 'text' }, 'c', new Set())).toBe(value)
})

test.each([
  ['{"a":1}', 'text'],
  ['[1]', 'text'],
  ['1.5', 'integer'],
  ['2147483648', 'integer'],
  ['"x"', 'date'],
  ['2', 'boolean'],
  ['"张三丰"', 'text(2)'],
  ['"张\\ud840"', 'text'],
  ['"张\\udc0b"', 'text(9)'],
])('%s is no %s, and the error does not print it', async (text, type) => {
  const error = await failureOf(() =>
    cellOf(at(`[${text}]`, '$[0]')[0], parseLogicalType(type) ?? { name: 'text' }, 'c', new Set()),
  )
  expect(error.details['column']).toBe('c')
  expect(error.code).toMatch(/^VALUE_/)
  expect(JSON.stringify(error)).not.toContain('张')
})

test('nil, texts that stand for NULL, elements inside', async () => {
  const nil = '<a xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><b i:nil="true"/><c/><d><e/></d></a>'
  const cell = (path: string, type: string, nulls: string[] = []): unknown =>
    cellOf(at(nil, path, 'xml')[0], parseLogicalType(type) ?? { name: 'text' }, 'x', new Set(nulls))
  expect(cell('/a/b', 'integer')).toBe(null)
  expect(cell('/a/c', 'text')).toBe('')
  expect(cell('/a/c', 'date', [''])).toBe(null)
  expect(cell('/a/none', 'date')).toBe(null)
  expect((await failureOf(() => cell('/a/d', 'text'))).code).toBe('VALUE_INVALID')
})

const gbk = Uint8Array.of(0xd6, 0xd0) // 中
const utf8 = new TextEncoder().encode('中')

test.each([
  ['declared', gbk, 'GBK', 'application/json;charset=UTF-8'],
  ['header', gbk, undefined, 'text/plain; charset="gb2312"'],
  ['default', utf8, undefined, undefined],
  ['a header that servers send by default', utf8, undefined, 'text/html;charset=ISO-8859-1'],
  ['byte order mark', Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8), undefined, undefined],
  ['two-byte mark', Uint8Array.of(0xff, 0xfe, 0x2d, 0x4e), undefined, undefined],
])('text is decoded by what says its charset: %s', (_name, bytes, declared, header) => {
  expect(decodeText(bytes, declared, header, 'x')).toBe('中')
})

test('the XML declaration says the charset', () => {
  const bytes = Uint8Array.of(
    ...new TextEncoder().encode('<?xml version="1.0" encoding="GBK"?><a>'),
    ...gbk,
    ...new TextEncoder().encode('</a>'),
  )
  expect(decodeText(bytes, undefined, 'text/xml', 'x')).toContain('<a>中</a>')
})

test.each([
  ['GBK said to be UTF-8', gbk, 'application/json; charset=utf-8', 'is not valid utf-8'],
  ['no such charset', gbk, 'text/plain; charset=klingon', 'charset is not known'],
])('text that is not what it says is refused: %s', async (_name, bytes, header, problem) => {
  const error = await failureOf(() => decodeText(bytes, undefined, header, 'x'))
  expect([error.code, error.message]).toEqual(['ANSWER_UNREADABLE', expect.stringContaining(problem)])
})

const payload = { at: answerPath('$.d', 'json'), path: '$.d', charset: undefined, success: undefined } as const

test('a document inside the answer: as text, and packed', async () => {
  const inner = '<a><b>中</b></a>'
  const find = (root: unknown): unknown =>
    cellOf(answerPath('/a/b', 'xml').find(root)[0], { name: 'text' }, 'b', new Set())
  expect(find(readPayload({ d: inner }, { ...payload, encoding: [], format: 'xml' }, 1000, 'x'))).toBe('中')
  const packed = gzipSync(inner).toString('base64')
  const encoding = ['base64', 'gzip'] as const
  expect(find(readPayload({ d: packed }, { ...payload, encoding, format: 'xml' }, 1000, 'x'))).toBe('中')
  const bomb = gzipSync(Buffer.alloc(10_000_000)).toString('base64')
  const read = (text: unknown): Promise<string> =>
    failureOf(() => readPayload({ d: text }, { ...payload, encoding, format: 'xml' }, 1000, 'x')).then(
      ({ code }) => code,
    )
  expect(await read(bomb)).toBe('ANSWER_TOO_LARGE')
  expect(await read('!!!')).toBe('ANSWER_UNREADABLE')
  expect(await read('aGk=')).toBe('ANSWER_UNREADABLE')
  expect(await read(null)).toBe('RECORDS_MISSING')
})

test('the document inside an answer may say itself that it succeeded', async () => {
  const success = {
    at: answerPath('/r/code', 'xml'),
    path: '/r/code',
    equals: new Set(['0']),
    none: new Set(['9']),
    busy: new Set<string>(),
    denied: new Set<string>(),
    repeated: new Set<string>(),
    message: undefined,
  }
  const inside = { ...payload, encoding: [], format: 'xml', success } as const
  const told = (code: string): ReturnType<typeof answered> =>
    answered({ d: `<r><code>${code}</code></r>` }, { success: undefined, payload: inside }, 1000, 'x')
  expect(told('0').outcome).toBe('records')
  expect(told('9').outcome).toBe('none')
  expect(await failureOf(() => told('7'))).toMatchObject({ code: 'QUERY_FAILED', details: { nativeCode: '7' } })
})
