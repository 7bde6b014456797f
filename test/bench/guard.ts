import { manifestFor } from './access.ts'
import { exchange } from './exchange.ts'
import { type Figure, median, peakMemoryMB, seconds } from './measure.ts'
import type { BenchSource } from './sources.ts'

/** The same table under labels: three items leave masked, every item is of a category, and some are more together. */
function labelled(text: string): string {
  const masked = (element: string): [string, string] => [
    `element: ${element}, `,
    `element: ${element}, categories: [personal], mask: { form: partial, grade: 2 }, `,
  ]
  let changed = text
    .replace(...masked('person.name'))
    .replace(...masked('person.citizenNumber'))
    .replace(...masked('person.phone'))
  for (const column of ['XM', 'SFZH', 'LXDH'])
    changed = changed.replace(`from: ${column}, grade: 2`, `from: ${column}, grade: 3`)
  return changed.replace(
    '    provide:',
    '    aggregates:\n      - { items: [number, registeredOn, changedAt], grade: 2 }\n    provide:',
  )
}

interface Cost {
  readonly elapsed: number
  readonly processor: number
}

/** Seconds of the clock, and of the processor for this thread: what else runs on the machine counts in the first alone. */
async function cost(work: () => Promise<void>): Promise<Cost> {
  const begun = process.threadCpuUsage()
  const elapsed = await seconds(work)
  const { user, system } = process.threadCpuUsage(begun)
  return { elapsed, processor: (user + system) / 1_000_000 }
}

/** The exchange journey with labels and masks, and without, in turn: what the guard takes of it. */
export async function guardFigures(name: string, source: BenchSource, rows: number): Promise<Figure[]> {
  const plain = manifestFor(source.place, source.folder)
  const guarded = manifestFor(source.place, source.folder, labelled)
  const [without, under]: [Cost[], Cost[]] = [[], []]
  await exchange(source, rows, plain)
  for (let turn = 0; turn < 7; turn++) {
    without.push(await cost(() => exchange(source, rows, plain)))
    under.push(await cost(() => exchange(source, rows, guarded)))
  }
  // The best of each: the least disturbed.
  const processor = (costs: readonly Cost[]): number => Math.min(...costs.map((each) => each.processor))
  return [
    {
      name: `guard.${name}`,
      value: Math.round(rows / median(under.map(({ elapsed }) => elapsed))),
      unit: 'rows/s',
      against: 'the journey without labels and masks, by processor time',
      ratio: processor(without) / processor(under),
      peakMemoryMB: peakMemoryMB(),
      target: 'ratio >= 0.9',
    },
  ]
}
