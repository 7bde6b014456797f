import type { Value } from '@berth/core'
import type { DockingContext } from './case.ts'
import type { ResourceOutline } from './outline.ts'
import { carriedValues } from './sample.ts'

/** Values that a resource may be asked by, and the rows of the sample that have them. */
export interface FittingQuestion {
  readonly by: Readonly<Record<string, Value>>
  /** How many rows of the sample have these values. 0: the values are made up. */
  readonly found: number
}

/**
 * Up to `count` questions for each set of items that a resource may be asked by: with values of the sample, else made up.
 * Empty, with a note, where neither can be had.
 */
export async function fittingQuestions(
  context: DockingContext,
  resource: ResourceOutline,
  count = 1,
): Promise<FittingQuestion[]> {
  const sample = await context.sample(resource)
  const rows = context.random.shuffle(carriedValues(sample))
  const found = (resource.provide.parameter?.by ?? []).flatMap((set) => {
    const questions = new Map<string, FittingQuestion>()
    for (const row of rows) {
      if (questions.size >= count) break
      if (set.some((id) => !isAskable(row[id]))) continue
      const by = Object.fromEntries(set.map((id) => [id, row[id] as Value]))
      const found = rows.filter((other) => set.every((id) => other[id] === row[id])).length
      questions.set(JSON.stringify(by), { by, found })
    }
    if (questions.size > 0) return [...questions.values()]
    const madeUp = madeUpValues(context, resource, set)
    return madeUp === undefined ? [] : [{ by: madeUp, found: 0 }]
  })
  if (found.length === 0)
    context.note({
      zh: `向 ${resource.id} 提问：样本的行和编造的值都不合适`,
      en: `questions to ${resource.id}: no row of a sample, and no made-up value, fits one`,
    })
  return found
}

/** The first of them. Undefined where there is none. */
export async function oneQuestion(
  context: DockingContext,
  resource: ResourceOutline,
): Promise<FittingQuestion | undefined> {
  const [question] = await fittingQuestions(context, resource)
  return question
}

function isAskable(value: Value | undefined): boolean {
  return value !== undefined && value !== null && !(value instanceof Uint8Array)
}

function madeUpValues(
  { subject, random }: DockingContext,
  resource: ResourceOutline,
  set: readonly string[],
): FittingQuestion['by'] | undefined {
  const number = random.below(900)
  const values = set.map((id) => {
    const item = resource.items.find((each) => each.id === id)
    return [id, item === undefined ? undefined : subject.madeUp(item, number)] as const
  })
  if (values.some(([, value]) => value === undefined)) return undefined
  return Object.fromEntries(values) as FittingQuestion['by']
}
