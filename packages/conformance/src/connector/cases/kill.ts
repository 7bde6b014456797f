import type { ApplyRequest, ConnectorSession, InvokeRequest, Row, RowBatch } from '@berth/core'
import { BerthError } from '@berth/core'
import { within } from '../../faults/condition.ts'
import type { DoomedWork } from '../../faults/doomed-work.ts'
import { type DoomedProcess, startDoomed } from '../../faults/run-doomed.ts'
import { expectSameRows, expectThat } from '../../run/expect.ts'
import type { CaseContext, ConformanceCase } from '../case.ts'
import { whenFree } from '../prepared.ts'
import { allColumns } from '../read-all.ts'
import { defectOf } from '../sabotage/defect.ts'
import { people } from './datasets.ts'
import { operation } from './invoke.ts'

/** How long a process has to come to where it is killed. */
const patienceMs = 30_000

type Work = Pick<DoomedWork, 'writes' | 'reads' | 'dies'>

/** Starts a process with this work. Undefined, and noted, where the target names no module to load. */
function doomed({ target, connector, note, atEnd }: CaseContext): ((work: Work) => DoomedProcess) | undefined {
  const { program } = target
  if (program === undefined) {
    note({
      zh: '被终止的进程：目标没有给出打开连接器的模块',
      en: 'processes that are killed: the target names no module that opens the connector',
    })
    return undefined
  }
  const defect = defectOf(connector)
  return (work) => {
    const datasets = target.datasets?.() ?? {}
    const started = startDoomed({
      ...program,
      datasets,
      ...(defect === undefined ? {} : { defect: defect.id }),
      ...work,
    })
    atEnd(async () => started.kill())
    return started
  }
}

/** When the second of three writes meets its end: as it is asked for, or as soon as the system shows anything of it. */
const moments = ['asked', 'shown'] as const

/** Three writes, of which each is rows that nothing else writes. */
interface Writes {
  readonly work: NonNullable<DoomedWork['writes']>
  readonly rows: readonly (readonly Row[])[]
  /** What the system has of all of them. */
  there(): Promise<Row[]>
  /** Does one in a session of this process. */
  again(session: ConnectorSession, index: number): Promise<void>
}

async function killedWriting(context: CaseContext, made: () => Promise<Writes | undefined>): Promise<void> {
  const start = doomed(context)
  if (start === undefined) return
  for (const moment of moments) {
    const writes = await made()
    if (writes === undefined) return
    const dies = moment === 'asked' ? { dies: { in: 2, turns: context.random.below(20) } } : {}
    const process = start({ writes: moment === 'asked' ? writes.work : writes.work.slice(0, 2), ...dies })
    const [first = [], second = []] = writes.rows
    if (moment === 'shown') {
      const shown = async (): Promise<boolean> => process.ended || (await writes.there()).length > first.length
      await within(patienceMs, shown)
      process.kill()
    }
    await process.gone()
    const what = `a process killed ${moment === 'asked' ? 'as it wrote' : 'as soon as anything of its write was to be seen'}`
    const there = await writes.there()
    const ofFirst = there.filter((row) => first.some(([id]) => id === row[0]))
    expectSameRows(ofFirst, first, `${what}: what is there of the write that was confirmed before`)
    const ofSecond = there.filter((row) => second.some(([id]) => id === row[0]))
    if (ofSecond.length > 0) expectSameRows(ofSecond, second, `${what}: what is there of the write`)
    for (const index of writes.rows.keys()) {
      await whenFree(async () => {
        await using session = await context.open('write')
        await writes.again(session, index)
      })
    }
    expectSameRows(await writes.there(), writes.rows.flat(), `${what}: what is there once everything was sent again`)
  }
}

async function applying({ create, target, random }: CaseContext): Promise<Writes> {
  const dataset = await create(people(0, random))
  const fields = dataset.columns.map(({ name, type }) => ({ name, type }))
  const rows = [1, 2, 3].map((batch) =>
    Array.from({ length: 200 }, (_, index): Row => [batch * 1000 + index, `名${index}`, batch, null]),
  )
  const requests = rows.map(
    (each, index): ApplyRequest => ({
      dataset: dataset.name,
      fields,
      rows: each,
      key: ['ID'],
      mode: 'insert',
      batch: `${dataset.name}-${index}`,
      onReject: 'abort',
    }),
  )
  return {
    work: requests.map((request) => ({ call: 'apply', request })),
    rows,
    there: () => target.read(dataset),
    again: async (session, index) => {
      const request = requests[index]
      if (request === undefined) return
      const { rejects } = await session.apply({ ...request, rows: request.rows.map((row) => [...row]) })
      expectThat(rejects.length === 0, `batch ${index + 1}, sent again: ${rejects.length} of its rows are refused`)
    },
  }
}

async function invoking(context: CaseContext): Promise<Writes | undefined> {
  const prepared = await operation(context)
  if (prepared === undefined) return undefined
  const { dataset, call } = prepared
  const requests = [1, 2, 3].map((id): InvokeRequest => call(id, '甲', `k${id}`))
  return {
    work: requests.map((request) => ({ call: 'invoke', request })),
    rows: [1, 2, 3].map((id) => [[id, '甲']]),
    there: () => context.target.read(dataset),
    again: async (session, index) => {
      const request = requests[index]
      if (request === undefined) return
      await session.invoke(request).catch((error: unknown) => {
        if (!BerthError.is(error) || error.code !== 'UNKNOWN_OUTCOME') throw error
      })
    },
  }
}

/** A reader that is killed before it has stored a batch: behind what it had stored everything else comes, once. */
async function killedReading(context: CaseContext, call: 'scan' | 'changes'): Promise<void> {
  const start = doomed(context)
  if (start === undefined) return
  const dataset = await context.create(people(30, context.random))
  const request = { dataset: dataset.name, columns: allColumns(dataset), batchRows: 4 }
  const by = { kind: 'column' as const, column: 'ID', key: ['ID'] }
  const reads =
    call === 'scan'
      ? ({ call, request: { ...request, key: ['ID'] } } as const)
      : ({ call, request: { ...request, by } } as const)
  const process = start({ reads, dies: { in: 3, turns: 0 } })
  await process.gone()
  const stored = process.said() as Pick<Required<RowBatch>, 'rows' | 'cursor'>[]
  expectThat(
    stored.length === 2,
    `the process was to store 2 batches before it was killed, and stored ${stored.length}`,
  )
  const rows = stored.flatMap((batch) => batch.rows)
  const after = stored.at(-1)?.cursor ?? ''
  await using session = await context.open()
  const rest =
    call === 'scan' ? session.scan({ ...request, key: ['ID'], after }) : session.changes({ ...request, by, after })
  for await (const batch of rest) rows.push(...batch.rows)
  expectSameRows(rows, dataset.rows, 'rows stored by a process that was killed, and those behind its last cursor')
}

/** A process that is killed in the middle. */
export const killCases: readonly ConformanceCase[] = [
  {
    id: 'kill/scan',
    clause: 'AVL-2',
    needs: ['scan', 'scan.resume'],
    run: (context) => killedReading(context, 'scan'),
  },
  {
    id: 'kill/changes',
    clause: 'AVL-2',
    needs: ['changes', 'changes.column'],
    run: (context) => killedReading(context, 'changes'),
  },
  {
    id: 'kill/apply',
    clause: 'AVL-2',
    needs: ['apply'],
    run: (context) => killedWriting(context, () => applying(context)),
  },
  {
    id: 'kill/invoke',
    clause: 'AVL-2',
    needs: ['invoke'],
    run: (context) => killedWriting(context, () => invoking(context)),
  },
]
