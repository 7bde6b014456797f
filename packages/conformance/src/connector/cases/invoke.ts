import { BerthError, type InvokeRequest, type Row, type Value } from '@berth/core'
import { hostileNames } from '../../corpus/hostile-names.ts'
import { hostileTexts } from '../../corpus/hostile-texts.ts'
import { likeIds } from '../../corpus/like-ids.ts'
import { ConformanceFailure, expectEqual, expectRejects, expectSameRows, expectThat } from '../../run/expect.ts'
import type { CaseContext, ConformanceCase } from '../case.ts'
import { whenFree } from '../prepared.ts'
import type { TargetDataset, TargetProcedure } from '../target.ts'

/** A dataset, and an operation of the system that inserts into it. */
export interface Operation {
  readonly dataset: TargetDataset
  readonly procedure: TargetProcedure
  /** A call with these two cells. */
  call(id: Value, name: Value, idempotencyKey: string): InvokeRequest
}

/** Has an operation made. Undefined, and noted, where the target makes none. */
export async function operation(
  { target, create, atEnd, note }: CaseContext,
  kind: 'answers' | 'fails' = 'answers',
): Promise<Operation | undefined> {
  if (target.createProcedure === undefined) {
    note({ zh: '操作：目标不提供', en: 'operations: the target makes none' })
    return undefined
  }
  const columns = [
    { name: 'ID', type: { name: 'integer' as const }, nullable: false },
    { name: '姓名', type: { name: 'text' as const, maxLength: 40 }, nullable: true },
  ]
  const dataset = await create({ columns, key: [], rows: [] })
  const procedure = await target.createProcedure(dataset, kind)
  atEnd(() => procedure.drop())
  const [first, second] = procedure.parameters
  return {
    dataset,
    procedure,
    call: (id, name, idempotencyKey) => ({
      operation: procedure.name,
      input: [
        { ...first, value: id },
        { ...second, value: name },
      ],
      output: procedure.output,
      idempotencyKey: `${dataset.name}-${idempotencyKey}`,
    }),
  }
}

function invokeCase(
  what: string,
  clause: 'INV-1' | 'LKP-1',
  run: (context: CaseContext, made: Operation) => Promise<void>,
  kind?: 'fails',
): ConformanceCase {
  return {
    id: `invoke/${what}`,
    clause,
    needs: ['invoke'],
    run: async (context) => {
      const made = await operation(context, kind)
      if (made !== undefined) await run(context, made)
    },
  }
}

async function once({ open, target }: CaseContext, { dataset, procedure, call }: Operation): Promise<void> {
  const { output } = procedure
  const names = output.map(({ name }) => name)
  const answered = (id: number): string[][] => (output.length === 0 ? [] : [[String(id + 1)]])
  const session = await open('write')
  const first = await session.invoke(call(1, "O'甲", 'a'))
  expectThat(!first.repeated, 'the first call is said to be a repetition')
  expectEqual(
    first.rows.map((row) => row.map(String)),
    answered(1),
    'what the operation answers',
  )
  expectEqual(
    first.fields.map(({ name }) => name),
    names,
    'the fields of the answer',
  )
  for (const again of [session, await open('write')]) {
    const repeated = await again.invoke(call(1, "O'甲", 'a'))
    expectEqual([repeated.repeated, repeated.rows], [true, []], 'a call with the same key')
    expectSameRows(await target.read(dataset), [[1, "O'甲"]], 'what was done after a call with the same key')
  }
  const other = await session.invoke(call(1, null, 'b'))
  expectThat(!other.repeated, 'a call with another key is said to be a repetition')
  const done: Row[] = [
    [1, "O'甲"],
    [1, null],
  ]
  expectSameRows(await target.read(dataset), done, 'what was done after a call with another key')
  const silent = await session.invoke({ ...call(2, '乙', 'c'), output: [] })
  expectEqual([silent.fields, silent.rows.flat()], [[], []], 'an answer that nothing was expected of')
  expectSameRows(await target.read(dataset), [...done, [2, '乙']], 'what was done in the end')
}

async function failing({ open, target }: CaseContext, { dataset, call }: Operation): Promise<void> {
  const session = await open('write')
  const unclear = ['INTERNAL', 'UNKNOWN_OUTCOME', 'NOT_SUPPORTED', 'PROCEDURE_UNKNOWN', 'COLUMN_UNKNOWN']
  for (const attempt of ['first', 'second']) {
    let error: unknown
    try {
      await session.invoke(call(1, '甲', 'a'))
    } catch (caught) {
      error = caught
    }
    if (!BerthError.is(error)) throw new ConformanceFailure(`the ${attempt} call of an operation that fails does not`)
    expectThat(!unclear.includes(error.code), `an operation that fails is answered with ${error.code}`)
    expectSameRows(await target.read(dataset), [], `what is left of the ${attempt} call of an operation that fails`)
  }
}

async function unknown({ open, target }: CaseContext, { dataset, call }: Operation): Promise<void> {
  const session = await open('write')
  const good = call(1, '甲', 'a')
  for (const name of ['KIT_NOT_THERE', ...hostileNames])
    await expectRejects(session.invoke({ ...good, operation: name }), ['PROCEDURE_UNKNOWN'], `the operation ${name}`)
  const field = { name: 'KIT_NOT_THERE', type: { name: 'integer' as const } }
  const input = [...good.input, { ...field, value: 1 }]
  await expectRejects(session.invoke({ ...good, input }), ['COLUMN_UNKNOWN'], 'a parameter that is not there')
  await expectRejects(session.invoke({ ...good, output: [field] }), ['COLUMN_UNKNOWN'], 'an output that is not there')
  for (const name of hostileNames) {
    const [first, ...others] = good.input
    const renamed = [{ ...first, name, value: 1, type: field.type }, ...others]
    await expectRejects(session.invoke({ ...good, input: renamed }), ['COLUMN_UNKNOWN'], `the parameter ${name}`)
  }
  expectSameRows(await target.read(dataset), [], 'what was done by calls that were refused')
  const { repeated } = await session.invoke(good)
  expectThat(!repeated, 'a call that was refused is taken for one that was done')
}

async function illTyped({ open, target }: CaseContext, { dataset, call }: Operation): Promise<void> {
  const session = await open('write')
  for (const id of ['x', "1' OR '1'='1", 1.5]) {
    const error = await expectRejects(session.invoke(call(id, '甲', 'a')), ['VALUE_INVALID'], 'a value of another type')
    expectThat(!JSON.stringify(error.details).includes(' OR '), 'the error prints the value')
  }
  expectSameRows(await target.read(dataset), [], 'what was done by calls that were refused')
  const { repeated } = await session.invoke(call(3, '甲', 'a'))
  expectThat(!repeated, 'a call that was refused is taken for one that was done')
  const reading = await open('read')
  await expectRejects(reading.invoke(call(4, '乙', 'b')), ['NOT_SUPPORTED'], 'a call in a session for reading')
  expectSameRows(await target.read(dataset), [[3, '甲']], 'what was done in the end')
}

async function hostile({ open, target }: CaseContext, { dataset, call }: Operation): Promise<void> {
  const session = await open('write')
  const rows = hostileTexts.map((text, index): Row => [index, text])
  for (const [id = null, text = null] of rows) await session.invoke(call(id, text, `h-${String(id)}`))
  expectSameRows(await target.read(dataset), rows, 'what was done with hostile values')
}

async function aborted({ open, target }: CaseContext, { dataset, call }: Operation): Promise<void> {
  const abort = new AbortController()
  const session = await open('write')
  const first = session.invoke(call(1, '甲', 'a'), { signal: abort.signal }).catch((error: unknown) => error)
  setImmediate(() => abort.abort())
  await first
  const again = await whenFree(async () => {
    await using other = await open('write')
    return await other.invoke(call(1, '甲', 'a')).catch((error: unknown) => {
      if (BerthError.is(error) && error.code === 'UNKNOWN_OUTCOME') return undefined
      throw error
    })
  })
  const there = await target.read(dataset)
  expectThat(there.length <= 1, `the operation was done ${there.length} times`)
  if (again !== undefined) expectSameRows(there, [[1, '甲']], 'what was done once the same call was answered')
}

async function onceAtTheSameMoment({ open, target }: CaseContext, { dataset, call }: Operation): Promise<void> {
  const attempt = (id: number): Promise<string> =>
    whenFree(async () => {
      await using session = await open('write')
      try {
        const { repeated } = await session.invoke(call(id, '甲', `m-${id}`))
        return repeated ? 'repeated' : 'done'
      } catch (error) {
        if (!BerthError.is(error) || error.code !== 'UNKNOWN_OUTCOME') throw error
        return 'unknown'
      }
    })
  for (const id of [1, 2]) {
    const outcomes = await Promise.all([attempt(id), attempt(id)])
    expectEqual(outcomes.filter((outcome) => outcome === 'done').length, 1, 'calls of two at once that say it is done')
    expectEqual(await attempt(id), 'repeated', 'the same call afterwards')
  }
  const done = [1, 2].map((id): Row => [id, '甲'])
  expectSameRows(await target.read(dataset), done, 'what was done by two calls at once')
}

async function keysApart({ open, target }: CaseContext, { dataset, call }: Operation): Promise<void> {
  const session = await open('write')
  const keys = likeIds(dataset.name, 190)
  const told: boolean[] = []
  for (const round of [1, 2])
    for (const [index, idempotencyKey] of keys.entries())
      told.push((await session.invoke({ ...call(index, `${round}`, ''), idempotencyKey })).repeated)
  expectEqual(
    told,
    [...keys.map(() => false), ...keys.map(() => true)],
    'whether calls with keys like another are repeated',
  )
  const done = keys.map((_, index): Row => [index, '1'])
  expectSameRows(await target.read(dataset), done, 'what was done by calls with keys like another')
}

/** Operations of the system. */
export const invokeCases: readonly ConformanceCase[] = [
  invokeCase('once', 'INV-1', once),
  invokeCase('failing-leaves-nothing', 'INV-1', failing, 'fails'),
  invokeCase('unknown', 'INV-1', unknown),
  invokeCase('ill-typed', 'INV-1', illTyped),
  invokeCase('once-at-the-same-moment', 'INV-1', onceAtTheSameMoment),
  invokeCase('keys-apart', 'INV-1', keysApart),
  invokeCase('aborted-and-repeated', 'INV-1', aborted),
  invokeCase('hostile-values', 'LKP-1', hostile),
]
