import { BerthError, type Value } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import type { SystemHours } from '../hours/system-hours.ts'
import type { SessionPool } from '../sessions/session-pool.ts'
import { AskableResource } from './askable-resource.ts'
import { Gatherer } from './gatherer.ts'
import { mentionable } from './given-values.ts'
import type { Found, LookupSelection } from './lookup-selection.ts'

export interface LookupServiceOptions {
  readonly manifest: DockingManifest
  readonly hours: SystemHours
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
   * Asks one question, in one call with those that are there at the same time. Rejects with `OUTSIDE_HOURS` before the
   * system is touched, or as `Gatherer.ask` does.
   */
  find(connection: string, selection: LookupSelection, key: readonly Value[], signal?: AbortSignal): Promise<Found> {
    const closed = this.#options.hours.refusal()
    if (closed !== undefined) return Promise.reject(closed)
    return this.#gatherer(connection).ask(selection, key, signal)
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
