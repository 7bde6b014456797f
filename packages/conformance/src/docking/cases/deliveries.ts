import { expectThat } from '../../run/expect.ts'
import type { DockingCase, DockingContext } from '../case.ts'
import { deliverable, type ResourceOutline } from '../outline.ts'
import { carriedValues } from '../sample.ts'

/** How many rows are delivered, and how many moments are tried. */
const rows = 200
const mostMoments = 8

/** Deliveries that are killed. */
export const deliveryCases: readonly DockingCase[] = [
  {
    id: 'deliveries/killed',
    clause: 'AVL-3',
    needs: 'bulk',
    run: async (context) => {
      for (const { resource } of deliverable(context.subject.manifest)) {
        const steps: string[] = []
        const expected = await delivered(context, resource, (step) => void steps.push(step))
        expectThat(steps.length > 0, `a delivery of ${resource.id} tells no step at which it could be killed`)
        for (const moment of moments(context, steps.length)) {
          const shown = await deliveredAfterKill(context, resource.id, moment)
          const lost = without(expected, shown)
          const more = without(shown, expected)
          expectThat(
            lost === 0 && more === 0,
            `a delivery of ${resource.id} killed ${steps[moment - 1]} (step ${moment} of ${steps.length}) and run again: of ${expected.length} records ${lost} are missing, and ${more} are there that should not be`,
          )
        }
      }
    },
  },
]

async function delivered(
  context: DockingContext,
  resource: ResourceOutline,
  onStep: (step: string) => void,
): Promise<readonly string[]> {
  const sample = await context.sample(resource)
  const { running } = await context.start({ maxRows: rows, onStep })
  const { rejected } = await running.deliver(resource.id)
  const shown = await running.shown(resource.id)
  const read = Math.min(rows, sample.rows.length)
  const carried = carriedValues(sample).length
  expectThat(
    shown.length + rejected >= read && (carried === 0 || shown.length > 0),
    `a delivery of ${resource.id} shows ${shown.length} records and rejects ${rejected}, and its source has at least ${read} rows, of which ${carried} can be carried`,
  )
  return shown
}

class Killed extends Error {}

async function deliveredAfterKill(
  context: DockingContext,
  resource: string,
  moment: number,
): Promise<readonly string[]> {
  let steps = 0
  const { running } = await context.start({
    maxRows: rows,
    onStep: () => {
      steps += 1
      if (steps === moment) throw new Killed(`killed at step ${moment}`)
    },
  })
  const outcome = await running.deliver(resource).then(
    () => 'done',
    () => 'cut',
  )
  expectThat(steps >= moment, `the kill at step ${moment} did not fire: the delivery was ${outcome} after ${steps}`)
  await running.restart({ platform: context.platform, maxRows: rows, now: () => context.now() })
  await running.deliver(resource)
  return await running.shown(resource)
}

/** Every step where there are few; else the first, the last and some by chance. */
function moments({ random }: DockingContext, steps: number): number[] {
  const all = Array.from({ length: steps }, (_, index) => index + 1)
  if (steps <= mostMoments) return all
  const some = random.shuffle(all.slice(1, -1)).slice(0, mostMoments - 2)
  return [1, ...some.toSorted((one, other) => one - other), steps]
}

/** How many texts of the one list the other does not have, each counted as often as it stands there. */
function without(texts: readonly string[], other: readonly string[]): number {
  const left = new Map<string, number>()
  for (const text of other) left.set(text, (left.get(text) ?? 0) + 1)
  return texts.filter((text) => {
    const count = left.get(text) ?? 0
    left.set(text, count - 1)
    return count <= 0
  }).length
}
