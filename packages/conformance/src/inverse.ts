import type { ConnectorSession } from '@berth/core'
import type { CaseContext, Need } from './case.ts'
import { people } from './cases/datasets.ts'
import { expectRejects, expectThat } from './expect.ts'
import { readAll } from './read-all.ts'

const name = 'KIT_UNSUPPORTED'
const columns = [{ name: 'ID' }]
const write = { dataset: name, fields: [], rows: [], batch: name, onReject: 'abort' } as const

type Refusal = (context: CaseContext) => Promise<unknown>

function call(made: (session: ConnectorSession) => Promise<unknown>, access: 'read' | 'write' = 'read'): Refusal {
  return async ({ open }) => await made(await open(access))
}

/** The call that a missing capability has to refuse. */
const calls: Readonly<Record<Exclude<Need, 'describe.comments'>, Refusal>> = {
  describe: call(async (session) => {
    for await (const _ of session.describe()) return
  }),
  lookup: call((session) => session.lookup({ dataset: name, columns, by: ['ID'], keys: [[1]], limit: 1 })),
  scan: call((session) => readAll(session.scan({ dataset: name, columns }))),
  'scan.resume': call((session) => readAll(session.scan({ dataset: name, columns, key: ['ID'], after: 'x' }))),
  changes: call((session) =>
    readAll(session.changes({ dataset: name, columns, by: { kind: 'column', column: 'ID', key: ['ID'] } })),
  ),
  apply: call((session) => session.apply({ ...write, key: [], mode: 'insert' }), 'write'),
  'apply.upsert': call((session) => session.apply({ ...write, key: ['ID'], mode: 'upsert' }), 'write'),
  'text.charsetPerColumn': async ({ open, create, random }) => {
    const dataset = await create(people(2, random))
    return await readAll((await open()).scan({ dataset: dataset.name, columns: [{ name: '姓名', charset: 'GBK' }] }))
  },
}

/** Tries that a capability which is not declared is refused with `NOT_SUPPORTED`, or not there (CAP-1). */
export async function tryMissing(context: CaseContext, need: Need): Promise<void> {
  if (need === 'describe.comments') await expectNoComments(context)
  else await expectRejects(calls[need](context), ['NOT_SUPPORTED'], `${need}, which is not declared`)
}

async function expectNoComments({ open, create, random }: CaseContext): Promise<void> {
  const definition = people(1, random)
  const commented = definition.columns.map((column) => ({ ...column, comment: '注释' }))
  const dataset = await create({ ...definition, columns: commented })
  for await (const described of (await open()).describe({ names: [dataset.name] })) {
    const told = described.columns.some(({ comment }) => comment !== undefined)
    expectThat(!told, 'comments are told, and describe.comments is not declared')
  }
}
