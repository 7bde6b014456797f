import { BerthError, type ErrorCode, type SessionOptions } from '@berth/core'
import { within } from '../../faults/condition.ts'
import { startRelay } from '../../faults/relay.ts'
import { ConformanceFailure, expectRejects, expectThat } from '../../run/expect.ts'
import type { ConformanceCase } from '../case.ts'
import { type DisturbedLine, disturbed } from '../line.ts'

/** Until the system has answered for the first time, whether on being connected or on being asked. */
async function firstAnswer(line: DisturbedLine, settings: SessionOptions = {}): Promise<void> {
  await using session = await line.open(settings)
  await session.ping()
}

/** `whole`: a success is one too, where the connector tried again, or did not need what was cut off. */
async function expectRetry(promise: Promise<void>, what: string, whole: boolean): Promise<void> {
  let failure: unknown
  try {
    await promise
  } catch (error) {
    failure = error
  }
  if (failure === undefined && whole) return
  if (!BerthError.is(failure)) {
    const came = failure === undefined ? 'a success' : String(failure)
    throw new ConformanceFailure(`${what}: expected an error with a code, got ${came}`)
  }
  const { code, action } = failure
  expectThat(action === 'retry', `${what}: expected an error that says to try again, got ${code} (${action})`)
}

const late: readonly ErrorCode[] = ['CONNECT_TIMEOUT', 'LOGIN_STALLED', 'CALL_TIMEOUT']

/** Lines that fail before the system has let us in. */
export const lineLoginCases: readonly ConformanceCase[] = [
  {
    id: 'line/refused',
    clause: 'FLT-1',
    needs: [],
    run: async (context) => {
      const line = await disturbed(context)
      if (line === undefined) return
      const nobody = await startRelay({ host: line.relay.host, port: line.relay.port })
      const { port } = nobody
      await nobody[Symbol.asyncDispose]()
      const elsewhere = context.target.line?.through(line.relay.host, port) ?? {}
      const open = async (): Promise<void> => {
        await using session = await context.open('read', elsewhere)
        await session.ping()
      }
      await expectRetry(open(), 'connecting to a port where nobody listens', false)
      const ordered = line.relay.order({ at: 'connect' }, { does: 'refuse' })
      await expectRetry(firstAnswer(line), 'connecting to a system that hangs up at once', true)
      expectThat(ordered.fired, 'the connector never connected, so that nothing was tried')
      await firstAnswer(line)
      await line.expectNothingLeft('connections that were refused')
    },
  },
  {
    id: 'line/cut-login',
    clause: 'FLT-1',
    needs: [],
    run: async (context) => {
      const line = await disturbed(context)
      if (line === undefined) return
      await firstAnswer(line)
      const { toServer, toClient } = line.relay.passed()
      for (const [at, bytes] of [
        ['to-server', toServer],
        ['to-client', toClient],
      ] as const)
        for (const share of [0, 0.3, 0.6])
          for (const does of ['cut', 'reset'] as const) {
            const behindBytes = Math.floor(bytes * share)
            const what = `connecting, with the line ${does} behind ${behindBytes} of ${bytes} bytes ${at}`
            const ordered = line.relay.order({ at, behindBytes }, { does })
            await expectRetry(firstAnswer(line), what, true)
            expectThat(ordered.fired, `${what}: the fault did not fall, so that nothing was tried`)
          }
      await firstAnswer(line)
      await line.expectNothingLeft('connecting, with the line cut')
    },
  },
  {
    id: 'line/stalled-login',
    clause: 'RES-1',
    level: 'full',
    needs: [],
    run: async (context) => {
      const line = await disturbed(context)
      if (line === undefined) return
      const ordered = line.relay.order({ at: 'connect' }, { does: 'stall' })
      // A driver in a process of its own may not have come as far as the line when a short time is over.
      for (let waitMs = 400; waitMs < 15_000 && !ordered.fired; waitMs *= 3) {
        const settings = { connectTimeoutMs: waitMs, callTimeoutMs: waitMs }
        await expectRejects(firstAnswer(line, settings), late, 'connecting to a system that never answers')
        await within(200, () => ordered.fired)
      }
      expectThat(ordered.fired, 'the connector never connected, so that nothing was tried')
      await line.expectNothingLeft('connecting to a system that never answers')
      await firstAnswer(line)
    },
  },
]
