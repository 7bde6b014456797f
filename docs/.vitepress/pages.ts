import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const sources = ['docs/**/*.md', '{connectors,packages,examples}/*/README.md', 'CONTRIBUTING.md', 'SECURITY.md']

/** The pages of the site, as paths from the root of the repository: what is under docs, and what it leads to. */
export function sourcePages(root: string): string[] {
  return sources.flatMap((pattern) => globSync(pattern, { cwd: root })).map((page) => page.replaceAll('\\', '/'))
}

/** Where a page stands on the site, as a path from its root. */
export function sitePath(page: string): string {
  return page
    .replace(/^docs\//, '')
    .replace(/^(connectors|packages|examples)\/([^/]+)\/README\.md$/, '$1/$2.md')
    .replace(/^(CONTRIBUTING|SECURITY)\.md$/, (name) => `repository/${name.toLowerCase()}`)
    .replace(/(^|\/)README\.md$/, '$1index.md')
}

/** A page of the site: where its text comes from, and where it stands. */
export interface SitePage {
  readonly source: string
  readonly place: string
}

/** Every page of the site. */
export function sitePages(root: string): SitePage[] {
  return sourcePages(root).map((source) => ({ source, place: sitePath(source) }))
}

/** The places in Chinese of the pages that are in English alone: the language menu leads there. */
export function untranslated(pages: readonly SitePage[]): string[] {
  const places = new Set(pages.map(({ place }) => place))
  return [...places].filter((place) => !place.startsWith('zh/') && !places.has(`zh/${place}`))
}

/**
 * The text of a page as it stands on the site. Links to other pages lead to their place there; what is no page, source
 * code and the like, is named by its path.
 */
export function siteText({ source, place }: SitePage, text: string, root: string, pages: readonly SitePage[]): string {
  const own = path.posix.dirname(place)
  return outsideOfCode(text, (part) =>
    part.replace(links, (whole, image: string, label: string, link: string) => {
      if (/^(?:[a-z]+:|#)/.test(link)) return whole
      const [target = '', hash] = link.split('#')
      const file = path.posix.join(path.posix.dirname(source), target).replace(/\/$/, '')
      const to = pages.find((page) => page.source === file || page.source === `${file}/README.md`)?.place
      if (to !== undefined) {
        return `[${label}](./${path.posix.relative(own, to)}${hash === undefined ? '' : `#${hash}`})`
      }
      if (!existsSync(path.join(root, file))) throw new Error(`${source}: ${link} leads nowhere`)
      if (image !== '') return `![${label}](./${path.posix.relative(own, sitePath(file))})`
      return label.replaceAll('`', '').includes(path.posix.basename(file)) ? label : `${label} (\`${file}\`)`
    }),
  )
}

const links = /(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g

/** Changes the text outside of fenced blocks and of code within a line. */
function outsideOfCode(text: string, change: (part: string) => string): string {
  return text
    .split(/(^```[\s\S]*?^```\s*$)/m)
    .map((block, index) => (index % 2 === 1 ? block : change(block)))
    .join('')
}

/** Writes every page, the pictures and the settings of the site into a folder, which is emptied before. */
export function layOut(root: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  const pages = sitePages(root)
  const write = (place: string, text: string): void => {
    const file = path.join(folder, place)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  for (const page of pages) {
    write(page.place, siteText(page, readFileSync(path.join(root, page.source), 'utf8'), root, pages))
  }
  for (const place of untranslated(pages)) {
    const up = '../'.repeat(place.split('/').length)
    write(
      `zh/${place}`,
      `---\nsearch: false\n---\n\n# 本页只有英文\n\n[${place.replace(/\.md$/, '')}](${up}${place})\n`,
    )
  }
  cpSync(path.join(root, 'docs/pictures'), path.join(folder, 'pictures'), { recursive: true })
  cpSync(path.join(root, 'docs/.vitepress'), path.join(folder, '.vitepress'), { recursive: true })
}
