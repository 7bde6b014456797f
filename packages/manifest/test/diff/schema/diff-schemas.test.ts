import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { diffCatalogues, diffSchemas, type SchemaRuleId, schemaRules } from '../../../src/index.ts'

interface Schema {
  [keyword: string]: unknown
}

const base: Schema = {
  description: 'a docking',
  type: 'object',
  properties: {
    id: { type: 'string', minLength: 2, pattern: '^[a-z]+$' },
    limit: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
    grade: { $ref: '#/$defs/grade' },
    names: { type: 'array', items: { type: 'string' }, maxItems: 5 },
    more: { type: 'object', additionalProperties: { $ref: '#/$defs/more' } },
    note: { type: ['string', 'object'], examples: ['x'] },
  },
  required: ['id'],
  additionalProperties: false,
  $defs: {
    grade: { enum: [1, 2, 'core'] },
    more: { type: 'object', properties: { inner: { $ref: '#/$defs/more' }, grade: { $ref: '#/$defs/grade' } } },
  },
}

/** The base with one thing otherwise; keys joined by slashes. */
function changed(path: string, value: unknown): Schema {
  const schema = structuredClone(base)
  const steps = path.split('/')
  const last = steps.pop() ?? ''
  let holder = schema
  for (const step of steps) holder = holder[step] as Schema
  if (value === undefined) delete holder[last]
  else holder[last] = value
  return schema
}

const cases: readonly (readonly [path: string, value: unknown, forward: readonly string[], back: readonly string[]])[] =
  [
    ['properties/names', undefined, ['SCH-101 names'], ['SCH-102 names']],
    ['required', ['id', 'limit'], ['SCH-103 limit'], ['SCH-104 limit']],
    ['properties/note/type', 'string', ['SCH-105 note object'], ['SCH-106 note object']],
    ['properties/id/type', undefined, ['SCH-106 id'], ['SCH-105 id']],
    [
      '$defs/grade/enum',
      [1, 2],
      ['SCH-107 grade "core"', 'SCH-107 more.*.grade "core"'],
      ['SCH-108 grade "core"', 'SCH-108 more.*.grade "core"'],
    ],
    ['properties/limit/maximum', 99, ['SCH-109 limit maximum'], ['SCH-110 limit maximum']],
    ['properties/limit/minimum', 2, ['SCH-109 limit minimum'], ['SCH-110 limit minimum']],
    ['properties/limit/maximum', undefined, ['SCH-110 limit maximum'], ['SCH-109 limit maximum']],
    ['properties/names/maxItems', 4, ['SCH-109 names maxItems'], ['SCH-110 names maxItems']],
    ['properties/id/minLength', undefined, ['SCH-110 id minLength'], ['SCH-109 id minLength']],
    ['properties/id/pattern', '^[a-z]$', ['SCH-111 id pattern'], ['SCH-111 id pattern']],
    ['properties/id/pattern', undefined, ['SCH-110 id pattern'], ['SCH-111 id pattern']],
    ['properties/limit/default', 20, ['SCH-112 limit'], ['SCH-112 limit']],
    ['additionalProperties', undefined, ['SCH-114 '], ['SCH-113 ']],
    ['description', 'another', ['SCH-115  description'], ['SCH-115  description']],
    ['properties/note/examples', ['y'], ['SCH-115 note examples'], ['SCH-115 note examples']],
    [
      'properties/names/items/type',
      'integer',
      ['SCH-105 names[] string', 'SCH-106 names[] integer'],
      ['SCH-105 names[] integer', 'SCH-106 names[] string'],
    ],
    ['properties/grade/unknownKeyword', true, ['SCH-111 grade unknownKeyword'], ['SCH-110 grade unknownKeyword']],
  ]

function told(old: Schema, now: Schema): string[] {
  return diffSchemas(old, now)
    .map(({ rule, path, subject }) => `${rule} ${path}${subject === undefined ? '' : ` ${subject}`}`)
    .toSorted()
}

test.each(cases)('%s: %j', (path, value, forward, back) => {
  expect(told(base, changed(path, value))).toEqual(forward)
  expect(told(changed(path, value), base)).toEqual(back)
})

test('every rule is shown by a case', () => {
  const shown = new Set(cases.flatMap(([, , forward, back]) => [...forward, ...back].map((text) => text.slice(0, 7))))
  const catalogues: readonly SchemaRuleId[] = ['SCH-201', 'SCH-202', 'SCH-203']
  expect(Object.keys(schemaRules).filter((id) => !shown.has(id))).toEqual(catalogues)
})

const schemaFile = new URL('../../../berth.schema.json', import.meta.url)
const manifestText = readFileSync(new URL('../fixtures/berth.yaml', import.meta.url), 'utf8')

/** Every map of a schema that stands for values. */
function schemasIn(value: unknown): Schema[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return [value as Schema, ...Object.values(value).flatMap(schemasIn)]
}

const edits: readonly ((schema: Schema) => void)[] = [
  (schema) => {
    const properties = schema['properties']
    if (typeof properties !== 'object' || properties === null) return
    const [key] = Object.keys(properties)
    if (key !== undefined) delete (properties as Schema)[key]
  },
  (schema) => {
    const properties = schema['properties']
    if (typeof properties === 'object' && properties !== null) schema['required'] = Object.keys(properties)
  },
  (schema) => {
    const choices = schema['enum']
    if (Array.isArray(choices)) schema['enum'] = choices.slice(0, -1)
  },
  (schema) => {
    if (schema['type'] === 'string') schema['pattern'] = '^a$'
  },
  (schema) => {
    if (schema['type'] === 'integer') schema['maximum'] = 3
  },
  (schema) => {
    const type = schema['type']
    if (Array.isArray(type)) schema['type'] = type[0]
  },
]

// The second opinion is that of ajv: a document that was valid and is not any more.
test('what makes a valid manifest invalid is breaking, whatever is changed in the schema of manifests', {
  timeout: 120_000,
}, () => {
  const document: unknown = parse(manifestText)
  let refused = 0
  const text = readFileSync(schemaFile, 'utf8')
  const count = schemasIn(JSON.parse(text)).length
  fc.assert(
    fc.property(fc.nat(count - 1), fc.constantFrom(...edits), (at, edit) => {
      const now = JSON.parse(text)
      const place = schemasIn(now)[at]
      if (place === undefined) return
      const before = JSON.stringify(place)
      edit(place)
      fc.pre(JSON.stringify(place) !== before)
      const changes = diffSchemas(JSON.parse(text), now)
      const settings = { strict: false, allErrors: false } as const
      if (new Ajv2020(settings).compile(now)(document)) return
      refused++
      expect(changes.some((change) => change.class === 'breaking')).toBe(true)
    }),
    { numRuns: 25, seed: 7 },
  )
  expect(refused).toBeGreaterThan(3)
})

test('a schema does not differ from itself', () => {
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8'))
  expect(diffSchemas(schema, structuredClone(schema))).toEqual([])
})

test('of a catalogue, what is gone or means something else is breaking, what is new is not', () => {
  const old = { LOST: { status: 400 }, KEPT: { status: 400, action: 'fail' }, constructor: { status: 1 } }
  const now = { KEPT: { status: 409, action: 'fail' }, FOUND: { status: 500 }, constructor: { status: 1 } }
  expect(diffCatalogues(old, now).map(({ rule, path, subject }) => [rule, path, subject])).toEqual([
    ['SCH-201', 'LOST', undefined],
    ['SCH-203', 'KEPT.status', '400 → 409'],
    ['SCH-202', 'FOUND', undefined],
  ])
  expect(diffCatalogues(old, old)).toEqual([])
})
