import { describe, expect, it } from 'vitest'
import { diffBy } from '../../src/diff/diff-manifests.ts'
import { judgements } from '../../src/diff/judgements/judgements.ts'
import {
  changeRules,
  type DockingManifest,
  declaredClass,
  diffManifests,
  type GrantFacts,
  publicationOf,
} from '../../src/index.ts'
import { baseText, type Edit, edited, loaded } from './corpus.ts'

const base = loaded(baseText)

function grant(id: string, consumer: string, more: Partial<GrantFacts> = {}): GrantFacts {
  return {
    id,
    consumer,
    resource: 'civil-affairs.marriage/marriage',
    items: ['husbandId', 'registeredOn'],
    clearance: 'important',
    purpose: 'housing-loan',
    ...more,
  }
}

const grants: readonly GrantFacts[] = [
  grant('1', 'housing'),
  grant('2', 'housing', {
    purpose: 'house-registration',
    items: ['wifeId', 'registeredOn', 'husbandName'],
    clearance: 2,
  }),
  grant('3', 'archive', { items: ['number'], clearance: 1 }),
  grant('4', 'notary', { resource: 'civil-affairs.marriage/applyCertificate', items: ['applicantId'] }),
  grant('5', 'stranger', { resource: 'civil-affairs.marriages/marriage' }),
]

/** The grants that each change concerns, by its rule. */
function concerned(...edits: readonly Edit[]): Readonly<Record<string, readonly string[]>> {
  const { changes } = diffManifests(base, loaded(edited(edits)), { grants })
  return Object.fromEntries(
    changes.map(({ rule, consumers }) => [rule, consumers?.flatMap((consumer) => consumer.grants) ?? ['not told']]),
  )
}

describe('a change', () => {
  it('stands where it is written, in both files', () => {
    const now = loaded(baseText.replace('grade: 2, format: yyyyMMdd', 'format: yyyyMMdd,\n        grade: 4'))
    expect(diffManifests(base, now).changes).toEqual([
      {
        rule: 'DIF-314',
        kind: 'changed',
        class: 'breaking',
        loosens: false,
        path: 'resources.marriage.items.registeredOn.grade',
        message: { zh: expect.stringContaining('分级升高'), en: expect.stringContaining('a higher grade') },
        before: '2',
        after: '4',
        oldPlace: { line: 45, column: 60 },
        newPlace: { line: 46, column: 9 },
      },
    ])
  })

  it('that is gone or new stands in one file', () => {
    const now = loaded(baseText.replace(/\n {6}fee: .*/, '').replace('limit: 50, ', ''))
    const diff = diffManifests(base, now)
    expect(diff.changes).toMatchObject([{ rule: 'DIF-301', oldPlace: { line: 46, column: 7 } }])
    expect(diff.changes[0]).not.toHaveProperty('newPlace')
    expect(diffManifests(now, base).changes[0]).not.toHaveProperty('oldPlace')
  })

  it('of a key with several spellings and of a duration is named as it is written', () => {
    const edits: Edit[] = [
      ['resources/office/from/view', 'V_DJC2'],
      ['resources/marriage/provide/file/every', 'P9D'],
    ]
    const paths = diffManifests(base, loaded(edited(edits))).changes.map(({ path }) => path)
    expect(paths).toEqual(['resources.marriage.provide.file.every', 'resources.office.from.view'])
  })

  it('never shows an option, a name of a secret or an address', () => {
    const edits: Edit[] = [
      ['connections/registry/options/password', `\${secret:CANARY}`],
      ['connections/registry/options/host', 'canary.example'],
      ['soap/consumers/housing/password', `\${secret:CANARY}`],
      ['soap/url', 'https://canary.example/soap'],
      ['platform', { url: 'https://canary.example', agentUrl: 'https://canary2.example' }],
      ['resources/marriage/provide/file/to', 'canary'],
    ]
    const told = JSON.stringify([
      diffManifests(base, loaded(edited(edits)), { grants }),
      diffManifests(loaded(edited(edits)), base, { grants }),
    ])
    expect(told).toContain('DIF-119')
    expect(told.toLowerCase()).not.toContain('canary')
  })

  it('at a place that no rule knows is breaking', () => {
    const strange = { ...base.manifest, later: { more: 1 } } as DockingManifest
    expect(diffManifests(base, { manifest: strange }).changes).toMatchObject([{ rule: 'DIF-199', path: 'later' }])
    const [resource, ...others] = Object.values(base.manifest.resources)
    if (resource === undefined) throw new Error('no resource')
    const [item, ...items] = resource.items
    const masked = { ...resource, items: [{ ...item, shade: 'all' }, ...items] }
    const resources = Object.fromEntries([masked, ...others].map((each) => [each.id, each]))
    const manifest = { ...base.manifest, resources } as DockingManifest
    const changes = [{ rule: 'DIF-199', path: 'resources.marriage.items.number.shade', class: 'breaking' }]
    expect(diffManifests(base, { manifest }).changes).toMatchObject(changes)
  })

  it('of the contract is breaking', () => {
    const manifest = { ...base.manifest, berth: 2 } as unknown as DockingManifest
    expect(diffManifests(base, { manifest }).changes).toMatchObject([{ rule: 'DIF-101', before: '1', after: '2' }])
  })

  it('is told of ids that are names of every object, too', () => {
    const now = loaded(edited([['resources/constructor', loadedOffice()]]))
    expect(diffManifests(base, now).changes).toMatchObject([{ rule: 'DIF-202', path: 'resources.constructor' }])
    expect(diffManifests(now, base).changes).toMatchObject([{ rule: 'DIF-201', path: 'resources.constructor' }])
  })
})

function loadedOffice(): unknown {
  const item = { title: '代码', type: 'text(6)', from: 'DM', grade: 1 }
  return {
    title: '处',
    maintainer: '处',
    sharing: { type: 'unconditional' },
    update: { cycle: 'daily' },
    from: { connection: 'registry', table: 'T', key: ['DM'] },
    items: { code: item },
  }
}

describe('consumers', () => {
  it('of an item are those granted it', () => {
    expect(concerned(['resources/marriage/items/registeredOn/required', true])).toEqual({ 'DIF-321': ['1', '2'] })
    expect(concerned(['resources/marriage/items/fee/type', 'text(9)'])).toEqual({ 'DIF-307': [] })
  })

  it('of a higher grade are those whose clearance is lower', () => {
    expect(concerned(['resources/marriage/items/registeredOn/grade', 3])).toEqual({ 'DIF-314': ['2'] })
    expect(concerned(['resources/marriage/items/number/grade', 2])).toEqual({ 'DIF-314': ['3'] })
  })

  it('of a purpose are those with a grant for it', () => {
    const purposes = 'resources/marriage/sharing/purposes'
    expect(concerned([purposes, ['housing-loan']])).toEqual({ 'DIF-208': ['2'] })
    const open = loaded(edited([[purposes, undefined]]))
    const [change] = diffManifests(open, base, { grants: [...grants, grant('6', 'tax', { purpose: 'tax' })] }).changes
    expect(change).toMatchObject({ rule: 'DIF-208', consumers: [{ consumer: 'tax', grants: ['6'] }] })
  })

  it('of a question are those who could ask it', () => {
    expect(concerned(['resources/marriage/provide/parameter/by', [['husbandId']]])).toEqual({ 'DIF-403': ['2'] })
  })

  it('of a resource, an operation, the system are all of it, each once', () => {
    const { changes } = diffManifests(base, loaded(edited([['resources/marriage', undefined]])), { grants })
    const both = { consumer: 'housing', grants: ['1', '2'] }
    expect(changes).toMatchObject([{ consumers: [both, { consumer: 'archive', grants: ['3'] }] }])
    expect(concerned(['operations/applyCertificate', undefined])).toEqual({ 'DIF-501': ['4'] })
    expect(concerned(['system/id', 'other'])).toEqual({ 'DIF-102': ['1', '2', '3', '4'] })
  })

  it('of an input item that is newly needed are all, granted it or not', () => {
    expect(concerned(['operations/applyCertificate/input/reason/required', true])).toEqual({ 'DIF-323': ['4'] })
    expect(concerned(['operations/applyCertificate/input/reason/type', 'text(9)'])).toEqual({ 'DIF-311': [] })
  })

  it('of a patch are nobody, and without grants nobody is told', () => {
    expect(concerned(['resources/marriage/title', 'x'])).toEqual({ 'DIF-103': [] })
    const { changes } = diffManifests(base, loaded(edited([['system/id', 'other']])))
    expect(changes[0]).not.toHaveProperty('consumers')
  })
})

describe('what was published', () => {
  const publication = publicationOf(base.manifest)

  it('is compared with what would be, and places are those of the file', () => {
    const now = loaded(edited([['resources/marriage/items/husbandName/grade', 4]]))
    const { changes } = diffManifests({ publication }, now)
    expect(changes).toMatchObject([{ rule: 'DIF-314', newPlace: { line: expect.any(Number) } }])
    expect(changes[0]).not.toHaveProperty('oldPlace')
  })

  it('tells nothing of columns and connections, and takes any table for one that gets every item', () => {
    const inner: Edit[] = [
      ['connections/registry/options/host', '10.0.0.9'],
      ['resources/marriage/items/fee/from', 'GBF9'],
      ['resources/marriage/provide/file/format', 'ndjson'],
      ['platform/agentUrl', undefined],
    ]
    const { agentUrl: _agentUrl, ...shown } = publication
    for (const each of [publication, shown]) {
      expect(diffManifests({ publication: each }, loaded(edited(inner))).changes).toEqual([])
    }
    const item = { title: '序号', type: 'integer', from: 'XH', grade: 4 }
    const added = loaded(edited([['resources/marriage/items/no', item]]))
    expect(diffManifests({ publication }, added).changes).toMatchObject([{ rule: 'DIF-303' }])
    expect(diffManifests(base, added).changes).toMatchObject([{ rule: 'DIF-302' }])
  })
})

describe('a version', () => {
  it.each([
    [undefined, undefined, 'patch'],
    ['1.4.0', '1.4.0', 'patch'],
    ['1.4.0', '1.4.1', 'patch'],
    ['1.4.9', '1.5.0', 'compatible'],
    ['1.9.0', '1.10.0', 'compatible'],
    ['1.4.0', '2.0.0', 'breaking'],
    ['9.4.0', '10.0.0', 'breaking'],
    ['0.4.0', '0.5.0', 'compatible'],
    [undefined, '1.0.0', 'breaking'],
    [undefined, '0.1.0', 'compatible'],
    ['1.4.0', undefined, undefined],
    ['1.4.0', '1.3.9', undefined],
    ['2.0.0', '1.9.9', undefined],
  ] as const)('%s to %s declares %s', (old, now, declared) => {
    expect(declaredClass(old, now)).toBe(declared)
  })

  it('declares what changed, or does not', () => {
    const limit: Edit = ['resources/marriage/provide/parameter/limit', 9]
    expect(diffManifests(base, loaded(edited([limit])))).toMatchObject({ class: 'breaking', declared: false })
    const minor = loaded(edited([limit, ['version', '1.5.0']]))
    expect(diffManifests(base, minor)).toMatchObject({ declares: 'compatible', declared: false })
    const major = loaded(edited([limit, ['version', '2.0.0']]))
    expect(diffManifests(base, major)).toMatchObject({
      declares: 'breaking',
      declared: true,
      versions: { old: '1.4.0', new: '2.0.0' },
    })
    expect(diffManifests(base, loaded(edited([limit])), { allow: 'breaking' }).declared).toBe(true)
    expect(diffManifests(base, loaded(edited([limit])), { allow: 'compatible' }).declared).toBe(false)
  })

  it('that goes back is never right, unless it is allowed', () => {
    const older = loaded(edited([['version', '1.3.0']]))
    expect(diffManifests(base, older)).toMatchObject({ changes: [], declared: false })
    expect(diffManifests(base, older, { allow: 'patch' }).declared).toBe(true)
  })
})

it('every rule is worded in both languages, and every place that is judged is judged once', () => {
  for (const [id, { zh, en }] of Object.entries(changeRules)) {
    expect(zh, id).toMatch(/\p{Script=Han}/u)
    expect(en, id).toMatch(/[a-z]{2}/)
  }
  const places = judgements.map(({ at }) => at)
  expect(new Set(places).size).toBe(places.length)
  expect(diffBy([], base, base).changes).toEqual([])
})
