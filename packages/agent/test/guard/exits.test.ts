import { type MemoryTable, memory } from '@berth/connector-memory'
import { BerthError, type Column, type ConnectorSession, type Grade, grades, Secret } from '@berth/core'
import type { Item, MaskForm, Resource } from '@berth/manifest'
import { tokenKey } from '@berth/trust'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exitPermit, judgeItems, permitItems } from '../../src/guard/permit-items.ts'
import { problemOf } from '../../src/http/problem.ts'
import { compilePlan } from '../../src/plan/compile-plan.ts'
import type { KeyedMask } from '../../src/plan/keyed-masks.ts'
import { planColumns } from '../../src/plan/plan-columns.ts'
import { AskableResource } from '../../src/service/askable-resource.ts'
import { answerEnvelope } from '../../src/soap/soap-answer.ts'
import { rowElements } from '../../src/soap/written-values.ts'
import { opener } from '../docking/running-docking.ts'
import { testItem, type } from '../plan/test-item.ts'

/** What stands in each column of the one row, and what of it no mask may keep. */
const cells = [
  { id: 'a', value: '张桂花一', secret: '桂花一', notation: 'text', element: 'person.name', form: 'partial' },
  { id: 'b', value: '福建省福州市鼓楼区桐口巷', secret: '桐口巷', notation: 'text', form: 'district' },
  { id: 'c', value: '1987-06-23', secret: '-06-23', notation: 'date', form: 'year' },
  { id: 'd', value: '2003-11-19', secret: '11-19', notation: 'date', form: 'month' },
  { id: 'e', value: '青石板<&>', secret: '青石板', notation: 'text', form: 'suppress' },
  {
    id: 'f',
    value: '13912345678',
    secret: '1234567',
    notation: 'text',
    element: 'person.mobilePhone',
    form: 'partial',
  },
  { id: 'g', value: '白鹭洲1874', secret: '1874', notation: 'text', form: 'hash' },
] as const
const tokens = tokenKey(new Secret('9f2c61d84be07a35c1d2e3f4a5b60718'))
const words = ['personal', 'biometric', 'minor'] as const

const table: MemoryTable = {
  name: 'T',
  kind: 'table',
  key: ['A'],
  columns: cells.map(
    ({ id, notation }): Column => ({
      name: id.toUpperCase(),
      nativeType: notation,
      type: type(notation),
      nullable: false,
    }),
  ),
  rows: [cells.map(({ value }) => value)],
}

const grade = fc.constantFrom<Grade>(...grades)
const labels = fc.record({ grade, categories: fc.subarray([...words]), mask: grade }, { requiredKeys: ['categories'] })
const ids = cells.map(({ id }) => id)
const resources: fc.Arbitrary<Resource> = fc
  .record({
    labels: fc.array(labels, { minLength: cells.length, maxLength: cells.length }),
    aggregates: fc.array(fc.record({ items: fc.subarray(ids, { minLength: 2 }), grade }), { maxLength: 2 }),
    by: fc.constantFrom(...ids),
    bulk: fc.record({ clearance: grade, categories: fc.subarray([...words]) }, { requiredKeys: [] }),
  })
  .map(({ labels: each, aggregates, by, bulk }) => ({
    id: 'r',
    title: { zh: '资源' },
    draft: false,
    sharing: { type: 'unconditional', purposes: [] },
    update: { cycle: 'daily' },
    from: { connection: 'x', dataset: 'T', key: [] },
    items: cells.map((cell, index) => item(cell, each[index] ?? { categories: [] })),
    aggregates,
    provide: {
      parameter: { by: [[by]], limit: 5, offline: 'reject' },
      file: { to: 'out', format: 'ndjson', ...bulk },
    },
  }))
const permits = fc.record(
  { clearance: grade, categories: fc.subarray([...words]), items: fc.subarray(ids) },
  { requiredKeys: ['clearance'] },
)

function item(
  cell: (typeof cells)[number],
  label: { readonly grade?: Grade; readonly categories: readonly string[]; readonly mask?: Grade },
): Item {
  const { grade: _grade, ...plain } = testItem(cell.id, cell.notation, { categories: label.categories })
  return {
    ...plain,
    ...('element' in cell ? { element: cell.element } : {}),
    ...(label.grade === undefined ? {} : { grade: label.grade }),
    ...(label.mask === undefined ? {} : { mask: maskOf(cell.form, label.mask) }),
  }
}

function maskOf(form: MaskForm, below: Grade): KeyedMask {
  return { form, grade: below, ...(form === 'hash' ? { key: () => tokens } : {}) }
}

let session: ConnectorSession
beforeAll(async () => {
  session = await opener(memory([table]))('x', { access: 'read' })
})
afterAll(() => session[Symbol.asyncDispose]())

type Permit = Parameters<typeof judgeItems>[1]

/** Everything that says something of the row to whoever asks by an item: an answer in JSON and SOAP, or a refusal. */
async function answered(resource: Resource, permit: Permit): Promise<readonly string[]> {
  const [[by = ''] = []] = resource.provide.parameter?.by ?? []
  const value = cells.find(({ id }) => id === by)?.value ?? ''
  try {
    const question = new AskableResource(resource).ready({ [by]: value }, permit)
    const { request, withheld, itemIds, masked } = question.selection
    const { fields, answers } = await session.lookup({ ...request, keys: [question.key] })
    const [answer] = answers
    const found = answer === undefined ? expect.fail('no answer') : question.selection.answer(fields, answer)
    if (BerthError.is(found)) throw found
    expect(found.count).toBe(1)
    const receipt = { number: 1, hash: '' }
    const told = { resource: 'x/r', items: itemIds, ...masked, withheld, more: false, receipt }
    const rows = rowElements(found.rows)
    return [found.rows, JSON.stringify(told), answerEnvelope('1.2', 'x', 'lookup', { ...told, rows })]
  } catch (error) {
    return refused(error)
  }
}

/** The same of an exit in bulk: records in each form that a plan has; what its columns hold is read and no more. */
async function delivered(resource: Resource): Promise<readonly string[]> {
  try {
    const { given } = permitItems(resource, exitPermit(resource.provide.file ?? {}), 'file')
    const written: string[] = []
    for await (const { fields, rows } of session.scan({ dataset: 'T', columns: planColumns(given), batchRows: 10 })) {
      for (const format of ['ndjson', 'csv'] as const)
        written.push(...compilePlan({ items: given, fields, format }).run(rows).output)
      written.push(JSON.stringify(compilePlan({ items: given, fields, format: 'values' }).run(rows)))
    }
    return written
  } catch (error) {
    return refused(error)
  }
}

function refused(error: unknown): readonly string[] {
  if (!BerthError.is(error)) throw error
  return [error.message, JSON.stringify(error.details), ...(['zh', 'en'] as const).map((each) => said(error, each))]
}

function said(error: BerthError, language: 'zh' | 'en'): string {
  return JSON.stringify(problemOf(error, language))
}

/** Whether an item may be seen whole, or in the form of its mask: the lattice, said once more. */
function mayBeSeen({ grade: own, mask, categories, id }: Item, permit: Permit): 'whole' | 'masked' | 'not' {
  const covers = (each: Grade | undefined): boolean =>
    each !== undefined && permit.clearance !== undefined && grades.indexOf(each) <= grades.indexOf(permit.clearance)
  const open = categories.every((each) => (permit.categories ?? ['personal']).includes(each))
  if (own === undefined || !open || permit.items?.includes(id) === false) return 'not'
  return covers(own) ? 'whole' : covers(mask?.grade) ? 'masked' : 'not'
}

function expectNothingBeyond(resource: Resource, permit: Permit, exits: readonly string[]): void {
  const text = exits.join('\n')
  for (const cell of cells) {
    const each = resource.items.find(({ id }) => id === cell.id)
    const may = each === undefined ? 'not' : mayBeSeen(each, permit)
    if (may !== 'whole') expect(text, `${cell.id} is ${may} to be seen`).not.toContain(cell.secret)
    if (may === 'not') expect(text).not.toContain(`"${cell.id}":`)
  }
  for (const rule of resource.aggregates ?? []) {
    const below = permit.clearance === undefined || grades.indexOf(rule.grade) > grades.indexOf(permit.clearance)
    const all = rule.items.every((id) => text.includes(`"${id}":`))
    expect(below && all, `${rule.items.join('+')} leave together`).toBe(false)
  }
}

test('10,000 manifests, grants and questions: no item above clearance leaves by any exit', {
  timeout: 120_000,
}, async () => {
  const counts = { answered: 0, delivered: 0, masked: 0 }
  await fc.assert(
    fc.asyncProperty(resources, permits, async (resource, permit) => {
      const answer = await answered(resource, permit)
      expectNothingBeyond(resource, permit, answer)
      const delivery = await delivered(resource)
      expectNothingBeyond(resource, exitPermit(resource.provide.file ?? {}), delivery)
      if (answer[0]?.startsWith('[{') === true) counts.answered++
      if (delivery[0]?.startsWith('{') === true) counts.delivered++
      if (answer.some((text) => text.includes('"masked":'))) counts.masked++
    }),
    { numRuns: 10_000 },
  )
  // Refusals alone would show nothing.
  expect(counts.answered).toBeGreaterThan(500)
  expect(counts.delivered).toBeGreaterThan(2000)
  expect(counts.masked).toBeGreaterThan(100)
})

test('what may be seen whole is given whole, and what may be seen masked is named as masked', () =>
  fc.assert(
    fc.property(resources, permits, (resource, permit) => {
      const { given, withheld } = judgeItems({ items: resource.items }, permit)
      for (const each of resource.items) {
        const out = given.find(({ id }) => id === each.id)
        const seen = out === undefined ? 'not' : out.masked === undefined ? 'whole' : 'masked'
        expect(seen).toBe(mayBeSeen(each, permit))
        expect(withheld.some(({ item: id }) => id === each.id)).toBe(seen === 'not')
      }
    }),
  ))
