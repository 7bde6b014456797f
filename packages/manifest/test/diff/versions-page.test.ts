import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { versionsPage } from '../../scripts/versions-page.ts'

test.each([
  ['en', 'versions.md'],
  ['zh', 'zh/versions.md'],
] as const)('the page of rules is as the rules are (%s)', async (language, file) => {
  const page = await readFile(new URL(`../../../../docs/${file}`, import.meta.url), 'utf8')
  expect(page, 'run npm run generate -w packages/manifest').toBe(versionsPage(language))
})
