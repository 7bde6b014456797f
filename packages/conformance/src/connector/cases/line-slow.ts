import { BerthError, canonicalProblem, type Field, type LogicalType, type Row, type RowBatch } from '@berth/core'
import type { LineFault } from '../../faults/relay.ts'
import { ConformanceFailure, expectSameRows, expectThat } from '../../run/expect.ts'
import type { CaseContext, ConformanceCase } from '../case.ts'
import { declares } from '../case.ts'
import { type DisturbedLine, disturbed } from '../line.ts'
import { allColumns } from '../read-all.ts'
import type { TargetDataset } from '../target.ts'
import { neededBy, type Trial, type TriedCall, trialsOf } from '../trials.ts'
import { people } from './datasets.ts'

const calls: readonly TriedCall[] = ['lookup', 'scan', 'changes', 'apply', 'invoke']

/** Each call that the connector declares, one after the other. */
async function eachCall(
  context: CaseContext,
  run: (call: TriedCall, trials: NonNullable<Awaited<ReturnType<typeof trialsOf>>>) => Promise<void>,
): Promise<void> {
  const { capabilities } = context.connector.manifest
  for (const call of calls) {
    if (!neededBy[call].every((need) => declares(capabilities, need))) continue
    const trials = await trialsOf(context, call)
    if (trials !== undefined) await run(call, trials)
  }
}

/** Makes a call whose answer comes late or in bits, and returns how many bytes that has. */
async function paced(line: DisturbedLine, trial: Trial, pace: LineFault, what: string): Promise<number> {
  await using session = await line.open({ access: trial.access })
  await session.ping()
  const before = line.relay.passed().toClient
  const ordered = line.relay.order({ at: 'to-client' }, pace)
  const taken: Row[] = []
  await trial.ask(session, taken)
  expectThat(ordered.fired, `${what}: the fault did not fall, so that nothing was tried`)
  expectSameRows((await trial.there?.()) ?? taken, trial.whole, what)
  return line.relay.passed().toClient - before
}

/** How long a damaged answer may keep a connector waiting for what does not come, at least. */
const damagedMs = 300

/** A scan with one byte of its answer changed, which ends as it may: with an error, or with values that are values. */
async function damagedScan(
  line: DisturbedLine,
  dataset: TargetDataset,
  behindBytes: number,
  mask: number,
  timeoutMs: number,
): Promise<void> {
  const what = `a scan with byte ${behindBytes} of its answer damaged (${mask})`
  const batches: RowBatch[] = []
  let failure: unknown
  await using session = await line.open()
  await session.ping()
  const ordered = line.relay.order({ at: 'to-client', behindBytes }, { does: 'corrupt', mask })
  // A damaged length may have more waited for than comes. The time counts from the damage, however busy the machine is.
  const abort = new AbortController()
  let timer: NodeJS.Timeout | undefined
  void ordered.whenFired.then(() => {
    timer = setTimeout(() => abort.abort(), timeoutMs)
  })
  try {
    const request = { dataset: dataset.name, columns: allColumns(dataset), key: ['ID'], batchRows: 5 }
    for await (const batch of session.scan(request, { signal: abort.signal })) batches.push(batch)
  } catch (error) {
    failure = error
  } finally {
    clearTimeout(timer)
  }
  expectThat(ordered.fired, `${what}: the fault did not fall, so that nothing was tried`)
  for (const { fields, rows } of batches) {
    for (const { type } of fields) {
      const numbers = [type.maxLength, type.precision, type.scale].filter((number) => number !== undefined)
      expectThat(numbers.every(Number.isInteger), `${what}: the length of a column of ${type.name} is no number`)
    }
    for (const [index, row] of rows.entries()) {
      expectThat(row.length === fields.length, `${what}: row ${index} has ${row.length} cells of ${fields.length}`)
      for (const [at, field] of fields.entries()) {
        const cell = row[at]
        const type = asMade(field, dataset)
        const problem = cell === undefined ? 'missing' : cell === null ? undefined : canonicalProblem(cell, type)
        expectThat(problem === undefined, `${what}: row ${index} has a cell that is no ${type.name} (${problem})`)
      }
    }
  }
  if (failure === undefined) return
  if (!BerthError.is(failure))
    throw new ConformanceFailure(`${what}: expected an error with a code, got ${String(failure)}`)
  expectThat(
    failure.code !== 'INTERNAL',
    `${what}: expected an error of the line or of the data, got INTERNAL: ${String(failure.cause)}`,
  )
}

/**
 * A field with the length that its column was made with: what a description says may have been damaged as well, and a digit in
 * place of another is noticed by nobody.
 */
function asMade({ name, type }: Field, { columns }: TargetDataset): LogicalType {
  const made = columns.find((column) => column.name === name)?.type
  return made?.name === type.name ? made : type
}

/** A call that is given up because the system says nothing any more. */
async function givenUp(line: DisturbedLine, call: TriedCall, { access, ask }: Trial): Promise<void> {
  const what = `${call}, given up as the system says nothing`
  const session = await line.open({ access })
  await session.ping()
  const ordered = line.relay.order({ at: 'to-client' }, { does: 'stall' })
  const abort = new AbortController()
  const asking = ask(session, [], { signal: abort.signal }).then(
    () => 'a success',
    (error: unknown) => (BerthError.is(error) ? error.code : String(error)),
  )
  await Promise.race([ordered.whenFired, asking])
  abort.abort()
  const came = await asking
  expectThat(ordered.fired, `${call}: the fault did not fall, so that nothing was tried`)
  expectThat(came === 'ABORTED', `${what}: expected ABORTED, got ${came}`)
  await line.expectEnded(what)
  await session[Symbol.asyncDispose]()
  await line.expectNothingLeft(what)
}

/** Lines that stall, are slow, or change what is said. */
export const lineSlowCases: readonly ConformanceCase[] = [
  {
    id: 'line/stalled',
    clause: 'RES-1',
    level: 'full',
    needs: [],
    run: async (context) => {
      if (context.target.line === undefined) return void (await disturbed(context))
      const giving: Promise<void>[] = []
      // Each over a relay of its own, at once: a driver may wait a while for a server to confirm that it has stopped.
      await eachCall(context, async (call, trials) => {
        const line = await disturbed(context)
        if (line !== undefined) giving.push(givenUp(line, call, trials()))
      })
      const failed = (await Promise.allSettled(giving)).find(({ status }) => status === 'rejected')
      if (failed?.status === 'rejected') throw failed.reason
    },
  },
  {
    id: 'line/slow',
    clause: 'FLT-1',
    needs: [],
    run: async (context) => {
      const line = await disturbed(context)
      if (line === undefined) return
      await eachCall(context, async (call, trials) => {
        const trial = trials()
        const bytes = await paced(line, trial, { does: 'pieces', bytes: 1000 }, `${call}, with an answer byte by byte`)
        if (call !== 'scan') return
        // The whole in about a third of a second.
        await paced(
          line,
          trials(),
          { does: 'slow', bytesPerSecond: bytes * 3 },
          'scan, with an answer that comes slowly',
        )
      })
    },
  },
  {
    id: 'line/damaged',
    clause: 'FLT-1',
    needs: ['scan'],
    run: async (context) => {
      const line = await disturbed(context)
      if (line === undefined) return
      const { create, random } = context
      const dataset = await create(people(40, random))
      const request = { dataset: dataset.name, columns: allColumns(dataset), key: ['ID'], batchRows: 5 }
      let bytes = 0
      let wholeMs = 0
      {
        await using session = await line.open()
        await session.ping()
        const before = line.relay.passed().toClient
        const started = performance.now()
        for await (const _ of session.scan(request)) bytes = line.relay.passed().toClient - before
        wholeMs = performance.now() - started
      }
      const timeoutMs = Math.max(damagedMs, Math.ceil(wholeMs * 4))
      for (let round = 0; round < 8; round++)
        await damagedScan(line, dataset, random.below(Math.floor(bytes * 0.9)), 1 << random.below(8), timeoutMs)
      await line.expectNothingLeft('scans with a byte of their answer damaged')
    },
  },
]
