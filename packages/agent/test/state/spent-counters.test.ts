import { expect, test } from 'vitest'
import { openSqliteState } from '../../src/index.ts'
import { TemporaryFolder } from '../temporary-folder.ts'

const day = 86_400_000
/** Midnight in UTC+8. */
const midnight = Date.UTC(2026, 0, 1, 16)
const rows = (add: number) => ({ name: 'g rows', windowMs: day, limit: 10, add })
const requests = (add: number) => ({ name: 'g requests', windowMs: 60_000, limit: 2, add })

test('what was spent is known to a state opened anew, and all counters are added to or none', async () => {
  using folder = new TemporaryFolder()
  {
    await using state = openSqliteState(folder.path, 'registry')
    expect(await state.spend([rows(9), requests(1)], midnight)).toBeUndefined()
    expect(await state.spend([requests(1), rows(2)], midnight)).toEqual({ counter: rows(2), endsAt: midnight + day })
  }
  await using state = openSqliteState(folder.path, 'registry')
  expect(await state.spend([requests(1), rows(1)], midnight + 1)).toBeUndefined()
  expect(await state.spend([rows(0)], midnight + 1)).toMatchObject({ counter: { name: 'g rows' } })
})

test('a window ends at midnight of UTC+8, and a clock set back opens none', async () => {
  using folder = new TemporaryFolder()
  await using state = openSqliteState(folder.path, 'registry')
  expect(await state.spend([rows(10)], midnight - 1)).toBeUndefined()
  expect(await state.spend([rows(1)], midnight - 1)).toMatchObject({ endsAt: midnight })
  expect(await state.spend([rows(10)], midnight)).toBeUndefined()
  expect(await state.spend([rows(1)], midnight - 2 * day)).toMatchObject({ endsAt: midnight + day })
})

test('questions side by side never go over the limit', async () => {
  using folder = new TemporaryFolder()
  await using first = openSqliteState(folder.path, 'registry')
  await using second = openSqliteState(folder.path, 'registry')
  const spent = await Promise.all(
    Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? first : second).spend([rows(1)], midnight)),
  )
  expect(spent.filter((full) => full === undefined)).toHaveLength(10)
})
