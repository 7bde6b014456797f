import { BerthError, type Row } from '@berth/core'
import type { DockingManifest, ReplicaSettings, Resource } from '@berth/manifest'
import type { SystemHours } from '../hours/system-hours.ts'
import type { ReadyQuestion } from '../service/askable-resource.ts'
import type { Found } from '../service/lookup-selection.ts'
import type { StatePort } from '../state/state-port.ts'
import { ReplicaContent } from './replica-content.ts'
import { corruptReplica } from './replica-file.ts'
import { ReplicaReader } from './replica-reader.ts'

/** What a replica answered. */
export interface FoundAsOf extends Found {
  /** The time of its data, an `instant`. */
  readonly asOf: string
}

/** How a replica stands. */
export interface ReplicaState {
  readonly resource: string
  /** Milliseconds since 1970. Absent: there is none, or the manifest has changed since. */
  readonly asOf?: number
  readonly rows?: number
}

/** Answers questions from replicas, as their systems would have at the time of the data (AVL-1). */
export class Replicas implements Disposable {
  readonly #manifest: DockingManifest
  readonly #state: StatePort
  readonly #hours: SystemHours
  readonly #contents: Map<string, ReplicaContent> = new Map()
  readonly #readers: Map<string, ReplicaReader> = new Map()

  constructor(manifest: DockingManifest, state: StatePort, hours: SystemHours) {
    this.#manifest = manifest
    this.#state = state
    this.#hours = hours
  }

  /** How the replica of each resource that is to have one stands. */
  get states(): readonly ReplicaState[] {
    const wanted = Object.values(this.#manifest.resources).filter(
      ({ draft, provide }) => !draft && provide.parameter?.replica !== undefined,
    )
    return wanted.map((resource) => {
      const facts = this.#current(resource)?.facts
      return facts === undefined
        ? { resource: resource.id }
        : { resource: resource.id, asOf: facts.asOf, rows: facts.rows }
    })
  }

  /**
   * Answers a question. Throws `REPLICA_MISSING`, `REPLICA_STALE`, `STATE_CORRUPT`, or what the plan says of a row; `down`
   * is why the system was not asked.
   */
  find(resource: Resource, settings: ReplicaSettings, question: ReadyQuestion, down: BerthError): FoundAsOf {
    const { selection, set, values } = question
    const seconds = down.details['seconds']
    const returning = seconds === undefined ? {} : { seconds }
    const reader = this.#current(resource)
    if (reader === undefined) {
      throw new BerthError('REPLICA_MISSING', { resource: resource.id, ...returning }, { cause: down })
    }
    const { asOf: since, fields } = reader.facts
    const asOf = new Date(since).toISOString()
    if (this.#hours.now() - since > settings.maxAgeMs) {
      throw new BerthError('REPLICA_STALE', { resource: resource.id, asOf, ...returning }, { cause: down })
    }
    const content = this.#content(resource)
    const name = content.name(set, values)
    const { limit, columns } = selection.request
    const rows = reader.find(name, limit + 1)
    const namesOf = content.namer(fields)
    // The index is not sealed: what it leads to has to be what was asked for.
    if (!rows.every((row) => namesOf(row).includes(name)))
      throw corruptReplica(this.#state.replica(resource.id), 'index')
    const places = columns.map((column) => fields.findIndex((field) => field.name === column.name))
    const chosen = rows.slice(0, limit).map((row): Row => places.map((place) => row[place] ?? null))
    const named = fields.length === 0 ? [] : places.flatMap((place) => fields[place] ?? [])
    const found = selection.answer(named, { rows: chosen, more: rows.length > limit })
    if (BerthError.is(found)) throw found
    return { ...found, asOf }
  }

  [Symbol.dispose](): void {
    for (const reader of this.#readers.values()) reader[Symbol.dispose]()
    this.#readers.clear()
  }

  /** The replica of a resource, opened anew where another process has put a newer one in its place. */
  #current(resource: Resource): ReplicaReader | undefined {
    let reader = this.#readers.get(resource.id)
    if (reader?.isCurrent !== true) {
      reader?.[Symbol.dispose]()
      this.#readers.delete(resource.id)
      reader = ReplicaReader.open(this.#state.replica(resource.id))
      if (reader === undefined) return undefined
      this.#readers.set(resource.id, reader)
    }
    return reader.facts.meaning === this.#content(resource).meaning ? reader : undefined
  }

  #content(resource: Resource): ReplicaContent {
    const known = this.#contents.get(resource.id)
    if (known !== undefined) return known
    const content = new ReplicaContent(this.#manifest, resource)
    this.#contents.set(resource.id, content)
    return content
  }
}
