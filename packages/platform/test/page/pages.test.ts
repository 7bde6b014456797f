import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningPlatform } from '../../src/index.ts'
import { html } from '../../src/page/html.ts'
import { item, marriage, marriagePublication } from '../marriage-publication.ts'
import { enrolled } from '../party.ts'
import { startedPlatform } from '../started-platform.ts'

const hostile = `</title><script>alert(1)</script>"'><img src=x onerror=alert(1)>&lt;`
let platform: RunningPlatform

beforeAll(async () => {
  platform = await startedPlatform()
  const registry = await enrolled(platform, 'system', 'civil-affairs.marriage')
  const resources = [
    marriage,
    {
      ...marriage,
      id: 'hostile',
      title: { zh: hostile, en: hostile },
      summary: { zh: hostile },
      sharing: { type: 'conditional' as const, condition: hostile, basis: hostile, purposes: [hostile] },
      items: [
        item('husbandId', hostile, 3, { maintainer: hostile, element: hostile, semantics: { zh: hostile } }),
        item('note', '备注', undefined),
      ],
    },
  ]
  const system = {
    id: 'civil-affairs.marriage',
    title: { zh: hostile },
    owner: { title: { zh: hostile }, code: '91350100M000100Y43' },
    hours: hostile,
  }
  const path = '/api/catalogue/civil-affairs.marriage'
  expect((await registry.send('PUT', path, marriagePublication({ system, resources }))).status).toBe(200)
  const changed = [{ ...marriage, title: { zh: '结婚登记' } }, ...resources.slice(1)]
  expect((await registry.send('PUT', path, marriagePublication({ system, resources: changed }))).status).toBe(200)
  const line = '{"husbandId":"110105194912310021"}\n'
  const headers = { 'berth-rows': '1' }
  await registry.send('PUT', '/api/exchange/civil-affairs.marriage/marriage/full/1', line, { headers })
  await registry.send('PUT', '/api/exchange/civil-affairs.marriage/marriage/full/7', line, { headers })
})

afterAll(() => platform.close())

async function page(path: string): Promise<{ status: number; headers: Headers; text: string }> {
  const response = await fetch(platform.url + path)
  return { status: response.status, headers: response.headers, text: await response.text() }
}

const pages = [
  '/',
  '/?lang=en',
  `/?q=${encodeURIComponent(hostile)}`,
  '/resources/civil-affairs.marriage/hostile',
  '/resources/civil-affairs.marriage/hostile?lang=en',
  '/resources/civil-affairs.marriage/applyCertificate',
  '/resources/civil-affairs.marriage/marriage?version=1',
  '/resources/civil-affairs.marriage/nothing',
  '/receipts',
  '/receipts?lang=en',
]

test.each(pages)('%s holds no markup of others, runs no script and is framed by nobody', async (path) => {
  const { headers, text } = await page(path)
  expect(text).not.toMatch(/<script|<img src=x|onerror="|style="/)
  expect([...text.matchAll(/<\/title>/g)]).toHaveLength(1)
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  )
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})

test.each(pages)('%s is well formed, with landmarks, one heading of the first order, and a language', async (path) => {
  const { text } = await page(path)
  const open: string[] = []
  for (const [, close, tag = ''] of text.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
    if (['meta', 'link', 'input', 'img'].includes(tag)) continue
    if (close === '') open.push(tag)
    else expect(open.pop()).toBe(tag)
  }
  expect(open).toEqual([])
  for (const landmark of ['<header', '<nav', '<main id="content"', '<footer']) expect(text).toContain(landmark)
  expect([...text.matchAll(/<h1>/g)]).toHaveLength(1)
  expect(text).toMatch(path.includes('lang=en') ? /<html lang="en">/ : /<html lang="zh-CN">/)
  const ids = [...text.matchAll(/ id="([^"]*)"/g)].map((match) => match[1])
  expect(new Set(ids).size).toBe(ids.length)
})

test('the hostile title is shown as it is written', async () => {
  const { text } = await page('/resources/civil-affairs.marriage/hostile')
  expect(text).toContain(html`<h1>${hostile}</h1>`.html)
  expect(text).toContain('&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;')
})

test('every link of the pages leads somewhere', async () => {
  const links = new Set<string>()
  for (const path of pages) {
    const { text } = await page(path)
    for (const [, href = ''] of text.matchAll(/href="([^"#]+)"/g)) links.add(href.replaceAll('&amp;', '&'))
  }
  expect(links.size).toBeGreaterThan(10)
  for (const link of links) expect([link, (await page(link)).status]).toEqual([link, 200])
})

test('the catalogue is searched, the resource shows grade, type, maintainer, condition and versions', async () => {
  const found = await page('/?q=%E7%BB%93%E5%A9%9A%E7%99%BB%E8%AE%B0%E3%80%80')
  expect(found.text).toContain('/resources/civil-affairs.marriage/marriage')
  expect((await page('/?q=zzz')).text).toContain('没有相符的资源')
  const { text } = await page('/resources/civil-affairs.marriage/marriage')
  for (const part of [
    '一般 3 级',
    '未定级，不提供',
    'text(18)',
    '婚姻登记处',
    '用于不动产登记核验',
    '版本 2',
    '版本 1',
  ]) {
    expect(text).toContain(part)
  }
  const english = (await page('/resources/civil-affairs.marriage/marriage?version=1&lang=en')).text
  expect(english).toContain('Marriage registrations')
})

test('the receipts are counted and listed, without a value of the data', async () => {
  const { text } = await page('/receipts')
  expect(text).toMatch(/<dt>已交付<\/dt><dd>1<\/dd>/)
  expect(text).toMatch(/<dt>已拒绝<\/dt><dd>1<\/dd>/)
  expect(text).toContain('BATCH_OUT_OF_ORDER')
  expect(text).not.toContain('110105')
})

test('a resource that is not there is a page that says so', async () => {
  const { status, text } = await page('/resources/civil-affairs.marriage/nothing')
  expect(status).toBe(404)
  expect(text).toContain('目录中没有这一项')
})

test.each(['/?lang=fr', '/?page=0', '/?page=x', '/?q=a&q=b', '/resources/a%2Fb/c'])('%s is refused', async (path) => {
  expect((await page(path)).status).toBe(400)
})
