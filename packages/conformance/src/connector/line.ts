import { type ConnectorSession, openSession, type SessionOptions } from '@berth/core'
import { within } from '../faults/condition.ts'
import { type Interposer, interpose } from '../faults/interposer.ts'
import { type Relay, startRelay } from '../faults/relay.ts'
import { expectThat } from '../run/expect.ts'
import type { CaseContext } from './case.ts'

/** The line to the system, with a relay in it, and a connector whose calls are counted. */
export interface DisturbedLine {
  readonly relay: Relay
  readonly interposer: Interposer
  /** A session over the relay. */
  open(settings?: SessionOptions): Promise<ConnectorSession>
  /** Fails unless every call of the connector ends soon. */
  expectEnded(what: string): Promise<void>
  /** Fails unless every call has ended and every line was closed, once the sessions are. */
  expectNothingLeft(what: string): Promise<void>
}

/** Puts a relay into the line. Undefined, and noted, where the system speaks over none. */
export async function disturbed(context: CaseContext): Promise<DisturbedLine | undefined> {
  const { target, connector, atEnd, note } = context
  const { line, givesBackMs = 3000 } = target
  if (line === undefined) {
    note({
      zh: '线路故障：目标没有给出可加中继的主机和端口',
      en: 'faults of the line: the target tells no host and port to put a relay before',
    })
    return undefined
  }
  const relay = await startRelay(line)
  atEnd(async () => await relay[Symbol.asyncDispose]())
  const interposer = interpose(connector)
  const expectEnded = async (what: string): Promise<void> => {
    const ended = await within(givesBackMs, () => interposer.pending() === 0)
    expectThat(ended, `${what}: ${interposer.pending()} calls of the connector have not ended after ${givesBackMs} ms`)
  }
  return {
    relay,
    interposer,
    open: async (settings = {}) => {
      const options = { ...target.options, ...line.through(relay.host, relay.port) }
      const datasets = target.datasets?.() ?? {}
      const session = await openSession(interposer.connector, options, { datasets, ...settings })
      // Before the datasets are dropped: a server may keep what a line uses for as long as the line is there.
      atEnd(async () => {
        await session[Symbol.asyncDispose]()
        relay.cut()
      })
      return session
    },
    expectEnded,
    expectNothingLeft: async (what) => {
      await expectEnded(what)
      const closed = await within(givesBackMs, () => relay.open() === 0)
      expectThat(closed, `${what}: ${relay.open()} connections are still open after ${givesBackMs} ms`)
    },
  }
}
