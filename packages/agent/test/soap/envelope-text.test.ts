import { expect, test } from 'vitest'
import { envelopeText } from '../../src/soap/envelope-text.ts'

/** `<a>张三</a>` in GBK, as bytes. */
const gbk = Buffer.concat([Buffer.from('<a>'), Buffer.from([0xd5, 0xc5, 0xc8, 0xfd]), Buffer.from('</a>')])
/** `𠮷` has no place in GBK, and four bytes in GB18030. */
const rare = Buffer.concat([
  Buffer.from('<?xml version="1.0" encoding="GB18030"?><a>'),
  Buffer.from([0x95, 0x34, 0xbd, 0x31]),
  Buffer.from('</a>'),
])
const utf16 = Buffer.from('<a>张三</a>', 'utf16le')
const declared = (name: string, bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`<?xml version='1.0'  encoding = '${name}' ?>`), bytes])

test.each([
  ['charset parameter GBK', gbk, 'GBK', '<a>张三</a>'],
  ['charset parameter gb2312', gbk, 'gb2312', '<a>张三</a>'],
  ['GBK in the declaration', declared('GBK', gbk), undefined, /<a>张三<\/a>$/],
  ['the parameter before the declaration', declared('utf-8', gbk), 'gb18030', /<a>张三<\/a>$/],
  ['UTF-8 where nothing is said', Buffer.from('<a>张三</a>'), undefined, '<a>张三</a>'],
  ['a mark before everything', Buffer.from('\ufeff<a>张三</a>'), 'gbk', '<a>张三</a>'],
  ['UTF-16 with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), undefined, '<a>张三</a>'],
  ['UTF-16 without one', utf16, 'utf-16', '<a>张三</a>'],
  ['UTF-16, the great end first', Buffer.from(utf16).swap16(), 'UTF-16', '<a>张三</a>'],
] as const)('%s', (_title, bytes, charset, text) => {
  if (typeof text === 'string') expect(envelopeText(bytes, charset)).toBe(text)
  else expect(envelopeText(bytes, charset)).toMatch(text)
})

test('a character of GB18030 alone', () => {
  expect(envelopeText(rare, undefined)).toContain(new TextDecoder('gb18030').decode(rare.subarray(43, 47)))
  expect([...envelopeText(rare, undefined).slice(43, -4)]).toHaveLength(1)
})

test.each([
  ['a charset that old systems do not write', Buffer.from('<a/>'), 'windows-1252', 'CHARSET_UNKNOWN'],
  ['a charset that is no name', Buffer.from('<a/>'), '"<x>', 'CHARSET_UNKNOWN'],
  ['a name of the inside', Buffer.from('<a/>'), 'constructor', 'CHARSET_UNKNOWN'],
  ['GBK that says UTF-8', gbk, 'utf-8', 'TEXT_UNDECODABLE'],
  ['GBK that says nothing', gbk, undefined, 'TEXT_UNDECODABLE'],
  ['a cut character', gbk.subarray(0, 4), 'gbk', 'TEXT_UNDECODABLE'],
] as const)('%s is refused', (_title, bytes, charset, code) => {
  expect(() => envelopeText(bytes, charset)).toThrow(expect.objectContaining({ code }))
})
