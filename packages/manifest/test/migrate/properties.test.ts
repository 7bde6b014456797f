import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Document, isCollection, isMap, isScalar, parse, visit } from 'yaml'
import { type MigrationStep, migrateManifest } from '../../src/index.ts'

type Entry = Readonly<Record<string, string | number>>
type Written = Readonly<Record<string, Entry>>

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/)
const value = fc.oneof(
  fc.integer(),
  word,
  fc.constantFrom('是', '# no comment', 'a: b', "it's", '"', '{x}', '', '- x', 'yes'),
)
const entry = fc.record(
  { former: value, word: fc.constantFrom('desk', 'chair', 'former: x'), other: value },
  { requiredKeys: ['other'] },
)
const written: fc.Arbitrary<Written> = fc.dictionary(word, entry, { minKeys: 1, maxKeys: 4 })
/** One number for each node: how it is written. */
const style = fc.infiniteStream(fc.nat(11))

/** The manifest as somebody may have typed it: in brackets or not, with quotes, comments and blank lines anywhere. */
function typed(resources: Written, styles: Iterator<number>, lineEnd: string): string {
  const document = new Document({ berth: 1, resources })
  const next = (): number => styles.next().value as number
  visit(document, {
    Node(key, node) {
      const form = next()
      if (isCollection(node)) {
        node.flow = node !== document.contents && form % 3 === 0
        return
      }
      if (!isScalar(node)) return
      if (key === 'key' && form === 1) node.commentBefore = ' 注释'
      if (key === 'key' && form === 2) node.spaceBefore = true
      if (key === 'value' && form === 3) node.comment = ' former: 说明'
      if (form >= 8) node.type = form % 2 === 0 ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE'
    },
  })
  document.comment = ' 尾'
  return document.toString({ lineWidth: 0, indent: 2 + (next() % 3) }).replaceAll('\n', lineEnd)
}

const steps: readonly MigrationStep[] = [
  { do: 'rename', at: 'resources.*.former', to: 'later' },
  { do: 'reword', at: 'resources.*.word', words: { desk: 'table', '5': 'no' } },
  { do: 'add', at: 'resources.*.cycle', value: 'daily' },
]
const migrations = [
  {
    id: 'try',
    contract: 1,
    since: '2026-11-24',
    title: { zh: '试', en: 'a try' },
    steps,
    example: { before: '', after: '' },
  },
]

/** What the steps mean, on the data. */
function expected(resources: Written): unknown {
  return Object.fromEntries(
    Object.entries(resources).map(([id, { former, word: kind, ...rest }]) => [
      id,
      {
        cycle: 'daily',
        ...rest,
        ...(former === undefined ? {} : { later: former }),
        ...(kind === undefined ? {} : { word: kind === 'desk' ? 'table' : kind }),
      },
    ]),
  )
}

const comments = (text: string): readonly string[] => text.match(/# (?:注释|former: 说明|尾)/g) ?? []

test('however a manifest is typed, the migrated text means what the steps say, keeps its comments, and stays so', () => {
  fc.assert(
    fc.property(written, style, fc.constantFrom('\n', '\r\n'), (resources, styles, lineEnd) => {
      const before = typed(resources, styles, lineEnd)
      fc.pre(isMap(new Document(parse(before)).contents) && Object.keys(parse(before)).length === 2)
      const { text, places } = migrateManifest(before, { file: 'berth.yaml', migrations })
      expect(parse(text)).toEqual({ berth: 1, resources: expected(resources) })
      expect(comments(text)).toEqual(comments(before))
      expect(/(?<!\r)\n/.test(text) && lineEnd === '\r\n').toBe(false)
      for (const { line, column, after = '' } of places.filter(({ path }) => /later$/.test(path))) {
        expect(
          text
            .split(lineEnd)
            [line - 1]?.slice(column - 1)
            .replace(/^["']/, ''),
        ).toMatch(new RegExp(`^${after}`))
      }
      expect(migrateManifest(text, { file: 'berth.yaml', migrations })).toMatchObject({ text, places: [] })
    }),
    { numRuns: 200 },
  )
})
