import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { anchorOf } from '../../docs/.vitepress/anchor.ts'
import { brokenLinks } from '../../docs/.vitepress/links.ts'
import { sitePages, siteText } from '../../docs/.vitepress/pages.ts'
import { portablePage, portableScript } from '../../docs/.vitepress/portable.ts'
import { sidebar } from '../../docs/.vitepress/sidebar.ts'
import { tokenize, tokenizeQuestion } from '../../docs/.vitepress/tokenize.ts'
import { root } from '../structure/sources.ts'

const docs = path.join(root, 'docs')
const pagesBelow = (folder: string): string[] =>
  readdirSync(path.join(docs, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.md') && !/^(?:zh|\.vitepress)\//.test(file))
    .map((file) => file.replace(/\.md$/, ''))
    .sort()
/** Decisions are records in English; their list is a page of its own. */
const listed = (page: string): boolean => !/^decisions\/\d/.test(page)
const text = (page: string): string => readFileSync(path.join(docs, page), 'utf8')

describe('the pages', () => {
  test('every page stands in the sidebar once, and the reverse', () => {
    const inSidebar = sidebar.flatMap(({ pages }) => Object.keys(pages)).sort()
    expect(inSidebar).toEqual(pagesBelow('').filter(listed))
  })

  test('every page has its twin in Chinese, and the reverse', () => {
    const alone = (page: string): boolean => page === 'decisions/README'
    expect(pagesBelow('zh')).toEqual(
      pagesBelow('')
        .filter(listed)
        .filter((page) => !alone(page)),
    )
  })

  test.each(pagesBelow('zh'))('%s leads to its twin and back', (page) => {
    if (page === 'errors' || page === 'cli') return
    const up = '../'.repeat(page.split('/').length)
    expect(text(`zh/${page}.md`)).toContain(`](${up}${page}.md)`)
    expect(text(`${page}.md`)).toContain(`](${'../'.repeat(page.split('/').length - 1)}zh/${page}.md)`)
  })
})

describe('the glossary', () => {
  const rows = (page: string): string[][] =>
    [...text(page).matchAll(/^\| (.+) \| (.+) \| (.+) \|$/gm)].slice(1).map(([, ...cells]) => cells)
  const english = rows('glossary.md')
  const chinese = rows('zh/glossary.md')
  const all = (folder: string): string =>
    pagesBelow(folder)
      .filter((page) => page !== 'glossary')
      .map((page) => text(path.posix.join(folder, `${page}.md`)).toLowerCase())
      .join('\n')

  test('pairs the same words in both languages, each once', () => {
    const pairs = english.map(([word, other]) => `${word} ${other}`)
    expect(pairs.length).toBeGreaterThan(30)
    expect(new Set(chinese.map(([word, other]) => `${other} ${word}`))).toEqual(new Set(pairs))
    expect(new Set(english.map(([word]) => word)).size).toBe(english.length)
    expect(new Set(chinese.map(([word]) => word)).size).toBe(chinese.length)
  })

  test('has no word that the pages do not use', () => {
    const [inEnglish, inChinese] = [all(''), all('zh')]
    const unused = english.filter(
      ([word = '', other = '']) => !inEnglish.includes(word.toLowerCase()) || !inChinese.includes(other),
    )
    expect(unused).toEqual([])
  })
})

describe('the pictures', () => {
  const pictures = readdirSync(path.join(docs, 'pictures'))

  test.each(pictures)('%s says what it shows, in both lights, and fetches nothing', (picture) => {
    const svg = text(`pictures/${picture}`)
    expect(svg).toMatch(/<title [^>]*>[^<]{3,}<\/title>\s*<desc [^>]*>[^<]{30,}<\/desc>/)
    expect(svg).toContain('prefers-color-scheme:dark')
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:|href|@import|<script/)
  })

  test('stand in a page of their language', () => {
    const unused = pictures.filter((picture) => {
      const zh = picture.endsWith('.zh.svg')
      return !pagesBelow(zh ? 'zh' : '').some((page) => text(`${zh ? 'zh/' : ''}${page}.md`).includes(picture))
    })
    expect(unused).toEqual([])
  })
})

describe('the site', () => {
  test('finds Chinese by any part of a word, and codes by their parts', () => {
    const index = new Set(tokenize('数据项的分级与许可 FILE_GROWING GB18030'))
    for (const asked of ['许可', '分级', '数据项', 'growing', 'FILE_GROWING', 'gb18030']) {
      const missing = tokenizeQuestion(asked).filter(
        (word) => ![...index].some((each) => each.toLowerCase() === word.toLowerCase()),
      )
      expect(missing, asked).toEqual([])
    }
    expect(tokenizeQuestion('许可')).toEqual(['许可'])
    expect(tokenizeQuestion('级')).toEqual(['级'])
    expect([...index].some((word) => word.startsWith('可'))).toBe(true)
  })

  test('has the anchors that errors and commands point at', () => {
    expect(anchorOf('FILE_GROWING')).toBe('file_growing')
    expect(anchorOf('Exit codes')).toBe('exit-codes')
    expect(anchorOf('在哪些服务器上试过')).toBe('在哪些服务器上试过')
  })

  test('leads from page to page, and names what is no page', () => {
    const pages = sitePages(root)
    const at = (source: string, place: string, link: string): string => siteText({ source, place }, link, root, pages)
    const zh = ['docs/zh/labels.md', 'zh/labels.md'] as const
    expect(at(...zh, '[a](../../connectors/file/README.md#options)')).toBe('[a](./../connectors/file.md#options)')
    expect(at(...zh, '[English](../labels.md)')).toBe('[English](./../labels.md)')
    expect(at(...zh, '[a](contract/README.md)')).toBe('[a](./contract/index.md)')
    expect(at('docs/labels.md', 'labels.md', '[the kit](../packages/conformance/src/index.ts)')).toBe(
      'the kit (`packages/conformance/src/index.ts`)',
    )
    expect(() => at('docs/labels.md', 'labels.md', '[a](missing.md)')).toThrow('missing.md')
  })

  test('works under any path, and as files', () => {
    expect(
      portablePage('<head></head><a href="/__berth__/zh/">x</a><a href="./b.html#c">y</a></body>', '../'),
    ).toContain('<a href="../zh/index.html">x</a><a href="./b.html#c">y</a>')
    expect(portableScript('a("/__berth__/assets/b.js".length)')).toBe('a((window.berthBase+"assets/b.js").length)')
    expect(portableScript('window.__VP_SITE_DATA__=JSON.parse("{\\"base\\":\\"/__berth__/\\"}")')).toMatch(
      /\.base=window\.berthBase$/,
    )
  })

  test('names links that lead nowhere, and what is fetched from elsewhere', () => {
    const site = mkdtempSync(path.join(tmpdir(), 'berth-links-'))
    try {
      mkdirSync(path.join(site, 'zh'))
      writeFileSync(
        path.join(site, 'index.html'),
        '<h2 id="a">x</h2><a href="./zh/index.html#b">x</a><a href="https://x.example/">x</a>',
      )
      writeFileSync(
        path.join(site, 'zh/index.html'),
        '<a href="../index.html#a">x</a><a href="./gone.html">x</a><script src="https://x.example/a.js"></script>',
      )
      expect(brokenLinks(site)).toEqual([
        'index.html: ./zh/index.html#b',
        'zh/index.html fetches https://x.example/a.js',
        'zh/index.html: ./gone.html',
      ])
    } finally {
      rmSync(site, { recursive: true, force: true })
    }
  })
})
