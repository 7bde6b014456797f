import { type Connector, defineConnector, type Session } from '@berth/core'
import type { OrderedFault } from './relay-order.ts'

/** What the contract itself tells of a conversation. `batch`: one was yielded. */
export type ContractEvent =
  | 'open'
  | 'ping'
  | 'describe'
  | 'lookup'
  | 'scan'
  | 'changes'
  | 'batch'
  | 'apply'
  | 'invoke'
  | 'acknowledge'
  | 'close'

/** When something is done: as the connector is asked, or behind its answer. A batch is always an answer. */
export interface ContractMoment {
  readonly at: ContractEvent
  /** How many such events there have to be, from when it is ordered. @default 1 */
  readonly nth?: number
  /** @default false */
  readonly behind?: boolean
}

/** A connector with someone between it and its caller. */
export interface Interposer {
  readonly connector: Connector
  /** Has something done at an event to come, before the conversation goes on. */
  order(moment: ContractMoment, act: () => void | Promise<void>): OrderedFault
  /** How many calls of the connector's own have not ended, whatever their caller was told. */
  pending(): number
}

/** Stands between a connector and whoever uses it: counts its calls, and acts at the events of the contract. */
export function interpose(connector: Connector): Interposer {
  const waiting: WaitingAct[] = []
  let pending = 0
  const reach = async (at: ContractEvent, behind: boolean): Promise<void> => {
    for (const each of [...waiting]) if (each.reaches(at, behind)) await each.act()
  }
  const tracked = async <Result>(run: () => Promise<Result>): Promise<Result> => {
    pending += 1
    try {
      return await run()
    } finally {
      pending -= 1
    }
  }
  const call = async <Result>(at: ContractEvent, run: () => Promise<Result>): Promise<Result> => {
    await reach(at, false)
    const result = await tracked(run)
    await reach(at, true)
    return result
  }
  const read = <Item>(at: ContractEvent, start: () => AsyncIterable<Item>): AsyncIterable<Item> => ({
    [Symbol.asyncIterator]: () => {
      let iterator: AsyncIterator<Item> | undefined
      const begun = async (): Promise<AsyncIterator<Item>> => {
        if (iterator === undefined) await reach(at, false)
        iterator ??= start()[Symbol.asyncIterator]()
        return iterator
      }
      return {
        next: async () => {
          const source = await begun()
          const step = await tracked(() => source.next())
          await reach(step.done === true ? at : 'batch', true)
          return step
        },
        return: async () => {
          await tracked(async () => await iterator?.return?.())
          return { done: true, value: undefined }
        },
      }
    },
  })
  const between = (session: Session): Session => {
    const made: Record<PropertyKey, unknown> = {
      native: session.native,
      [Symbol.asyncDispose]: () => call('close', () => session[Symbol.asyncDispose]()),
    }
    for (const name of ['ping', 'lookup', 'apply', 'invoke', 'acknowledge'] as const) {
      const method = session[name] as Call | undefined
      if (method !== undefined) made[name] = (...given: unknown[]) => call(name, () => method.apply(session, given))
    }
    for (const name of ['prepareChanges', 'putFile'] as const) made[name] = session[name]?.bind(session)
    for (const name of ['describe', 'scan', 'changes'] as const) {
      const method = session[name] as Read | undefined
      if (method !== undefined) made[name] = (...given: unknown[]) => read(name, () => method.apply(session, given))
    }
    return made as unknown as Session
  }
  return {
    connector: defineConnector({
      ...connector,
      open: (options, context) => call('open', async () => between(await connector.open(options, context))),
    }),
    order: (moment, act) => {
      const each = new WaitingAct(moment, act)
      waiting.push(each)
      return each
    },
    pending: () => pending,
  }
}

type Call = (...given: unknown[]) => Promise<unknown>
type Read = (...given: unknown[]) => AsyncIterable<unknown>

class WaitingAct implements OrderedFault {
  readonly #moment: ContractMoment
  readonly #act: () => void | Promise<void>
  readonly #fire: () => void
  readonly whenFired: Promise<void>
  #seen = 0
  fired = false

  constructor(moment: ContractMoment, act: () => void | Promise<void>) {
    this.#moment = moment
    this.#act = act
    const { promise, resolve } = Promise.withResolvers<void>()
    this.whenFired = promise
    this.#fire = resolve
  }

  reaches(at: ContractEvent, behind: boolean): boolean {
    const { nth = 1 } = this.#moment
    if (this.fired || this.#moment.at !== at || (at !== 'batch' && (this.#moment.behind ?? false) !== behind))
      return false
    this.#seen += 1
    return this.#seen === nth
  }

  async act(): Promise<void> {
    this.fired = true
    this.#fire()
    await this.#act()
  }
}
