import { type Grade, grades } from '@berth/core'
import type { DockingManifest, Item } from '@berth/manifest'
import { expect, test } from 'vitest'
import { marriageManifest } from '../docking/marriage-manifest.ts'
import { grant, RunningDocking } from '../docking/running-docking.ts'

const labels: Readonly<Record<string, readonly string[]>> = {
  district: ['personal'],
  registeredOn: ['minor'],
  husbandId: ['personal', 'minor'],
  note: ['trade'],
}
const marriage = marriageManifest.resources['marriage'] ?? expect.fail('no resource')
const items: readonly Item[] = marriage.items.map((item) => ({ ...item, categories: labels[item.id] ?? [] }))
const manifest: DockingManifest = { ...marriageManifest, resources: { marriage: { ...marriage, items } } }

/** The lattice, said once more: what a clearance does not reach, with the reason. */
function beyond({ grade, categories }: Item, clearance: Grade, covered: readonly string[]): string | undefined {
  if (grade === undefined) return 'NO_GRADE'
  if (grades.indexOf(grade) > grades.indexOf(clearance)) return 'ABOVE_CLEARANCE'
  return categories.every((each) => covered.includes(each)) ? undefined : 'CATEGORY_NOT_GRANTED'
}

test('with each clearance one gets exactly what the lattice says, and answer and receipt name the rest with the reason', async () => {
  await using docking = await RunningDocking.start({ manifest })
  const sets = [[], ['personal'], ['minor'], ['personal', 'minor'], ['personal', 'minor', 'trade']]
  let asked = 0
  for (const clearance of grades) {
    for (const categories of sets) {
      const all = grant({ clearance, categories, items: items.map(({ id }) => id) })
      const { status, body } = await docking.ask({ valid: true }, { grant: all })
      expect(status).toBe(200)
      const withheld = items.flatMap((item) => {
        const reason = beyond(item, clearance, categories)
        return reason === undefined ? [] : [{ item: item.id, reason }]
      })
      const given = items.map(({ id }) => id).filter((id) => !withheld.some(({ item }) => item === id))
      expect([body['items'], body['withheld']], `${clearance} ${categories.join('+')}`).toEqual([given, withheld])
      const rows = body['rows'] as readonly object[]
      expect(rows).toHaveLength(3)
      for (const row of rows) expect(Object.keys(row)).toEqual(given)
      const [receipt] = await docking.state.receipts(asked++, 1)
      expect([receipt?.items, receipt?.withheld]).toEqual([given, withheld])
    }
  }
  expect(asked).toBe(30)
})
