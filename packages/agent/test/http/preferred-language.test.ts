import { expect, test } from 'vitest'
import { preferredLanguage } from '../../src/http/preferred-language.ts'

test.each([
  [undefined, 'zh'],
  ['', 'zh'],
  ['*', 'zh'],
  ['fr, de', 'zh'],
  ['en', 'en'],
  ['EN-gb', 'en'],
  ['zh-Hans-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['fr, en;q=0.5, zh;q=0.4', 'en'],
  ['en;q=0.3, zh;q=0.7', 'zh'],
  ['en;q=0', 'zh'],
  ['en;q=x, zh;q=0.1', 'zh'],
  [`${'fr,'.repeat(50)}en`, 'zh'],
])('%s: %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language)
})
