import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { deprecationsPage } from '../../scripts/deprecations-page.ts'

test.each([
  ['en', 'deprecations.md'],
  ['zh', 'zh/deprecations.md'],
] as const)('the page of what goes is as the tables are (%s)', async (language, file) => {
  const page = await readFile(new URL(`../../../../docs/${file}`, import.meta.url), 'utf8')
  expect(page, 'run npm run generate -w packages/manifest').toBe(deprecationsPage(language))
})

test('each kind of thing stands there by the name that users know it by, with its dates', () => {
  const dates = { since: '2026-11-24', until: '2027-06-30', instead: { zh: '不用', en: 'do without' } }
  const page = deprecationsPage('en', {
    deprecations: [
      { what: { manifest: 'connections.*.options.charset', uses: ['@berth/connector-a'] }, ...dates },
      { what: { command: 'report convert', flag: 'form' }, ...dates },
      { what: { command: 'wsdl' }, ...dates },
      { what: { program: 'Deviation of @berth/core' }, ...dates },
    ],
    migrations: [],
  })
  const row = (what: string): string => `| ${what} | 2026-11-24 | 2027-06-30 | do without |`
  expect(page).toContain(row('`connections.*.options.charset` (@berth/connector-a)'))
  expect(page).toContain(row('`berth report convert --form`'))
  expect(page).toContain(row('`berth wsdl`'))
  expect(page).toContain(row('Deviation of @berth/core'))
})
