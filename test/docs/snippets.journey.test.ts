import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { parseManifest } from '@berth/manifest'
import { describe, expect, test } from 'vitest'
import { root } from '../structure/sources.ts'
import { commandsAndPromises, expectToRun, shell } from './run-snippets.ts'
import { pages, type Snippet, snippets } from './snippets.ts'

const executed = new Set(['sh', 'ts', 'yaml', 'text'])
/** Made from the commands themselves: their examples are held against the commands, not run one after the other. */
const commandPages = new Set(['docs/cli.md', 'docs/zh/cli.md'])

/** A part of a manifest, completed so that it can be checked. */
function wholeManifest(part: string): string {
  if (/^berth: 1$/m.test(part)) return part
  const system = 'system: { id: a.b, title: 系统, owner: { title: 单位, code: 91350100M000100Y43 } }'
  const rest = {
    connections: 'connections: { registry: { use: "@berth/connector-memory", options: {} } }',
    resources: 'resources: {}',
  }
  const missing = Object.entries(rest).filter(([key]) => !new RegExp(`^${key}:`, 'm').test(part))
  return [part, 'berth: 1', system, ...missing.map(([, line]) => line)].join('\n')
}

describe.each(pages().map((page) => [page, snippets(page)] as const))('%s', (page, blocks) => {
  test('has only blocks that are executed, or say where they are', () => {
    const unknown = blocks
      .filter((block) => !executed.has(block.language) && block.elsewhere === undefined)
      .map((block) => `${page}:${block.line} ${block.language}`)
    expect(unknown).toEqual([])
  })

  const commands = commandPages.has(page)
    ? []
    : blocks.filter((block) => block.language === 'sh' && block.elsewhere === undefined)
  const twin = page.replace(/^docs\/zh\//, 'docs/')
  const alike =
    twin !== page &&
    existsSync(path.join(root, twin)) &&
    isDeepStrictEqual(commandsAndPromises(blocks), commandsAndPromises(snippets(twin)))
  // What is the same in both languages runs with the page in English.
  if (commands.length > 0 && !alike) {
    test('its commands succeed, one after the other in one folder', { timeout: 180_000 }, () => {
      expectToRun(
        commands,
        blocks.filter(({ language, elsewhere }) => language === 'text' && elsewhere === undefined),
      )
    })
  }

  const programs = blocks.filter((block) => block.language === 'ts' && block.elsewhere === undefined)
  test.each(programs.map((block) => [block.line, block] as const))(
    'line %i: the program compiles and runs',
    (_line, block: Snippet) => {
      const folder = path.join(root, 'test', '.work', 'snippets')
      mkdirSync(folder, { recursive: true })
      const file = path.join(folder, `${page.replaceAll(/[^a-zA-Z0-9]/g, '-')}-${block.line}.ts`)
      writeFileSync(file, block.code)
      const { status, output } = shell(
        `node --conditions=@berth/source --disable-warning=ExperimentalWarning ${JSON.stringify(file)}`,
        root,
      )
      expect(status, output).toBe(0)
      const promised = [...block.code.matchAll(/^\s*\/\/ (?:→|=>) (.+)$/gm)].map((match) => match[1] ?? '')
      for (const line of promised) expect(output).toContain(line)
    },
  )

  const manifests = blocks.filter((block) => block.language === 'yaml' && block.elsewhere === undefined)
  test.each(manifests.map((block) => [block.line, block] as const))('line %i: the manifest holds', (_line, block) => {
    const { findings } = parseManifest(wholeManifest(block.code), { file: page, folder: root })
    expect(findings.filter((finding) => finding.severity === 'error')).toEqual([])
  })
})

test('every link within the repository leads somewhere', () => {
  const broken = pages().flatMap((page) =>
    [...readFileSync(path.join(root, page), 'utf8').matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !existsSync(path.resolve(root, path.dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  )
  expect(broken).toEqual([])
})

const snapshot = new URL('../../packages/cli/test/snapshot/commands.snap.json', import.meta.url)
const known = JSON.parse(readFileSync(snapshot, 'utf8')) as readonly {
  readonly id: string
  readonly flags: readonly { readonly name: string; readonly char?: string }[]
}[]

test.each([...commandPages])('every example of %s names a command and flags that exist', (page) => {
  const examples = snippets(page)
    .filter((block) => block.language === 'sh')
    .flatMap((block) => block.code.split('\n'))
  expect(examples.length).toBeGreaterThan(20)
  const wrong = examples.filter((example) => {
    const [program, ...words] = example.split(/\s+/)
    // Of `bundle` and `bundle install`, the longer one.
    const command = known
      .filter(({ id }) => `${words.join(' ')} `.startsWith(`${id.replaceAll(':', ' ')} `))
      .toSorted((left, right) => right.id.length - left.id.length)[0]
    const flags = words.filter((word) => word.startsWith('-')).map((word) => word.replace(/^-+/, '').split('=')[0])
    const exist = flags.every((flag) => command?.flags.some(({ name, char }) => name === flag || char === flag))
    return program !== 'berth' || command === undefined || !exist
  })
  expect(wrong).toEqual([])
})
