import { type Deprecation, deprecations, type JsonSchema } from '@berth/manifest'
import { expect, test } from 'vitest'
import { contractState } from './contract-state.ts'

const state = contractState()

/** Every key of a schema, `resources.*.update.cycle`. */
function keyPaths(root: JsonSchema, schema: JsonSchema = root, path = ''): readonly string[] {
  const entry = schema.$ref === undefined ? schema : (root.$defs?.[schema.$ref.replace('#/$defs/', '')] ?? {})
  const below = (step: string): string => (path === '' ? step : `${path}.${step}`)
  const { properties = {}, additionalProperties: others, items } = entry
  return [
    path,
    ...Object.entries(properties).flatMap(([key, value]) => keyPaths(root, value, below(key))),
    ...(typeof others === 'object' ? keyPaths(root, others, below('*')) : []),
    ...(items === undefined ? [] : keyPaths(root, items, `${path}[]`)),
  ]
}

/** What is announced to go and is not there: a name that was misspelt, or an announcement that outlived its subject. */
function goneAlready(table: readonly Deprecation[]): readonly string[] {
  const commands = new Set(Object.keys(state['commands']?.content ?? {}))
  const [keys, options] = ['manifest-schema', 'connector-options'].map((name) => keyPaths(state[name]?.content ?? {}))
  return table.flatMap(({ what }) => {
    if ('program' in what) return []
    if ('command' in what) {
      const name = what.flag === undefined ? what.command : `${what.command} --${what.flag}`
      return commands.has(name) ? [] : [name]
    }
    const option = /^connections\.\*\.options\.(.+)$/.exec(what.manifest)?.[1]
    if (option === undefined) return keys?.includes(what.manifest) ? [] : [what.manifest]
    const places = (what.uses ?? []).map((use) => `${use.replace('@berth/connector-', '')}.${option}`)
    return places.length > 0 && places.every((place) => options?.includes(place)) ? [] : [what.manifest]
  })
}

const rest = { since: '2026-11-24', until: '2027-06-30', instead: { zh: '不用', en: 'do without' } }

test('what is announced to go is there still', () => {
  expect(goneAlready(deprecations)).toEqual([])
})

test('an announcement of something that is not there is found', () => {
  const uses = ['@berth/connector-file']
  const there: readonly Deprecation[] = [
    { what: { manifest: 'resources.*.update.cycle' }, ...rest },
    { what: { manifest: 'connections.*.options.folder', uses }, ...rest },
    { what: { command: 'report convert', flag: 'to' }, ...rest },
    { what: { command: 'wsdl' }, ...rest },
  ]
  expect(goneAlready(there)).toEqual([])
  const missing: readonly Deprecation[] = [
    { what: { manifest: 'resources.*.update.cycel' }, ...rest },
    { what: { manifest: 'connections.*.options.receiptKey', uses }, ...rest },
    { what: { manifest: 'connections.*.options.folder' }, ...rest },
    { what: { command: 'report convert', flag: 'form' }, ...rest },
    { what: { command: 'wsdl', flag: 'no' }, ...rest },
  ]
  expect(goneAlready(missing)).toHaveLength(missing.length)
})
