import { BerthError, type Row } from '@berth/core'
import type { LineEvent } from '../../faults/relay.ts'
import { ConformanceFailure, expectSameRows, expectThat } from '../../run/expect.ts'
import type { CaseContext, ConformanceCase } from '../case.ts'
import { type DisturbedLine, disturbed } from '../line.ts'
import { whenFree } from '../prepared.ts'
import { neededBy, type Trial, type TriedCall, trialsOf } from '../trials.ts'

/** Where a line is cut: how far into what is asked, or into what is answered. */
const places: readonly (readonly ['to-server' | 'to-client', number])[] = [
  ['to-server', 0.5],
  ['to-server', 0.9],
  ['to-client', 0],
  ['to-client', 0.4],
  ['to-client', 0.9],
]

/** A line that is cut in the middle of a call: an error with a code, never a short answer. */
function cutCase(call: TriedCall): ConformanceCase {
  return {
    id: `line/cut-${call}`,
    clause: 'FLT-1',
    needs: neededBy[call],
    run: async (context) => {
      const line = await disturbed(context)
      const trials = line === undefined ? undefined : await trialsOf(context, call)
      if (line === undefined || trials === undefined) return
      const sizes = await measured(line, trials())
      for (const [index, [at, share]] of places.entries()) {
        const does = index % 2 === 0 ? 'cut' : 'reset'
        const behindBytes = Math.floor(sizes[at] * share)
        const side = at === 'to-server' ? 'what is asked' : 'the answer'
        const what = `${call}, with the line ${does} behind ${behindBytes} of ${sizes[at]} bytes of ${side}`
        await cutOnce(context, line, trials(), { at, behindBytes }, does, what)
      }
      await line.expectNothingLeft(`${call}, with the line cut`)
    },
  }
}

/** How many bytes a call takes, in each direction. The session has been used before, as it has in what is tried. */
async function measured(line: DisturbedLine, trial: Trial): Promise<Record<'to-server' | 'to-client', number>> {
  await using session = await line.open({ access: trial.access })
  await session.ping()
  const before = line.relay.passed()
  await trial.ask(session, [])
  const after = line.relay.passed()
  return { 'to-server': after.toServer - before.toServer, 'to-client': after.toClient - before.toClient }
}

async function cutOnce(
  { open }: CaseContext,
  line: DisturbedLine,
  trial: Trial,
  event: LineEvent,
  does: 'cut' | 'reset',
  what: string,
): Promise<void> {
  const taken: Row[] = []
  {
    await using session = await line.open({ access: trial.access })
    await session.ping()
    const ordered = line.relay.order(event, { does })
    const failure = await outcome(trial.ask(session, taken))
    expectThat(ordered.fired, `${what}: the fault did not fall, so that nothing was tried`)
    if (failure === undefined) expectSameRows((await trial.there?.()) ?? taken, trial.whole, `${what}: it succeeded`)
    else await expectHonest(failure, trial, what)
  }
  await using again = await open(trial.access)
  const rows: Row[] = []
  // A server that has not seen the cut yet may still hold what the first call had locked.
  const repeated = await whenFree(() => outcome(trial.ask(again, rows), ['UNKNOWN_OUTCOME']))
  if (trial.there === undefined) return expectSameRows(rows, trial.whole, `${what}: the same call in a new session`)
  const there = await trial.there()
  if (repeated === undefined || there.length > 0)
    expectSameRows(there, trial.whole, `${what}: what the system has after the same call again`)
}

/** What an error may say of a call whose line was cut. */
async function expectHonest(failure: unknown, trial: Trial, what: string): Promise<void> {
  if (!BerthError.is(failure))
    throw new ConformanceFailure(`${what}: expected an error with a code, got ${String(failure)}`)
  const { code, action } = failure
  const open = trial.there !== undefined && code === 'UNKNOWN_OUTCOME'
  expectThat(open || action === 'retry', `${what}: expected an error that says to try again, got ${code} (${action})`)
  const there = await trial.there?.()
  if (there === undefined || there.length === 0) return
  expectThat(open, `${what}: ${code} says that it was not done, and the system has ${there.length} rows of it`)
  expectSameRows(there, trial.whole, `${what}: what the system has of it`)
}

/** What a call failed with, or undefined. Rejects with what whoever asks has to try again, those codes apart. */
async function outcome(call: Promise<void>, told?: readonly string[]): Promise<unknown> {
  try {
    await call
    return undefined
  } catch (error) {
    if (told === undefined || (BerthError.is(error) && told.includes(error.code))) return error
    throw error
  }
}

/** Lines that are cut in the middle of each call. */
export const lineCutCases: readonly ConformanceCase[] = [
  cutCase('lookup'),
  cutCase('scan'),
  cutCase('changes'),
  cutCase('apply'),
  cutCase('invoke'),
]
