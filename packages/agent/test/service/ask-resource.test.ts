import { memory } from '@berth/connector-memory'
import type { Session } from '@berth/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type AskResourceOptions, askResource, openSqliteState, type StatePort } from '../../src/index.ts'
import { marriageManifest } from '../docking/marriage-manifest.ts'
import { marriageTables } from '../docking/marriage-tables.ts'
import { opener } from '../docking/running-docking.ts'
import { TemporaryFolder } from '../temporary-folder.ts'

let folder: TemporaryFolder
let state: StatePort
beforeEach(() => {
  folder = new TemporaryFolder()
  state = openSqliteState(folder.path, 'x')
})
afterEach(async () => {
  await state[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

function asking(change: Partial<AskResourceOptions> = {}, around?: (session: Session) => Session) {
  const { marriages, applications } = marriageTables()
  return askResource({
    manifest: marriageManifest,
    resource: 'marriage',
    by: { valid: false },
    permit: { clearance: 1 },
    state,
    consumer: 'local:clerk',
    purpose: 'local-lookup',
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
    rows: [
      { district: '西区', valid: false },
      { district: expect.any(String), valid: false },
      { district: expect.any(String), valid: false },
    ],
    more: true,
    receipt: { number: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  })
})

test('it leaves a receipt that says who saw what, what for, and what was withheld', async () => {
  const { receipt: written, items, withheld } = await asking()
  const [receipt] = await state.receipts(0, 1)
  const who = { consumer: 'local:clerk', purpose: 'local-lookup' }
  expect(receipt).toMatchObject({ ...who, outcome: 'answered', rows: 3, items, withheld, ...written })
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
  await expect(asking({ by: { valid: 'x' } }, counted)).rejects.toMatchObject({ code: 'PARAMETER_INVALID' })
  await expect(asking({ by: { id: 2 } }, counted)).rejects.toMatchObject({ code: 'PARAMETER_NOT_GRANTED' })
  await expect(asking({ signal: AbortSignal.abort() }, counted)).rejects.toMatchObject({ code: 'ABORTED' })
  expect(await state.receipts(0, 1)).toEqual([])
  await asking({}, counted)
  expect(open).toBe(0)
})
