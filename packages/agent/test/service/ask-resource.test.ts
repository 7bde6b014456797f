import { memory } from '@berth/connector-memory'
import type { Session } from '@berth/core'
import { expect, test } from 'vitest'
import { type AskResourceOptions, askResource, openSqliteState } from '../../src/index.ts'
import { marriageManifest } from '../docking/marriage-manifest.ts'
import { marriageTables } from '../docking/marriage-tables.ts'
import { opener } from '../docking/running-docking.ts'
import { TemporaryFolder } from '../temporary-folder.ts'

function asking(change: Partial<AskResourceOptions> = {}, around?: (session: Session) => Session) {
  const { marriages, applications } = marriageTables()
  return askResource({
    manifest: marriageManifest,
    resource: 'marriage',
    by: { id: 2 },
    permit: { clearance: 1 },
    openConnection: opener(memory([marriages, applications]), around),
    ...change,
  })
}

test('it answers as the agent does, for a permit that names no items too', async () => {
  await expect(asking()).resolves.toEqual({
    resource: 'civil-affairs.marriage/marriage',
    items: ['district', 'valid'],
    withheld: [
      { item: 'id', reason: 'ABOVE_CLEARANCE' },
      { item: 'husbandId', reason: 'ABOVE_CLEARANCE' },
      { item: 'registeredOn', reason: 'ABOVE_CLEARANCE' },
      { item: 'note', reason: 'ABOVE_CLEARANCE' },
      { item: 'secretNote', reason: 'NO_GRADE' },
    ],
    rows: [{ district: '西区', valid: false }],
    more: false,
  })
})

test('with a state it leaves a receipt', async () => {
  using folder = new TemporaryFolder()
  await using state = openSqliteState(folder.path, 'x')
  const answer = await asking({ state, consumer: 'desk' })
  const [receipt] = await state.receipts(0, 1)
  expect(receipt).toMatchObject({ consumer: 'desk', outcome: 'answered', rows: 1, ...answer.receipt })
})

test('it refuses with the same codes, and closes its session whatever happens', async () => {
  let open = 0
  const counted = (session: Session): Session => {
    open++
    return {
      ...session,
      async [Symbol.asyncDispose]() {
        open--
        await session[Symbol.asyncDispose]()
      },
    }
  }
  await expect(asking({ permit: {} }, counted)).rejects.toMatchObject({ code: 'EXIT_WITHOUT_CLEARANCE' })
  await expect(asking({ resource: 'nothing' }, counted)).rejects.toMatchObject({ code: 'RESOURCE_UNKNOWN' })
  await expect(asking({ resource: 'draft' }, counted)).rejects.toMatchObject({ code: 'RESOURCE_DRAFT' })
  await expect(asking({ by: { id: 'x' } }, counted)).rejects.toMatchObject({ code: 'PARAMETER_INVALID' })
  await expect(asking({ signal: AbortSignal.abort() }, counted)).rejects.toMatchObject({ code: 'ABORTED' })
  await asking({}, counted)
  expect(open).toBe(0)
})
