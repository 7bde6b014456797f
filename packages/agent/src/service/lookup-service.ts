import { BerthError, type Value } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import type { SystemHours } from '../hours/system-hours.ts'
import type { FoundAsOf, Replicas } from '../replica/replicas.ts'
import type { SessionPool } from '../sessions/session-pool.ts'
import { AskableResource, type ReadyQuestion } from './askable-resource.ts'
import { Gatherer } from './gatherer.ts'
import { mentionable } from './given-values.ts'
import type { Found, LookupSelection } from './lookup-selection.ts'
import { joinWithin } from './row-bounds.ts'
import { isDown } from './system-down.ts'

export interface LookupServiceOptions {
  readonly manifest: DockingManifest
  readonly hours: SystemHours
  readonly replicas: Replicas
  /** The pool of read sessions of a connection. */
  readonly poolOf: (connection: string) => SessionPool
  /** The most questions in one call to the system. @default 64 */
  readonly maxTogether?: number
  /** Told of every call to a system: how many questions it carried. */
  readonly onCall?: (connection: string, questions: number) => void
}

type LookupGatherer = Gatherer<LookupSelection, readonly Value[], Found>

/** Asks the docked systems by parameter (LKP-1 to LKP-4). */
export class LookupService {
  readonly #options: LookupServiceOptions
  readonly #resources: Map<string, AskableResource> = new Map()
  readonly #gatherers: Map<string, LookupGatherer> = new Map()

  constructor(options: LookupServiceOptions) {
    this.#options = options
  }

  /** Throws `RESOURCE_UNKNOWN`, `RESOURCE_DRAFT` or `MODE_NOT_OFFERED`. */
  resource(id: string): AskableResource {
    const known = this.#resources.get(id)
    if (known !== undefined) return known
    const { resources } = this.#options.manifest
    const resource = Object.hasOwn(resources, id) ? resources[id] : undefined
    if (resource === undefined) throw new BerthError('RESOURCE_UNKNOWN', { resource: mentionable(id) })
    const askable = new AskableResource(resource)
    this.#resources.set(id, askable)
    return askable
  }

  /**
   * Asks one question, in one call with those that are there at the same time. Where the resource has a replica, that
   * answers while the system is down, and only then; never a question whose rows a grant narrows: a replica has no index for it.
   *
   * Rejects with `OUTSIDE_HOURS` before the system is touched, as `Gatherer.ask` does, or as `Replicas.find` does.
   */
  async find({ resource }: AskableResource, question: ReadyQuestion, signal?: AbortSignal): Promise<Found | FoundAsOf> {
    const { hours, replicas } = this.#options
    const replica = resource.provide.parameter?.replica
    const { connection } = resource.from
    const closed = hours.refusal()
    try {
      if (closed !== undefined) throw closed
      return await this.#ask(connection, question, signal)
    } catch (error) {
      if (
        replica === undefined ||
        question.within !== undefined ||
        !BerthError.is(error) ||
        !this.#isDown(connection, error)
      )
        throw error
      return replicas.find(resource, replica, question, error)
    }
  }

  async #ask(connection: string, question: ReadyQuestion, signal: AbortSignal | undefined): Promise<Found> {
    const { selection, key, within } = question
    const gatherer = this.#gatherer(connection)
    if (within === undefined) return gatherer.ask(selection, key, signal)
    const answers = await Promise.all(within.keys.map((each) => gatherer.ask(selection, each, signal)))
    return joinWithin(answers, within.bounds, selection.request.limit)
  }

  /** A question that waited in vain while no session could be opened has met an outage, not a crowd. */
  #isDown(connection: string, error: BerthError): boolean {
    return isDown(error) || (error.code === 'OVERLOADED' && this.#options.poolOf(connection).connected === 0)
  }

  #gatherer(connection: string): LookupGatherer {
    const known = this.#gatherers.get(connection)
    if (known !== undefined) return known
    const { poolOf, maxTogether, onCall } = this.#options
    const gatherer: LookupGatherer = new Gatherer(poolOf(connection), {
      ask: async (session, selection, keys, signal) => {
        const { fields, answers } = await session.lookup({ ...selection.request, keys }, { signal })
        return answers.map((answer) => selection.answer(fields, answer))
      },
      ...(maxTogether === undefined ? {} : { maxTogether }),
      onCall: (questions) => onCall?.(connection, questions),
    })
    this.#gatherers.set(connection, gatherer)
    return gatherer
  }
}
