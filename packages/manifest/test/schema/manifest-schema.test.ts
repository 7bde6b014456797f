import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { type JsonSchema, manifestJsonSchema } from '../../src/index.ts'
import { reportedKeywords } from '../../src/schema/schema-error-report.ts'

/** Every schema inside a schema, itself included. */
function schemasIn(value: unknown, key = ''): JsonSchema[] {
  if (typeof value !== 'object' || value === null) return []
  const names = key === 'properties' || key === '$defs'
  const inner = Object.entries(value).flatMap(([name, each]) => schemasIn(each, names ? '' : name))
  return Array.isArray(value) || names ? inner : [value as JsonSchema, ...inner]
}

test('the published schema is the one that is used', async () => {
  const published = await readFile(new URL('../../berth.schema.json', import.meta.url), 'utf8')
  expect(published, 'run npm run generate -w packages/manifest').toBe(
    `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`,
  )
})

test('any JSON Schema 2020-12 validator takes it, and finds the good manifest good', async () => {
  const ajv = new Ajv2020({ strict: false })
  const schema = manifestJsonSchema()
  expect(ajv.validateSchema(schema)).toBe(true)
  const good = parse(await readFile(new URL('../fixtures/good/berth.yaml', import.meta.url), 'utf8'))
  expect(ajv.validate(schema, good)).toBe(true)
  expect(ajv.validate(schema, { ...good, more: 1 })).toBe(false)
})

test('every keyword that can fail has its report', () => {
  const silent = [
    '$schema',
    '$ref',
    '$defs',
    'title',
    'description',
    'items',
    'properties',
    'propertyNames',
    'additionalProperties',
    'default',
    'examples',
  ]
  const keywords = new Set(schemasIn(manifestJsonSchema()).flatMap((schema) => Object.keys(schema)))
  expect([...keywords].filter((keyword) => !silent.includes(keyword) && !reportedKeywords().includes(keyword))).toEqual(
    [],
  )
})

test('every map says which keys it takes, and every key what it means, in both languages', () => {
  for (const schema of schemasIn(manifestJsonSchema())) {
    if (schema.type === 'object') expect(schema.additionalProperties, JSON.stringify(schema)).toBeDefined()
    if (schema.description === undefined) continue
    expect(schema.description).toMatch(/^.*\p{Script=Han}.*\n.*[a-z]{2}.*$/u)
  }
  const item = manifestJsonSchema().$defs?.['item']?.properties ?? {}
  for (const [key, property] of Object.entries(item)) expect(property.description, key).toBeDefined()
})
