import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { type LoadResult, parseManifest } from '../src/index.ts'

const text = readFileSync(new URL('./fixtures/good/berth.yaml', import.meta.url), 'utf8')
const place = { file: 'berth.yaml', folder: '/docking' }

/** Every map and list of a document, with the keys in it. */
function entriesOf(value: unknown): { holder: Record<string, unknown>; key: string }[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...entriesOf(holder[key])])
}

function expectSound({ manifest, findings, source }: LoadResult): void {
  if (manifest === undefined) expect(findings.some(({ severity }) => severity === 'error')).toBe(true)
  const lines = source.text.split('\n')
  for (const { line, column, message, next } of findings) {
    expect(line).toBeGreaterThanOrEqual(1)
    expect(line).toBeLessThanOrEqual(lines.length)
    expect(column).toBeGreaterThanOrEqual(1)
    expect(column).toBeLessThanOrEqual([...(lines[line - 1] ?? '')].length + 1)
    for (const words of [message.zh, message.en, next.zh, next.en]) expect(words).not.toBe('')
  }
  const causes = findings.map(({ rule, line, column, message }) => `${rule} ${line} ${column} ${message.en}`)
  expect(new Set(causes).size).toBe(causes.length)
}

const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0.5,
    1e300,
    '',
    ' ',
    'x',
    '2024-01-01',
    [],
    {},
    [null],
    [[]],
    { zh: 1 },
    `\${x}`,
  ),
  fc.string(),
)

test('a manifest with an entry removed, renamed or replaced is still valid, or says where it is not', () => {
  const pick = fc.nat()
  const change = fc.oneof(
    fc.constant({ kind: 'remove' as const }),
    fc.record({ kind: fc.constant('rename' as const), to: fc.string() }),
    fc.record({ kind: fc.constant('replace' as const), to: strange }),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(pick, change), { minLength: 1, maxLength: 3 }), (changes) => {
      const document: unknown = parse(text)
      for (const [at, what] of changes) {
        const entries = entriesOf(document)
        const { holder, key } = entries[at % entries.length] ?? { holder: {}, key: '' }
        const value = holder[key]
        if (Array.isArray(holder)) holder.splice(Number(key), 1, ...(what.kind === 'replace' ? [what.to] : []))
        else if (what.kind === 'replace') holder[key] = what.to
        else {
          delete holder[key]
          if (what.kind === 'rename' && what.to !== '__proto__') holder[what.to] = value
        }
      }
      expectSound(parseManifest(stringify(document), place))
    }),
    { numRuns: 150 },
  )
})

test('a manifest with characters cut out or put in never makes the loader throw', () => {
  fc.assert(
    fc.property(fc.nat(text.length), fc.nat(8), fc.string({ unit: 'binary', maxLength: 6 }), (at, cut, put) => {
      expectSound(parseManifest(text.slice(0, at) + put + text.slice(at + cut), place))
    }),
    { numRuns: 150 },
  )
})
