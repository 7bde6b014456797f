import { type ChangesSettings, type ConnectorSession, type Dataset, openSession } from '@berth/core'
import { expectRejects, expectThat } from '../run/expect.ts'
import { type CaseContext, declares, type Need } from './case.ts'
import { people } from './cases/datasets.ts'
import { endOf, follow, registered, registeredKey } from './followed.ts'
import { describeAll, readAll } from './read-all.ts'

const name = 'KIT_UNSUPPORTED'
const columns = [{ name: 'ID' }]
const write = { dataset: name, fields: [], rows: [], key: ['ID'], batch: name, onReject: 'abort' } as const
const outbox = { kind: 'outbox', key: ['ID'], dataset: `${name}_C` } as const

type Attempt = (context: CaseContext) => Promise<unknown>

function call(made: (session: ConnectorSession) => Promise<unknown>, access: 'read' | 'write' = 'read'): Attempt {
  return async ({ open }) => await made(await open(access))
}

function changes(by: ChangesSettings['by']): Attempt {
  return call((session) => readAll(session.changes({ dataset: name, columns, by })))
}

/** What a missing leaf of `describe` leaves untold. */
type Untold = 'describe.comments' | 'describe.procedures' | 'describe.rowCounts' | 'describe.asks'

/** The call that a missing capability has to refuse. */
const calls: Readonly<Record<Exclude<Need, Untold | 'changes.deletes' | 'files.batches'>, Attempt>> = {
  describe: call((session) => describeAll(session.describe())),
  lookup: call((session) => session.lookup({ dataset: name, columns, by: ['ID'], keys: [[1]], limit: 1 })),
  scan: call((session) => readAll(session.scan({ dataset: name, columns }))),
  'scan.resume': call((session) => readAll(session.scan({ dataset: name, columns, key: ['ID'], after: 'x' }))),
  changes: changes({ kind: 'column', column: 'ID', key: ['ID'] }),
  'changes.column': changes({ kind: 'column', column: 'ID', key: ['ID'] }),
  'changes.log': async (context) => {
    await expectRejects(changes({ kind: 'log', key: ['ID'] })(context), ['NOT_SUPPORTED'], 'changes by log')
    await (await context.open()).prepareChanges({ dataset: name, by: { kind: 'log', key: ['ID'] } })
  },
  'changes.outbox': async (context) => {
    await expectRejects(changes(outbox)(context), ['NOT_SUPPORTED'], 'changes by outbox')
    await (await context.open()).prepareChanges({ dataset: name, by: outbox })
  },
  apply: call((session) => session.apply({ ...write, mode: 'insert' }), 'write'),
  'apply.upsert': call((session) => session.apply({ ...write, mode: 'upsert' }), 'write'),
  'apply.deletes': call((session) => session.apply({ ...write, mode: 'insert', deletes: [[1]] }), 'write'),
  'apply.dryRun': call((session) => session.apply({ ...write, mode: 'insert', dryRun: true }), 'write'),
  'apply.undo': call((session) => session.apply({ ...write, mode: 'insert', undo: true }), 'write'),
  invoke: call((session) => session.invoke({ operation: name, input: [], output: [], idempotencyKey: name }), 'write'),
  'files.put': call(
    (session) => session.putFile({ folder: '', name, from: name, bytes: 0, sha256: '0'.repeat(64) }),
    'write',
  ),
  'text.charsetPerColumn': async ({ open, create, random }) => {
    const dataset = await create(people(2, random))
    return await readAll((await open()).scan({ dataset: dataset.name, columns: [{ name: '姓名', charset: 'GBK' }] }))
  },
}

/** What tells that something is told although it is not declared. */
const told: Readonly<Record<Untold, (dataset: Dataset, context: CaseContext) => boolean>> = {
  'describe.comments': ({ columns }) => columns.some(({ comment }) => comment !== undefined),
  'describe.procedures': ({ kind }) => kind === 'procedure',
  'describe.rowCounts': ({ rowCount }) => rowCount !== undefined,
  'describe.asks': (_, { connector }) => connector.manifest.capabilities.describe?.asks !== undefined,
}

/** Tries that a capability which is not declared is refused with `NOT_SUPPORTED`, or not there (CAP-1). */
export async function tryMissing(context: CaseContext, need: Need): Promise<void> {
  if (need === 'changes.deletes') await expectNoDeletes(context)
  else if (need === 'files.batches') await expectNoBatches(context)
  else if (need in told) await expectUntold(context, need as Untold)
  else
    await expectRejects(calls[need as keyof typeof calls](context), ['NOT_SUPPORTED'], `${need}, which is not declared`)
}

async function expectUntold(context: CaseContext, need: Untold): Promise<void> {
  const definition = people(1, context.random)
  const commented = definition.columns.map((column) => ({ ...column, comment: '注释' }))
  const dataset = await context.create({ ...definition, columns: commented })
  const names = [dataset.name]
  if (need === 'describe.procedures' && context.target.createProcedure !== undefined) {
    const procedure = await context.target.createProcedure(
      { ...dataset, columns: dataset.columns.slice(0, 2) },
      'answers',
    )
    context.atEnd(() => procedure.drop())
    names.push(procedure.name)
  }
  for (const described of await describeAll((await context.open()).describe({ names })))
    expectThat(!told[need](described, context), `${need} is told, and it is not declared`)
}

/** By log and outbox a deleted row is told, or the connector says that none is. */
async function expectNoDeletes(context: CaseContext): Promise<void> {
  for (const kind of ['log', 'outbox'] as const) {
    if (!declares(context.connector.manifest.capabilities, `changes.${kind}`)) continue
    const followed = await follow(context, kind, registered([1, 2, 3]))
    if (followed === undefined) continue
    const session = await context.open()
    const first = await followed.read(session, 10)
    await context.target.remove(followed.dataset, [registeredKey(2)])
    const told = await followed.read(session, 10, endOf(first))
    const deletes = told.some(({ kinds = [] }) => kinds.includes('delete'))
    expectThat(!deletes, `a delete is told by ${kind}, and changes.deletes is not declared`)
  }
}

/** Who takes no signed batches does not take a definition that asks for them. */
async function expectNoBatches({ connector, target }: CaseContext): Promise<void> {
  const batches = { system: 'kit', resource: 'batches', keys: 'keys.json' }
  const datasets = { [name]: { files: '*.csv', batches } }
  const opening = openSession(connector, target.options, { datasets })
  opening.then((session) => session[Symbol.asyncDispose]()).catch(() => undefined)
  await expectRejects(opening, ['DEFINITION_UNUSED', 'DEFINITION_INVALID'], 'a definition with signed batches')
}
