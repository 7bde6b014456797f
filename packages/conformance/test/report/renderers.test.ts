import { SaxesParser } from 'saxes'
import { expect, test } from 'vitest'
import { badge, conformanceReport, htmlReport, junitReport, standingOf } from '../../src/index.ts'
import { sampleRun, wholeRun } from './sample-run.ts'

const report = conformanceReport(sampleRun)
const whole = conformanceReport(wholeRun)
const today = new Date('2026-12-01T00:00:00Z')

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  text: string
}

function elementsOf(xml: string): Element[] {
  const elements: Element[] = []
  const open: Element[] = []
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, text: '' }
    elements.push(element)
    open.push(element)
  })
  parser.on('text', (text) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += text
  })
  parser.on('closetag', () => void open.pop())
  parser.on('error', (error) => {
    throw error
  })
  parser.write(xml).close()
  return elements
}

test('JUnit: well-formed, with the counts, and every failure has all that mends it', () => {
  const elements = elementsOf(junitReport(report))
  const suite = elements.find(({ name }) => name === 'testsuite')
  expect(suite?.attributes).toMatchObject({ tests: '6', failures: '2', skipped: '2', errors: '0', time: '1.234' })
  expect(elements.filter(({ name }) => name === 'testcase')).toHaveLength(6)
  expect(elements.filter(({ name }) => name === 'skipped')).toHaveLength(2)
  const [failure] = elements.filter(({ name }) => name === 'failure')
  for (const part of ['input: lookup', 'BERTH_SEED=42', 'the author of the connector', '下一步', 'LKP-1：'])
    expect(failure?.text).toContain(part)
  expect(failure?.text).toContain(String.raw`\u0000\u001b[31m`)
})

test('the page: nothing from elsewhere, no script, hostile texts as texts, all that the report says', () => {
  const page = htmlReport(report, { today })
  expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|\bon\w+\s*=|href=|src=/)
  expect(page).not.toMatch(/[\u202a-\u202e]/)
  expect(page).toContain("default-src 'none'")
  expect(page.match(/url\([^)]*\)/g)?.filter((url) => !url.startsWith('url(#'))).toEqual([])
  // As XML but for the doctype and the void tags: what is not closed or not escaped would show.
  const xml = page.replace('<!doctype html>', '').replaceAll(/<(meta|input|br)\b([^>]*)>/g, '<$1$2/>')
  const names = elementsOf(xml.replaceAll(' checked/>', '/>')).map(({ name }) => name)
  expect(names.filter((name) => name === 'article')).toHaveLength(2)
  expect(names.filter((name) => name === 'details')).toHaveLength(4)
  for (const part of ['还有 62 天', '62 days left', 'BERTH_SEED=42 npx vitest run -t lookup/b', 'SCN-1', '某市民政局'])
    expect(page).toContain(part)
  for (const { text } of report.clauses) {
    expect(page).toContain(text.zh.slice(0, 20))
    expect(page).toContain(text.en.slice(0, 20).replaceAll("'", '&#39;'))
  }
})

test.each([
  ['held', whole, today],
  ['failed', report, today],
  ['partial', { ...whole, complete: false, reached: 'none' }, today],
  ['expired', whole, new Date('2027-06-01T00:00:00Z')],
] as const)('the badge of a report that is %s', (standing, shown, day) => {
  expect(standingOf(shown, { today: day })).toBe(standing)
  const elements = elementsOf(badge(shown, { today: day }))
  const title = elements.find(({ name }) => name === 'title')?.text
  const words = { held: 'full', failed: 'failed', partial: 'partial run', expired: 'expired · full' }[standing]
  expect(title).toBe(`firebird: berth contract 1.0: ${words} · 2026-11-23`)
})

test('an exemption whose day is over lets a badge expire before its age does', () => {
  const exempted = {
    ...whole,
    results: report.results.filter(({ outcome }) => outcome === 'exempted'),
  }
  expect(standingOf(exempted, { today: new Date('2027-01-31T12:00:00Z') })).toBe('held')
  expect(standingOf(exempted, { today: new Date('2027-02-01T12:00:00Z') })).toBe('expired')
})

test('an error in the manifest is a failure of the report', () => {
  const [finding] = [
    {
      rule: 'MAN-201',
      severity: 'error',
      file: 'berth.yaml',
      line: 3,
      column: 7,
      path: 'a',
      message: { zh: '没有', en: 'none' },
      next: { zh: '写', en: 'write' },
    },
  ] as const
  const wrong = { ...whole, findings: [finding] }
  expect(standingOf(wrong, { today })).toBe('failed')
  expect(elementsOf(junitReport(wrong)).find(({ name }) => name === 'testsuite')?.attributes['failures']).toBe('1')
  expect(htmlReport(wrong)).toContain('berth.yaml:3:7')
})

test('what a level does not vouch for stands beside it in every form', () => {
  const [first] = whole.results
  const inPart = {
    ...whole,
    results: [{ ...first, notes: [{ zh: '看不到锁', en: 'no lock is seen' }] }],
  } as typeof whole
  expect(badge(inPart, { today })).toContain('full, 1 in part · 2026-11-23')
  const page = htmlReport(inPart, { today })
  for (const part of [
    '其中 1 个用例只试了一部分',
    '1 of its cases were tried in part only',
    '看不到锁',
    'no lock is seen',
  ])
    expect(page).toContain(part)
  expect(htmlReport(whole, { today })).not.toContain('in part only')
  expect(elementsOf(junitReport(inPart)).find(({ name }) => name === 'system-out')?.text).toContain('no lock is seen')
  const exempted = { ...whole, counts: { ...whole.counts, exempted: 2 } }
  expect(badge(exempted, { today })).toContain('full, 2 exempted · 2026-11-23')
  expect(htmlReport(exempted, { today })).toContain('其中 2 个用例未通过，已豁免')
})
