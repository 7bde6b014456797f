import { BerthError, type Field, type Grade, grades, type Value } from '@berth/core'
import { changeRules, type DockingManifest, diffManifests, type Resource } from '@berth/manifest'
import type { Grant } from '@berth/trust'
import { expect, test } from 'vitest'
import { baseText, loaded, newer, pairs } from '../../../manifest/test/diff/corpus.ts'
import { checkUse } from '../../src/service/admission.ts'
import { AskableResource } from '../../src/service/askable-resource.ts'
import type { LookupSelection } from '../../src/service/lookup-selection.ts'
import { OpenOperation } from '../../src/service/open-operation.ts'

// The oracle of VER-2 is the service itself: what it answered before and refuses now was broken, whatever is said of it.

const now = Date.parse('2026-11-23T08:00:00Z')

/** What a consumer asks by, and submits. */
const values: Readonly<Record<string, unknown>> = {
  husbandId: '11010519491231002X',
  wifeId: '440524188001010014',
  registeredOn: '2020-02-29',
  code: 'A0001',
  applicantId: '11010519491231002X',
  reason: '遗失',
  sex: '1',
  no: 7,
}

/** One record as the legacy system holds it, by column. */
const record: Readonly<Record<string, Value>> = {
  ID: '2020-0001',
  NF_SFZH: '11010519491231002X',
  NV_SFZH: '440524188001010014',
  NF_XM: '欧阳'.repeat(13),
  DJRQ: '20200229',
  GBF: null,
  DJLX: '02',
  XB: 'M',
  BZ: '无',
  DM: 'A0001',
  MC: '婚姻登记处',
  RS: 12,
}
const fields: readonly Field[] = Object.keys(record).map((name) => ({
  name,
  type: { name: name === 'RS' ? 'integer' : 'text' },
}))

/** One thing that a consumer may do with a docking. */
interface Use {
  readonly name: string
  /** What comes of it: what is given, or the code of a refusal. */
  readonly run: (manifest: DockingManifest) => readonly string[]
}

function grantFor(system: string, target: string, purpose: string, items: readonly string[], clearance: Grade): Grant {
  const resource = `${system}/${target}`
  const times = { issuedAt: now, notBefore: now, expiresAt: now + 1 }
  return { id: '1', issuer: 'platform', consumer: 'hall', system, resource, items, clearance, purpose, ...times }
}

/** Looks a resource up under a grant, as an agent does between signature and database. */
function lookUp(manifest: DockingManifest, grant: Grant, id: string, set: readonly string[]): readonly string[] {
  const { resource, selection } = admit(manifest, grant, id, set)
  const answer = selection.answer(fields, { rows: [fields.map(({ name }) => record[name] ?? null)], more: false })
  if (BerthError.is(answer)) throw answer
  return [...selection.itemIds, String(resource.provide.parameter?.limit)]
}

function admit(
  manifest: DockingManifest,
  grant: Grant,
  id: string,
  set: readonly string[],
): { readonly resource: Resource; readonly selection: LookupSelection } {
  const resource = manifest.resources[id]
  if (resource === undefined) throw new BerthError('RESOURCE_UNKNOWN', { resource: id })
  const { purpose } = grant
  checkUse(grant, manifest.system.id, { target: id, purpose, purposes: resource.sharing.purposes, now })
  const by = Object.fromEntries(set.map((item) => [item, values[item]]))
  return { resource, selection: new AskableResource(resource).ready(by, grant).selection }
}

function submit(manifest: DockingManifest, grant: Grant, id: string, input: readonly string[]): readonly string[] {
  const operation = manifest.operations[id]
  if (operation === undefined) throw new BerthError('OPERATION_UNKNOWN', { operation: id })
  const { purpose } = grant
  checkUse(grant, manifest.system.id, { target: id, purpose, purposes: operation.purposes, now })
  const given = Object.fromEntries(input.map((item) => [item, values[item]]))
  return new OpenOperation(manifest.system.id, operation).ready(given, grant, 'key').items
}

/** Every use that some consumer could make of a docking. */
function usesOf({ system, resources, operations }: DockingManifest): readonly Use[] {
  const purposes = (named: readonly string[]): readonly string[] => (named.length === 0 ? ['anything'] : named)
  const asked = Object.values(resources).flatMap((resource: Resource) =>
    (resource.provide.parameter?.by ?? []).flatMap((set) =>
      purposes(resource.sharing.purposes).flatMap((purpose) =>
        grades.map((clearance): Use => {
          const items = resource.items.map(({ id }) => id)
          const grant = grantFor(system.id, resource.id, purpose, items, clearance)
          return {
            name: `${resource.id} by ${set.join('+')} for ${purpose} at ${clearance}`,
            run: (manifest) => lookUp(manifest, grant, resource.id, set),
          }
        }),
      ),
    ),
  )
  const submitted = Object.values(operations).flatMap((operation) => {
    const all = operation.input.map(({ id }) => id)
    const needed = operation.input.filter(({ required }) => required).map(({ id }) => id)
    return purposes(operation.purposes).flatMap((purpose) =>
      [all, needed].map((input): Use => {
        const grant = grantFor(system.id, operation.id, purpose, all, 'core')
        return {
          name: `${operation.id} with ${input.join('+')} for ${purpose}`,
          run: (manifest) => submit(manifest, grant, operation.id, input),
        }
      }),
    )
  })
  return [...asked, ...submitted]
}

/** What comes of a use, or the code that refuses it. */
function outcome(use: Use, manifest: DockingManifest): readonly string[] | string {
  try {
    return use.run(manifest)
  } catch (error) {
    if (BerthError.is(error)) return error.code
    throw error
  }
}

/** The uses that worked, and now are refused, or give less. */
function broken(old: DockingManifest, manifest: DockingManifest): readonly string[] {
  return usesOf(old).flatMap((use) => {
    const [before, after] = [outcome(use, old), outcome(use, manifest)]
    if (typeof before === 'string') return []
    if (typeof after === 'string') return [`${use.name}: ${after}`]
    return before.every((each) => stillThere(each, after)) ? [] : [`${use.name}: gives ${after.join(', ')}`]
  })
}

/** An item, or a limit, which may be higher. */
function stillThere(given: string, after: readonly string[]): boolean {
  return after.includes(given) || after.some((each) => Number(each) > Number(given))
}

const base = loaded(baseText)
const compared = pairs.flatMap((pair) => {
  const { name } = pair
  const changed = newer(pair)
  return [
    { name, old: base, changed },
    { name: `${name}, taken back`, old: changed, changed: base },
  ]
})

/** Where values are read or written otherwise: whether that breaks anything, the records themselves decide. */
const upToTheRecords = 'DIF-334'

test('the uses that are tried do work', () => {
  const worked = usesOf(base.manifest).filter((use) => typeof outcome(use, base.manifest) !== 'string')
  expect(worked.length).toBeGreaterThan(10)
  expect(worked.some(({ name }) => name.startsWith('applyCertificate'))).toBe(true)
})

test.each(compared)('$name', ({ old, changed }) => {
  const diff = diffManifests(old, changed)
  const lost = broken(old.manifest, changed.manifest)
  if (lost.length === 0) return
  expect(diff.class, lost.join('\n')).not.toBe('patch')
  if (!diff.changes.some(({ rule }) => rule === upToTheRecords)) expect(diff.class, lost.join('\n')).toBe('breaking')
})

test('the oracle sees a good part of what is called breaking', () => {
  const seen = new Set(
    compared
      .filter(({ old, changed }) => broken(old.manifest, changed.manifest).length > 0)
      .flatMap(({ old, changed }) => diffManifests(old, changed).changes.map(({ rule }) => rule))
      .filter((rule) => changeRules[rule].class === 'breaking'),
  )
  const expected = ['DIF-102', 'DIF-201', 'DIF-204', 'DIF-208', 'DIF-301', 'DIF-304', 'DIF-314', 'DIF-316', 'DIF-321']
  const more = ['DIF-323', 'DIF-401', 'DIF-403', 'DIF-405', 'DIF-329', 'DIF-501']
  expect([...seen]).toEqual(expect.arrayContaining([...expected, ...more]))
})
