import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The links of a built site that lead to no file of it, or to no place on its page, and all that fetch from elsewhere. */
export function brokenLinks(site: string): string[] {
  const pages = new Map(
    globSync('**/*.html', { cwd: site }).map((file) => [
      file.replaceAll('\\', '/'),
      readFileSync(path.join(site, file), 'utf8'),
    ]),
  )
  const files = new Set(globSync('**/*', { cwd: site }).map((file) => file.replaceAll('\\', '/')))
  const places = new Map([...pages].map(([file, text]) => [file, new Set(matches(text, / id="([^"]+)"/g))]))
  return [...pages].flatMap(([file, text]) => [
    ...[...matches(text, /<(?!a )[^>]* (?:href|src)="((?:[a-z]+:)?\/\/[^"]+)"/g)].map(
      (link) => `${file} fetches ${link}`,
    ),
    ...[...matches(text, /(?:href|src)="([^"]+)"/g)].flatMap((link) => {
      if (/^[a-z]+:/.test(link)) return []
      const [target = '', hash] = decodeURIComponent(link.replaceAll('&amp;', '&')).split('#')
      const to = target === '' ? file : path.posix.join(path.posix.dirname(file), target)
      if (!files.has(to)) return [`${file}: ${link}`]
      return hash === undefined || hash === '' || places.get(to)?.has(hash) !== false ? [] : [`${file}: ${link}`]
    }),
  ])
}

function matches(text: string, pattern: RegExp): Set<string> {
  return new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))
}
