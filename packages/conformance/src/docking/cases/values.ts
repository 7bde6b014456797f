import type { Grade, Value } from '@berth/core'
import { expectThat } from '../../run/expect.ts'
import { highest } from '../asking.ts'
import type { DockingCase, DockingContext, Trial } from '../case.ts'
import { expectedItems } from '../expected-items.ts'
import { compareHeld, type Held, type HeldRecord } from '../held-values.ts'
import { type AskedByParameter, askable, deliverable, type ResourceOutline } from '../outline.ts'
import { type RawRow, type RawRows, readRaw } from '../raw-rows.ts'
import { sampleRows } from '../sample.ts'

/** How many rows are asked for one by one. */
const questionsAsked = 5

/** The most records in a hundred without a row, as rows come and go: beyond it they are not those of the system. */
const mostStrangers = 10

/** What is answered and delivered beside the rows themselves, read past the docking's plan. */
export const valueCases: readonly DockingCase[] = [
  {
    id: 'values/answers',
    clause: 'SYS-4',
    needs: 'parameter',
    run: async (context) => {
      const trial = await context.start()
      for (const resource of askable(context.subject.manifest)) {
        const before = await rawRows(context, resource)
        if (before === undefined || before.rows.length === 0) continue
        const records = await answeredRecords(context, trial, resource, before.rows)
        await expectHeld(context, resource, { what: 'answers', clearance: highest, records, before })
      }
    },
  },
  {
    id: 'values/deliveries',
    clause: 'SYS-4',
    needs: 'bulk',
    run: async (context) => {
      const { running } = await context.start({ maxRows: sampleRows })
      for (const { resource, ...permit } of deliverable(context.subject.manifest)) {
        const { given } = expectedItems(resource, permit)
        if (given.length === 0) continue
        const { clearance } = permit
        const before = await rawRows(context, resource, given)
        if (before === undefined || before.rows.length === 0) continue
        await running.deliver(resource.id)
        const shown = await running.shown(resource.id)
        const records = shown.map((text) => JSON.parse(text) as HeldRecord)
        await expectHeld(context, resource, { what: 'a delivery', clearance, records, before, given })
      }
    },
  },
]

async function rawRows(
  context: DockingContext,
  resource: ResourceOutline,
  given?: readonly string[],
): Promise<RawRows | undefined> {
  const rows = await readRaw(context.subject, resource, given)
  if (rows === undefined)
    context.note({
      zh: `${resource.id} 应答和交付的内容与系统所存的比对：其系统不提问就不给出行`,
      en: `what answers and deliveries of ${resource.id} hold beside its system: it shows no rows without a question`,
    })
  return rows
}

/** The answers to questions for single rows, by their key where it may be asked by. */
async function answeredRecords(
  { random }: DockingContext,
  { ask }: Trial,
  resource: ResourceOutline & AskedByParameter,
  rows: readonly RawRow[],
): Promise<HeldRecord[]> {
  const columns = new Map(resource.items.map(({ id, from }) => [id, from]))
  const { by: sets } = resource.provide.parameter
  const ofKey = sets.find((set) => resource.from.key.every((column) => set.some((id) => columns.get(id) === column)))
  const records: HeldRecord[] = []
  let answers = 0
  for (const { carried } of random.shuffle(rows)) {
    if (answers >= questionsAsked) break
    if (carried === undefined || !('values' in carried)) continue
    const by = valuesOf(carried.values, ofKey ?? sets[0] ?? [])
    if (by === undefined) continue
    answers += 1
    const { status, body } = await ask({ resource, by })
    if (status === 200) records.push(...(body.rows ?? []))
  }
  return records
}

function valuesOf(values: Readonly<Record<string, Value>>, set: readonly string[]): Record<string, Value> | undefined {
  const entries = set.map((id) => [id, values[id] ?? null] as const)
  const askable = entries.length > 0 && entries.every(([, value]) => value !== null && !(value instanceof Uint8Array))
  return askable ? Object.fromEntries(entries) : undefined
}

interface Told {
  readonly what: string
  readonly clearance: Grade
  readonly records: readonly HeldRecord[]
  readonly before: RawRows
  readonly given?: readonly string[]
}

async function expectHeld(context: DockingContext, resource: ResourceOutline, told: Told): Promise<void> {
  const { what, clearance, records, before } = told
  let held = compareHeld(resource, clearance, records, before.rows)
  let { whole } = before
  if (held.faults.length + held.strangers.length > 0) {
    // The row may have been changed meanwhile: what it holds now is as right.
    const after = await readRaw(context.subject, resource, told.given)
    whole &&= after?.whole === true
    held = compareHeld(resource, clearance, records, [...before.rows, ...(after?.rows ?? [])])
  }
  expectSame(resource, what, held)
  const { strangers, compared } = held
  if (compared === 0)
    context.note({
      zh: `${resource.id} 的${what === 'answers' ? '应答' : '交付'}与系统所存的比对：没有不经转换就能比较的值`,
      en: `${what} of ${resource.id} beside what its system holds: no value can be compared without its conversion`,
    })
  if (strangers.length === 0) return
  if (!whole)
    return context.note({
      zh: `${resource.id} 的${what === 'answers' ? '应答' : '交付'}：${records.length} 条中有 ${strangers.length} 条不在所读的前 ${before.rows.length} 行之内，未比对`,
      en: `${what} of ${resource.id}: of ${records.length} records ${strangers.length} are none of the first ${before.rows.length} rows that were read, and were compared with nothing`,
    })
  expectThat(
    strangers.length * 100 <= records.length * mostStrangers,
    `${what} of ${resource.id}: of ${records.length} records ${strangers.length} are no row of the system, the first at position ${strangers[0]}; each has to hold what the row with its key ${keyWords(resource)} holds`,
  )
  context.note({
    zh: `${resource.id} 的${what === 'answers' ? '应答' : '交付'}：${records.length} 条中有 ${strangers.length} 条在系统中已找不到`,
    en: `${what} of ${resource.id}: of ${records.length} records ${strangers.length} are gone from the system`,
  })
}

function expectSame(resource: ResourceOutline, what: string, { faults, collapsed }: Held): void {
  const [fault] = faults
  const item = `${resource.id}.${fault?.item}`
  const found = fault?.filled === true ? 'a value, and is empty in' : 'something other than'
  expectThat(
    fault === undefined,
    `${what} of ${resource.id}: ${item} in the record at position ${fault?.record} holds ${found} the row of the system with the same key (${keyWords(resource)}); ${faults.length} such values in all`,
  )
  expectThat(
    collapsed.length === 0,
    `${what} of ${resource.id}: ${collapsed.map((id) => `${resource.id}.${id}`).join(', ')} holds the same value in every record, and different ones in the rows of the system`,
  )
}

function keyWords({ from }: ResourceOutline): string {
  return from.key.join(', ') || 'none: all its values'
}
