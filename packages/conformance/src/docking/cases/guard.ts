import { isDeepStrictEqual } from 'node:util'
import { type Grade, grades, type Receipt } from '@berth/core'
import { ConformanceFailure, expectThat } from '../../run/expect.ts'
import type { Asked } from '../asking.ts'
import type { DockingCase, DockingContext, Trial } from '../case.ts'
import { type ExpectedItems, expectedItems } from '../expected-items.ts'
import { askable, deliverable, type ResourceOutline } from '../outline.ts'
import { fittingQuestions } from '../questions.ts'

/** How many sets of granted items each clearance is tried with. */
const setsTried = 4

/** What leaves, and to whom. */
export const guardCases: readonly DockingCase[] = [
  {
    id: 'guard/answers',
    clause: 'SEC-1',
    needs: 'parameter',
    run: async (context) => {
      const trial = await context.start()
      for (const resource of askable(context.subject.manifest)) {
        for (const { by } of await fittingQuestions(context, resource)) {
          for (const clearance of grades) {
            for (let set = 0; set < setsTried; set++) {
              const items = grantedItems(context, resource, Object.keys(by), set)
              await expectLattice(trial, resource, by, clearance, items)
            }
          }
        }
      }
    },
  },
  {
    id: 'guard/columns-read',
    clause: 'SEC-1',
    needs: 'parameter',
    run: async (context) => {
      const trial = await context.start()
      for (const resource of askable(context.subject.manifest)) {
        for (const { by } of await fittingQuestions(context, resource)) {
          for (const clearance of grades) {
            trial.calls.length = 0
            await trial.ask({ resource, by, clearance })
            const { given } = expectedItems(resource, { clearance })
            const may = new Set(
              resource.items.filter(({ id }) => given.includes(id) || id in by).map(({ from }) => from),
            )
            const beyond = trial.calls.flatMap(columnsOf).find((column) => !may.has(column))
            expectThat(
              beyond === undefined,
              `${resource.id} asked with clearance ${clearance}: the column ${beyond} is read, though no item that may be seen comes of it`,
            )
          }
        }
      }
    },
  },
  {
    id: 'guard/deliveries',
    clause: 'SEC-1',
    needs: 'bulk',
    run: async (context) => {
      const { running } = await context.start({ maxRows: 200 })
      for (const { resource, ...permit } of deliverable(context.subject.manifest)) {
        const { given, withheld } = expectedItems(resource, permit)
        if (given.length === 0) continue
        await running.deliver(resource.id)
        for (const record of await running.shown(resource.id)) {
          const names = Object.keys(JSON.parse(record) as object).filter((name) => !name.startsWith('$'))
          expectThat(
            names.every((name) => given.includes(name)),
            `a delivery of ${resource.id} with clearance ${permit.clearance} has ${names.filter((name) => !given.includes(name)).join(', ')}`,
          )
        }
        const receipt = (await running.receipts()).findLast((entry) => entry.resource.endsWith(`/${resource.id}`))
        expectThat(
          receipt !== undefined && isDeepStrictEqual([...receipt.withheld], [...withheld]),
          `the receipt of a delivery of ${resource.id} does not name what was withheld: ${withheld.map(({ item }) => item).join(', ')}`,
        )
      }
    },
  },
]

/** All items, those asked by alone, then sets by chance that most often have those asked by among them. */
function grantedItems(
  { random }: DockingContext,
  { items }: ResourceOutline,
  by: readonly string[],
  set: number,
): string[] {
  if (set === 0) return items.map(({ id }) => id)
  if (set === 1) return [...by]
  return items.filter(({ id }) => (by.includes(id) ? random.below(5) > 0 : random.below(2) > 0)).map(({ id }) => id)
}

function columnsOf({ call, request }: Trial['calls'][number]): readonly string[] {
  if (call !== 'lookup') return []
  return (request as { readonly columns: readonly { readonly name: string }[] }).columns.map(({ name }) => name)
}

async function expectLattice(
  trial: Trial,
  resource: ResourceOutline,
  by: Readonly<Record<string, Parameters<Trial['ask']>[0]['by'][string]>>,
  clearance: Grade,
  items: readonly string[],
): Promise<void> {
  const expected = expectedItems(resource, { clearance, items })
  const what = `${resource.id} by ${Object.keys(by).join('+')}, clearance ${clearance}, granted ${items.join(', ') || 'nothing'}`
  const asked = await trial.ask({ resource, by, clearance, items })
  const receipt = (await trial.receipts()).at(-1)
  if (expected.given.length === 0) return expectRefused(asked, receipt, ['NOTHING_GRANTED'], what)
  if (Object.keys(by).some((id) => !expected.given.includes(id))) {
    return expectRefused(asked, receipt, ['PARAMETER_NOT_GRANTED'], what)
  }
  // Whoever sees an item masked may be refused a question by its whole value.
  const masked = resource.items.some(({ id, mask }) => id in by && mask !== undefined)
  if (masked && asked.body.code === 'PARAMETER_NOT_GRANTED') return expectRefused(asked, receipt, undefined, what)
  // What is wrong with a row of the source, or with the system, is told instead of an answer; then nothing may be in it.
  if (asked.status !== 200) return expectRefused(asked, receipt, undefined, what)
  expectGiven(asked, receipt, expected, what)
}

function expectRefused(
  { status, body }: Asked,
  receipt: Receipt | undefined,
  codes: readonly string[] | undefined,
  what: string,
): void {
  const leaks = body.items !== undefined || body.rows !== undefined
  const coded = codes === undefined || codes.includes(body.code ?? '')
  expectThat(
    status >= 400 && !leaks && coded,
    `${what}: expected a refusal${codes === undefined ? '' : ` with ${codes.join()}`}, got ${status} with ${body.code ?? body.items?.join(', ')}`,
  )
  expectThat(
    receipt?.items.length === 0 && receipt.rows === 0,
    `${what}: refused, and its receipt says that ${receipt?.items.join(', ')} were given`,
  )
}

function expectGiven({ body }: Asked, receipt: Receipt | undefined, expected: ExpectedItems, what: string): void {
  const { items = [], withheld = [], rows = [] } = body
  const named = (list: readonly { readonly item: string; readonly reason: string }[]): string =>
    list.map(({ item, reason }) => `${item} (${reason})`).join(', ') || 'nothing'
  const differs = (told: string, wanted: string): never => {
    throw new ConformanceFailure(`${what}: expected ${wanted}, got ${told}`)
  }
  if (!isDeepStrictEqual(items, expected.given)) differs(`the items ${items.join(', ')}`, expected.given.join(', '))
  if (!isDeepStrictEqual(withheld, expected.withheld)) differs(`${named(withheld)} withheld`, named(expected.withheld))
  const beyond = rows.flatMap((row) => Object.keys(row)).find((name) => !expected.given.includes(name))
  if (beyond !== undefined) differs(`${beyond} in a row`, 'only what may be seen')
  if (!isDeepStrictEqual(receipt?.items, expected.given)) {
    differs(`a receipt of the items ${receipt?.items.join(', ')}`, expected.given.join(', '))
  }
  if (!isDeepStrictEqual(receipt?.withheld, expected.withheld)) {
    differs(`a receipt that names ${named(receipt?.withheld ?? [])} as withheld`, named(expected.withheld))
  }
}
