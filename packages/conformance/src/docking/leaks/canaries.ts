import { type Grade, grades, type Value } from '@berth/core'
import type { DockingContext } from '../case.ts'
import type { ResourceOutline } from '../outline.ts'
import type { Sample } from '../sample.ts'
import type { Planted } from '../subject.ts'

/** A value of the source that is looked for. */
export interface Canary extends Planted {
  /** Absent: it may go nowhere. */
  readonly grade?: Grade
}

/** The most values of one resource that are looked for. */
const mostValues = 60

/** Types whose values look like times and counts, which stand in every log. */
const commonTypes: ReadonlySet<string> = new Set([
  'date',
  'time',
  'datetime',
  'instant',
  'boolean',
  'integer',
  'double',
])

/** Values of a resource's sample that nothing else says: each with the grade of its item, those of refused rows with none. */
export async function canariesOf(context: DockingContext, resource: ResourceOutline): Promise<Canary[]> {
  const sample = await context.sample(resource)
  const { text } = context.subject
  const carried = new Set<string>()
  const found = new Map<string, Canary>()
  const add = (name: string, cell: Value, grade: Grade | undefined): void => {
    const value = distinctive(cell)
    if (value === undefined || text.includes(value)) return
    const known = found.get(value)
    // The same value in two columns may go where either may.
    if (known === undefined || rank(grade) < rank(known.grade))
      found.set(value, grade === undefined ? { name, text: value } : { name, text: value, grade })
  }
  for (const { id, from, grade, type } of resource.items) {
    if (commonTypes.has(type.name)) continue
    const at = sample.fields.findIndex((field) => field.name === from)
    for (const [row, cells] of sample.rows.entries()) {
      if (!isCarried(sample, row)) continue
      add(`${resource.id}.${id}`, cells[at] ?? null, grade)
      carried.add(String(cells[at] ?? ''))
    }
  }
  for (const [row, cells] of sample.rows.entries()) {
    if (isCarried(sample, row)) continue
    for (const [at, cell] of cells.entries()) {
      if (carried.has(String(cell))) continue
      add(`column ${sample.fields[at]?.name} of a refused row of ${resource.id}`, cell, undefined)
    }
  }
  return chosen(context, [...found.values()])
}

/** Those that may not be seen with a clearance. */
export function beyond(canaries: readonly Canary[], clearance: Grade): Canary[] {
  return canaries.filter(({ grade }) => rank(grade) > grades.indexOf(clearance))
}

function rank(grade: Grade | undefined): number {
  return grade === undefined ? grades.length : grades.indexOf(grade)
}

function isCarried({ carried }: Sample, row: number): boolean {
  const one = carried[row]
  return one !== undefined && 'values' in one
}

/** A text that is found by chance nowhere: not a short one, not a number of a few digits. */
function distinctive(cell: Value): string | undefined {
  if (typeof cell !== 'string') return undefined
  const text = cell.trim()
  if (Buffer.byteLength(text) < 6 || /^[\d.:/\-\s]{1,10}$/.test(text)) return undefined
  return text
}

/** Some of each item. */
function chosen({ random }: DockingContext, canaries: readonly Canary[]): Canary[] {
  const byItem = [...Map.groupBy(random.shuffle(canaries), ({ name }) => name).values()]
  const each = Math.max(3, Math.floor(mostValues / Math.max(1, byItem.length)))
  return byItem.flatMap((some) => some.slice(0, each))
}
