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

/** A page of the site: where its text comes from, and where it stands. A page without a twin in Chinese stands among the Chinese ones as it is. */
export interface SitePage {
  readonly source: string
  readonly place: string
}

/** Every page of the site, in both languages. */
export function sitePages(root: string): SitePage[] {
  const pages = sourcePages(root).map((source) => ({ source, place: sitePath(source) }))
  const places = new Set(pages.map(({ place }) => place))
  const alone = pages.filter(({ place }) => !place.startsWith('zh/') && !places.has(`zh/${place}`))
  return [...pages, ...alone.map(({ source, place }) => ({ source, place: `zh/${place}` }))]
}

/**
 * The text of a page as it stands on the site. Links to other pages lead to their place there, in the language of the page;
 * what is no page, source code and the like, is named by its path.
 */
export function siteText({ source, place }: SitePage, text: string, root: string, pages: readonly SitePage[]): string {
  const own = path.posix.dirname(place)
  const chinese = place.startsWith('zh/')
  return outsideOfCode(text, (part) =>
    part.replace(links, (whole, image: string, label: string, link: string) => {
      if (/^(?:[a-z]+:|#)/.test(link)) return whole
      const [target = '', hash] = link.split('#')
      const file = path.posix.join(path.posix.dirname(source), target).replace(/\/$/, '')
      const to = pages.find((page) => page.source === file || page.source === `${file}/README.md`)?.place
      if (to !== undefined) {
        const twin = chinese && to !== place.replace(/^zh\//, '') && !to.startsWith('zh/') ? `zh/${to}` : to
        return `[${label}](./${path.posix.relative(own, twin)}${hash === undefined ? '' : `#${hash}`})`
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
  for (const page of pages) {
    const file = path.join(folder, page.place)
    mkdirSync(path.dirname(file), { recursive: true })
    const text = siteText(page, readFileSync(path.join(root, page.source), 'utf8'), root, pages)
    const alone = page.place.startsWith('zh/') && !page.source.startsWith('docs/zh/')
    writeFileSync(file, alone ? text.replace(/^# .*$/m, '$&\n\n> 本页只有英文。') : text)
  }
  cpSync(path.join(root, 'docs/pictures'), path.join(folder, 'pictures'), { recursive: true })
  cpSync(path.join(root, 'docs/.vitepress'), path.join(folder, '.vitepress'), { recursive: true })
}
