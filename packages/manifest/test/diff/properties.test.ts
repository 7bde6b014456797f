import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { subjectOfManifest, subjectOfPublication } from '../../src/diff/subject.ts'
import { changeClasses, type DockingManifest, diffManifests, parseManifest, publicationOf } from '../../src/index.ts'
import { baseText, edited, loaded, newer, type Pair, pairs } from './corpus.ts'

const base = loaded(baseText)
const place = { file: 'berth.yaml', folder: '/docking' }

/** Whether no edit of one is in what another edits. */
function apart(chosen: readonly Pair[]): boolean {
  const paths = chosen.flatMap(({ edits }) => edits.map(([path]) => `${path}/`))
  return paths.every((path, at) => paths.every((other, index) => at === index || !path.startsWith(other)))
}

test('a manifest does not differ from itself, however it is written', { timeout: 120_000 }, () => {
  for (const pair of pairs.filter((_, at) => at % 5 === 0)) {
    const { manifest, source } = newer(pair)
    const again = loaded(`# another comment\n${edited(pair.edits)}\n`)
    const diff = diffManifests({ manifest, source }, again)
    expect(diff).toMatchObject({ changes: [], loosens: false, declared: true })
    expect(diff.class).toBeUndefined()
    const publication = publicationOf(manifest)
    expect(diffManifests({ publication }, again).changes).toEqual([])
  }
})

test('changes at several places are as great as the greatest of them', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom(...pairs), { minLength: 2, maxLength: 5 }), (chosen) => {
      fc.pre(apart(chosen))
      const all = parseManifest(edited(chosen.flatMap(({ edits }) => edits)), place)
      fc.pre(all.manifest !== undefined)
      if (all.manifest === undefined) return
      const classes = chosen.map((pair) => diffManifests(base, newer(pair)).class)
      const greatest = changeClasses.findLast((each) => classes.includes(each))
      expect(diffManifests(base, { manifest: all.manifest }).class).toBe(greatest)
    }),
    { numRuns: 40 },
  )
})

/** Every entry of a document, with what holds it. */
function entriesOf(value: unknown): { holder: Record<string, unknown>; key: string }[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...entriesOf(holder[key])])
}

function subjects(manifest: DockingManifest): readonly string[] {
  return [subjectOfManifest(manifest), subjectOfPublication(publicationOf(manifest))].map((each) =>
    JSON.stringify(each),
  )
}

test('no difference goes untold, whatever is taken away or written otherwise', { timeout: 120_000 }, () => {
  const other = fc.constantFrom<unknown>(
    undefined,
    1,
    7,
    true,
    false,
    'x',
    'text(3)',
    'P3D',
    'daily',
    'none',
    [],
    ['x'],
  )
  const count = entriesOf(parse(baseText)).length
  let compared = 0
  fc.assert(
    fc.property(fc.nat(count - 1), other, (at, value) => {
      const document: unknown = parse(baseText)
      const { holder, key } = entriesOf(document)[at] ?? { holder: {}, key: '' }
      if (value !== undefined) holder[key] = value
      else if (Array.isArray(holder)) holder.splice(Number(key), 1)
      else delete holder[key]
      const { manifest } = parseManifest(stringify(document), place)
      if (manifest === undefined) return
      const differ = subjects(manifest).map((subject, index) => subject !== subjects(base.manifest)[index])
      if (differ[0] === true) compared++
      expect(diffManifests(base, { manifest }).changes.length > 0).toBe(differ[0])
      expect(diffManifests({ manifest }, base).changes.length > 0).toBe(differ[0])
      const published = diffManifests({ publication: publicationOf(manifest) }, base)
      expect(published.changes.length > 0).toBe(differ[1])
    }),
    { numRuns: 100 },
  )
  expect(compared).toBeGreaterThan(5)
})
