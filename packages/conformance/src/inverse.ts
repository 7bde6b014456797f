import type { ConnectorSession } from '@berth/core'
import type { CaseContext, Need } from './case.ts'
import { expectRejects } from './expect.ts'
import { readAll } from './read-all.ts'

const name = 'KIT_UNSUPPORTED'
const columns = [{ name: 'ID' }]
const write = { dataset: name, fields: [], rows: [], batch: name, onReject: 'abort' } as const

/** The call that a missing capability has to refuse. Needs without a call of their own are told by the manifest alone. */
const calls: Readonly<Partial<Record<Need, (session: ConnectorSession) => Promise<unknown>>>> = {
  describe: async (session) => {
    for await (const _ of session.describe({})) return
  },
  lookup: async (session) => await session.lookup({ dataset: name, columns, by: ['ID'], keys: [[1]], limit: 1 }),
  scan: async (session) => await readAll(session.scan({ dataset: name, columns })),
  'scan.resume': async (session) => await readAll(session.scan({ dataset: name, columns, key: ['ID'], after: 'x' })),
  changes: async (session) =>
    await readAll(session.changes({ dataset: name, columns, by: { column: 'ID', key: ['ID'] } })),
  apply: async (session) => await session.apply({ ...write, key: [], mode: 'insert' }),
  'apply.upsert': async (session) => await session.apply({ ...write, key: ['ID'], mode: 'upsert' }),
}

/** Tries that a capability which is not declared is refused with `NOT_SUPPORTED` (CAP-1). */
export async function tryMissing({ open }: CaseContext, need: Need): Promise<void> {
  const call = calls[need]
  if (call === undefined) return
  const session = await open(need.startsWith('apply') ? 'write' : 'read')
  await expectRejects(call(session), ['NOT_SUPPORTED'], `${need}, which is not declared`)
}
