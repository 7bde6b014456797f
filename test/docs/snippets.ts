import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../structure/sources.ts'

/** A fenced block of a page. */
export interface Snippet {
  readonly page: string
  readonly line: number
  readonly language: string
  readonly code: string
  /** From a comment in front of the fence, `<!-- run: elsewhere, by npm test itself -->`: where else it is executed. */
  readonly elsewhere: string | undefined
}

/** The pages whose snippets are executed: both READMEs and everything under docs. */
export function pages(): string[] {
  const docs = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  const readmes = ['packages', 'connectors'].flatMap((kind) =>
    readdirSync(path.join(root, kind)).map((folder) => `${kind}/${folder}/README.md`),
  )
  return [
    'README.md',
    'README.zh-CN.md',
    'CONTRIBUTING.md',
    ...readmes,
    ...docs.filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`),
  ]
}

/** The fenced blocks of a page, in order. */
export function snippets(page: string): Snippet[] {
  const lines = readFileSync(path.join(root, page), 'utf8').split('\n')
  const found: Snippet[] = []
  for (let index = 0; index < lines.length; index++) {
    const fence = /^```(\w+)\s*$/.exec(lines[index] ?? '')
    if (fence === null) continue
    const start = index + 1
    while (index + 1 < lines.length && !(lines[index + 1] ?? '').startsWith('```')) index++
    const before = lines.slice(0, start - 1).findLast((line) => line.trim() !== '') ?? ''
    const elsewhere = /^<!-- run: elsewhere, (.+) -->$/.exec(before)?.[1]
    found.push({
      page,
      line: start,
      language: fence[1] ?? '',
      code: lines.slice(start, index + 1).join('\n'),
      elsewhere,
    })
    index++
  }
  return found
}
