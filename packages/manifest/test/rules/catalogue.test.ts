import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { manifestPage } from '../../scripts/manifest-page.ts'
import { ruleCatalogue } from '../../src/index.ts'

const placesIn = (text: string): Set<string> => new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))

test('every rule speaks both languages, with the same places in both', () => {
  for (const [id, { title, message, next, suggest }] of Object.entries(ruleCatalogue)) {
    for (const text of [title, message, next, ...(suggest === undefined ? [] : [suggest])]) {
      expect(text.zh, id).toMatch(/\p{Script=Han}/u)
      expect(text.en, id).toMatch(/[a-z]{2}/)
      expect(placesIn(text.zh), id).toEqual(placesIn(text.en))
    }
    expect(suggest === undefined || placesIn(suggest.zh).has('suggestion'), id).toBe(true)
  }
})

test.each([
  ['en', 'manifest.md', { error: 'error', warning: 'warning' }],
  ['zh', 'zh/manifest.md', { error: '错误', warning: '警告' }],
] as const)('docs of the manifest in %s list exactly the rules there are', async (language, file, severities) => {
  const page = await readFile(new URL(`../../../../docs/${file}`, import.meta.url), 'utf8')
  const listed = [...page.matchAll(/^\| ([A-Z]{3}-\d{3}) \| (\S+) \|/gm)].map(([, id, severity]) => [id, severity])
  expect(listed).toEqual(Object.entries(ruleCatalogue).map(([id, { severity }]) => [id, severities[severity]]))
  expect(page, 'run npm run generate -w packages/manifest').toBe(manifestPage(language))
})
