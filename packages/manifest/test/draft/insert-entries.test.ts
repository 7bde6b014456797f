import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { insertEntries } from '../../src/draft/insert-entries.ts'
import { manifestText } from '../../src/draft/manifest-text.ts'

const blocks = [
  ['one:', '  draft: true # why', '  items:', '    a: { title: A } # 建议'],
  ['two:', '  draft: true'],
]
const inserted = { one: { draft: true, items: { a: { title: 'A' } } }, two: { draft: true } }

function insert(text: string): string {
  return insertEntries(manifestText(text, 'berth.yaml'), ['resources'], blocks)
}

/** Whether the second text is the first with something put in at one place. */
function isInsertion(before: string, after: string): boolean {
  let start = 0
  while (start < before.length && before[start] === after[start]) start++
  let end = 0
  while (end < before.length && before.at(-1 - end) === after.at(-1 - end)) end++
  return start + end >= before.length
}

/** The manifest, or undefined when the text is not YAML. */
function parsed(text: string): { resources?: Record<string, unknown> | null } | undefined {
  try {
    return parse(text) as { resources?: Record<string, unknown> | null }
  } catch {
    return undefined
  }
}

const texts: readonly [string, string, string][] = [
  [
    'no resources',
    'berth: 1\n# end\n',
    'berth: 1\n# end\n\nresources:\n  one:\n    draft: true # why\n    items:\n      a: { title: A } # 建议\n\n  two:\n    draft: true\n',
  ],
  [
    'empty braces, a comment behind them, something below',
    'berth: 1\nresources: {} # none yet\noperations: {}\n',
    'berth: 1\nresources: # none yet\n  one:\n    draft: true # why\n    items:\n      a: { title: A } # 建议\n\n  two:\n    draft: true\noperations: {}\n',
  ],
  [
    'no value, comments below',
    'resources:\n  # an example:\n  # x: {}\n\n# next\noperations: {}\n',
    'resources:\n  # an example:\n  # x: {}\n  one:\n    draft: true # why\n    items:\n      a: { title: A } # 建议\n\n  two:\n    draft: true\n\n# next\noperations: {}\n',
  ],
  [
    'resources of its own indentation, the last one switched off',
    'resources:\n    x:\n        title: X # kept\n    # y:\n    #     title: Y\n\noperations: {}\n',
    'resources:\n    x:\n        title: X # kept\n    # y:\n    #     title: Y\n\n    one:\n      draft: true # why\n      items:\n        a: { title: A } # 建议\n\n    two:\n      draft: true\n\noperations: {}\n',
  ],
]

test.each(texts)('%s', (_name, before, after) => {
  expect(insert(before)).toBe(after)
})

test('the line ends of the file are those of the draft', () => {
  const after = insert('berth: 1\r\nresources:\r\n  x: { title: X }\r\n')
  expect(after.replaceAll('\r\n', '')).not.toContain('\n')
  expect(parse(after)).toEqual({ berth: 1, resources: { x: { title: 'X' }, ...inserted } })
})

const braces = [
  '{ berth: 1, resources: {} }\n',
  'berth: 1\nresources: { x: { title: X } } # kept\n',
  'berth: 1\nresources: { # kept\n }\n',
]

test.each(braces)('where the map is in braces the file is printed anew: %j', (before) => {
  const after = insert(before)
  const { resources = {} } = parse(before) as { resources?: object }
  expect(parse(after)).toEqual({ berth: 1, resources: { ...resources, ...inserted } })
  expect(after.includes('kept')).toBe(before.includes('kept'))
  expect(after).toContain('# 建议')
})

const comments = fc.constantFrom('', '', '  # 说明', ' # x: {}', '   #')
const values = fc.constantFrom(
  '1',
  '"#"',
  "'a: b'",
  '[a, b]',
  '{ a: 1 }',
  '',
  '~',
  '|\n    text\n    # no comment\n',
  '>-\n    folded\n\n    more',
  '\n    a: 1\n    b: [1,\n      2]',
  '\n    - 1\n    - a: 2\n      b: 3',
  '\n  - 1\n  - x: |\n      block',
  '&anchor x',
)
const noise = fc.constantFrom('', '', '# comment\n', '\n', '  # indented\n', '\n\n    # deep\n\n')
const pairs = (prefix: string, indent: string, most: number): fc.Arbitrary<string> =>
  fc.array(fc.tuple(values, comments, noise), { maxLength: most }).map((entries) =>
    entries
      .map(([value, comment, after], index) => {
        const tail = value.includes('\n') ? '' : comment
        return `${indent}${prefix}${index}: ${value}${tail}\n${after}`
      })
      .join(''),
  )
const resources = fc.oneof(
  fc.constantFrom(
    '',
    'resources:\n',
    'resources: {}\n',
    'resources: {}   # none\n',
    'resources: ~\n',
    'resources: # none\n',
  ),
  pairs('r', '  ', 4).map((text) => `resources:\n${text}`),
)
const manifests = fc
  .tuple(noise, pairs('a', '', 4), resources, noise, pairs('z', '', 4), fc.boolean(), fc.boolean())
  .map(([top, before, middle, gap, after, cut, windows]) => {
    const text = `${top}berth: 1\n${before}${middle}${gap}${after}`
    const ended = cut ? text.trimEnd() : text
    return windows ? ended.replaceAll('\n', '\r\n') : ended
  })

test('whatever the manifest: what was there is there, byte for byte and in order, and the drafts are read', () => {
  fc.assert(
    fc.property(manifests, (text) => {
      const before = parsed(text)
      fc.pre(before !== undefined)
      const after = insert(text)
      expect(parse(after)).toEqual({ ...before, resources: { ...before.resources, ...inserted } })
      expect(isInsertion(text.replace(/^resources: (?:\{\}|~)/m, 'resources:'), after)).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})

test.each([
  [
    'a connection without datasets',
    'berth: 1\nconnections:\n  drop:\n    use: x # 连接器\n    # 目录\n\n  other: { use: y }\n',
    'berth: 1\nconnections:\n  drop:\n    use: x # 连接器\n    # 目录\n    datasets:\n      permits:\n        files: a.csv\n\n  other: { use: y }\n',
  ],
  [
    'a connection with datasets',
    'connections:\n    drop:\n        use: x\n        datasets:\n            old: { files: b.csv }\n        options: {}\n',
    'connections:\n    drop:\n        use: x\n        datasets:\n            old: { files: b.csv }\n\n            permits:\n              files: a.csv\n        options: {}\n',
  ],
  [
    'a connection in braces',
    'connections:\n  drop: { use: x } # 说明\n',
    'connections:\n  drop:\n    use: x\n    datasets:\n      permits:\n        files: a.csv\n    # 说明\n',
  ],
])('definitions go into %s', (_name, before, after) => {
  const result = insertEntries(
    manifestText(before, 'berth.yaml'),
    ['connections', 'drop', 'datasets'],
    [['permits:', '  files: a.csv']],
  )
  expect(parse(result)).toMatchObject({
    connections: { drop: { use: 'x', datasets: { permits: { files: 'a.csv' } } } },
  })
  expect(result).toBe(after)
})
