import { entryOf, isPlainMap, type Plain, type PlainMap, plainOf, textsOf } from '../plain.ts'
import { type SchemaChange, schemaChange } from './schema-change.ts'

/**
 * What became of a JSON Schema that others write documents for: what was valid and is not any more is breaking, and so is
 * what means something else. Local references are followed, and what they lead to is compared at each place it is used.
 *
 * Pure. A keyword that it does not know is taken for breaking when it changes.
 */
export function diffSchemas(old: object, now: object): readonly SchemaChange[] {
  const comparison = new SchemaComparison(plainOf(old) as PlainMap, plainOf(now) as PlainMap)
  comparison.compare('', comparison.old, comparison.now)
  return comparison.changes
}

/** Bounds by their keyword: whether a higher number takes less. */
const bounds: ReadonlyMap<string, boolean> = new Map([
  ['minimum', true],
  ['exclusiveMinimum', true],
  ['minLength', true],
  ['minItems', true],
  ['minProperties', true],
  ['maximum', false],
  ['exclusiveMaximum', false],
  ['maxLength', false],
  ['maxItems', false],
  ['maxProperties', false],
])
const wording: ReadonlySet<string> = new Set([
  'title',
  'description',
  'examples',
  '$comment',
  '$id',
  '$schema',
  'deprecated',
])
/** Compared where they are used, or with another keyword. */
const elsewhere: ReadonlySet<string> = new Set([
  '$defs',
  '$ref',
  'properties',
  'required',
  'additionalProperties',
  'items',
])

class SchemaComparison {
  readonly changes: SchemaChange[] = []
  readonly old: PlainMap
  readonly now: PlainMap
  readonly #under: Set<string> = new Set()

  constructor(old: PlainMap, now: PlainMap) {
    this.old = old
    this.now = now
  }

  compare(path: string, before: Plain | undefined, after: Plain | undefined): void {
    const names = JSON.stringify([entryOf(before, '$ref') ?? path, entryOf(after, '$ref') ?? path])
    // A definition that holds itself was compared where it was first met.
    if (this.#under.has(names)) return
    this.#under.add(names)
    const [left, right] = [resolved(this.old, before), resolved(this.now, after)]
    for (const key of keysOf(left, right)) {
      if (!elsewhere.has(key)) this.#keyword(path, key, entryOf(left, key), entryOf(right, key))
    }
    this.#keys(path, left, right)
    this.#others(path, left, right)
    if (entryOf(left, 'items') !== undefined || entryOf(right, 'items') !== undefined) {
      this.#inside(`${path}[]`, entryOf(left, 'items'), entryOf(right, 'items'))
    }
    this.#under.delete(names)
  }

  #add(...change: Parameters<typeof schemaChange>): void {
    this.changes.push(schemaChange(...change))
  }

  #keyword(path: string, key: string, before: Plain | undefined, after: Plain | undefined): void {
    if (JSON.stringify(before) === JSON.stringify(after)) return
    if (wording.has(key)) this.#add('SCH-115', path, key)
    else if (key === 'default') this.#add('SCH-112', path)
    else if (key === 'type') this.#choices(path, kindsOf(before), kindsOf(after), ['SCH-105', 'SCH-106'])
    else if (key === 'enum') this.#choices(path, choicesOf(before), choicesOf(after), ['SCH-107', 'SCH-108'])
    else if (bounds.has(key)) this.#add(isTighter(key, before, after) ? 'SCH-109' : 'SCH-110', path, key)
    else this.#add(after === undefined ? 'SCH-110' : 'SCH-111', path, key)
  }

  /** Nothing said is anything taken. */
  #choices(
    path: string,
    before: readonly string[] | undefined,
    after: readonly string[] | undefined,
    [gone, come]: readonly ['SCH-105' | 'SCH-107', 'SCH-106' | 'SCH-108'],
  ): void {
    if (before === undefined) this.#add(gone, path)
    else if (after === undefined) this.#add(come, path)
    else {
      for (const choice of before.filter((each) => !after.includes(each))) this.#add(gone, path, choice)
      for (const choice of after.filter((each) => !before.includes(each))) this.#add(come, path, choice)
    }
  }

  #keys(path: string, left: Plain | undefined, right: Plain | undefined): void {
    const [before, after] = [entryOf(left, 'properties'), entryOf(right, 'properties')]
    const [needed, needs] = [textsOf(entryOf(left, 'required')), textsOf(entryOf(right, 'required'))]
    for (const key of keysOf(before, after)) {
      const place = path === '' ? key : `${path}.${key}`
      const [was, is] = [entryOf(before, key), entryOf(after, key)]
      if (is === undefined) this.#add('SCH-101', place)
      else if (was === undefined) this.#add(needs.includes(key) ? 'SCH-103' : 'SCH-102', place)
      else this.compare(place, was, is)
      if (was === undefined || is === undefined || needed.includes(key) === needs.includes(key)) continue
      this.#add(needs.includes(key) ? 'SCH-103' : 'SCH-104', place)
    }
    const unnamed = [...new Set([...needed, ...needs])].filter((key) => !keysOf(before, after).includes(key))
    for (const key of unnamed.filter((each) => needed.includes(each) !== needs.includes(each))) {
      this.#add(needs.includes(key) ? 'SCH-103' : 'SCH-104', path === '' ? key : `${path}.${key}`)
    }
  }

  #others(path: string, left: Plain | undefined, right: Plain | undefined): void {
    const [before, after] = [
      entryOf(left, 'additionalProperties') ?? true,
      entryOf(right, 'additionalProperties') ?? true,
    ]
    if (before !== false && after === false) this.#add('SCH-113', path)
    else if (before === false && after !== false) this.#add('SCH-114', path)
    else if (isPlainMap(before) || isPlainMap(after)) this.#inside(path === '' ? '*' : `${path}.*`, before, after)
  }

  /** `true` takes anything. */
  #inside(path: string, before: Plain | undefined, after: Plain | undefined): void {
    const anything = plainOf({})
    this.compare(path, isPlainMap(before) ? before : anything, isPlainMap(after) ? after : anything)
  }
}

/** Whether a bound takes less than before. */
function isTighter(key: string, before: Plain | undefined, after: Plain | undefined): boolean {
  const least = bounds.get(key) === true
  const rank = (value: Plain | undefined): number => {
    if (typeof value === 'number') return value
    return least ? -Infinity : Infinity
  }
  return least ? rank(after) > rank(before) : rank(after) < rank(before)
}

/** What a reference leads to, with what stands beside it. */
function resolved(root: PlainMap, schema: Plain | undefined): Plain | undefined {
  const reference = entryOf(schema, '$ref')
  if (typeof reference !== 'string' || !reference.startsWith('#/') || !isPlainMap(schema)) return schema
  const steps = reference.slice(2).split('/')
  const found = steps.reduce<Plain | undefined>(entryOf, root)
  return isPlainMap(found) ? plainOf({ ...found, ...schema, $ref: undefined }) : schema
}

function keysOf(...schemas: readonly (Plain | undefined)[]): readonly string[] {
  return [...new Set(schemas.flatMap((schema) => (isPlainMap(schema) ? Object.keys(schema) : [])))]
}

function kindsOf(value: Plain | undefined): readonly string[] | undefined {
  return typeof value === 'string' ? [value] : value === undefined ? undefined : textsOf(value)
}

function choicesOf(value: Plain | undefined): readonly string[] | undefined {
  return Array.isArray(value) ? value.map((each) => JSON.stringify(each)) : undefined
}
