import { BerthError, type Value } from '@berth/core'
import type { Item, ProvideByParameter, Resource } from '@berth/manifest'
import type { Permit, RowScope } from '@berth/trust'
import { permitItems } from '../guard/permit-items.ts'
import { type GivenValues, unknownParameter } from './given-values.ts'
import { LookupSelection } from './lookup-selection.ts'
import { type ParameterReader, parameterReader } from './parameter-reader.ts'
import { boundKeys, type RowBound, requireWithin, rowBounds, type Within } from './row-bounds.ts'
import { type SourceWriter, sourceWriter } from './source-writer.ts'

/** A question that is ready to be asked. */
export interface ReadyQuestion {
  readonly selection: LookupSelection
  /** In the form of the source. */
  readonly key: readonly Value[]
  /** Which of the sets of items it is asked by: its place among those offered. */
  readonly set: number
  /** What is asked by, in canonical form. */
  readonly values: readonly Value[]
  /** What the grant narrows the rows by. Absent: nothing. */
  readonly within?: Within
}

interface Parameter {
  readonly item: Item
  readonly read: ParameterReader
  readonly writer: SourceWriter
}

const maxSelections = 500

/** A resource that may be asked by parameter, with what is compiled for it once. */
export class AskableResource {
  readonly resource: Resource
  readonly #mode: ProvideByParameter
  readonly #parameters: Map<string, Parameter> = new Map()
  readonly #selections: Map<string, LookupSelection> = new Map()

  /** Throws `RESOURCE_DRAFT`, or `MODE_NOT_OFFERED` when it may not be asked by parameter. */
  constructor(resource: Resource) {
    if (resource.draft) throw new BerthError('RESOURCE_DRAFT', { resource: resource.id })
    const mode = resource.provide.parameter
    if (mode === undefined || resource.sharing.type === 'none') {
      throw new BerthError('MODE_NOT_OFFERED', { resource: resource.id, mode: 'parameter' })
    }
    this.resource = resource
    this.#mode = mode
    for (const item of resource.items) {
      if (!mode.by.some((set) => set.includes(item.id))) continue
      this.#parameters.set(item.id, { item, read: parameterReader(item), writer: sourceWriter(item) })
    }
  }

  /**
   * Checks the values asked by and what the asker may see, before the system is touched (LKP-2, SEC-1).
   *
   * Throws `PARAMETER_MISSING`, `PARAMETER_UNKNOWN`, `PARAMETER_NOT_GRANTED`, `PARAMETER_INVALID`,
   * `EXIT_WITHOUT_CLEARANCE`, `NOTHING_GRANTED`, or where `scope` narrows the rows `GRANT_SCOPE_EXCEEDED` and `GRANT_INVALID`.
   */
  ready(by: GivenValues, permit: Permit, scope?: RowScope): ReadyQuestion {
    const set = this.#setOf(by)
    const bounds = scope === undefined ? [] : rowBounds(this.resource, scope)
    const selection = this.#selection(set, permit, bounds)
    const key: Value[] = []
    const values: Value[] = []
    for (const id of set) {
      const { item, read, writer } = this.#parameter(id)
      const value = read(by[id])
      if (value === null) throw new BerthError('PARAMETER_INVALID', { parameter: item.id, problem: 'value-null' })
      requireWithin(bounds, id, value)
      values.push(value)
      key.push(writer.write(value, true))
    }
    const ready = { selection, key, set: this.#mode.by.indexOf(set), values }
    if (bounds.length === 0) return ready
    const pushed = bounds.filter(({ item }) => !set.includes(item.id))
    return { ...ready, within: { bounds, keys: boundKeys(key, pushed) } }
  }

  /** The set of items among those offered that exactly these values are for. */
  #setOf(by: GivenValues): readonly string[] {
    const given = Object.keys(by)
    for (const name of given) if (!this.#parameters.has(name)) throw unknownParameter(name)
    const fitting = this.#mode.by.find((set) => set.length === given.length && set.every((id) => Object.hasOwn(by, id)))
    if (fitting !== undefined) return fitting
    const wider = this.#mode.by.find((set) => given.every((name) => set.includes(name)))
    const missing = wider?.find((id) => !Object.hasOwn(by, id))
    if (missing !== undefined) throw new BerthError('PARAMETER_MISSING', { parameter: missing })
    throw new BerthError('PARAMETER_INVALID', {
      parameter: 'by',
      problem: this.#mode.by.map((set) => set.join('+')).join(', '),
    })
  }

  #parameter(id: string): Parameter {
    const parameter = this.#parameters.get(id)
    if (parameter === undefined) throw unknownParameter(id)
    return parameter
  }

  #selection(set: readonly string[], permit: Permit, bounds: readonly RowBound[]): LookupSelection {
    const { clearance = '', categories, items } = permit
    const name = JSON.stringify([set, clearance, categories ?? null, items ?? null, bounds.map(({ item }) => item.id)])
    const known = this.#selections.get(name)
    if (known !== undefined) return known
    const permitted = permitItems(this.resource, permit, 'parameter')
    const by = set.map((id) => this.#parameter(id).item)
    // An answer to a question tells of the item asked by, whether it stands in the answer or not.
    const closed = by.find((item) => !permitted.given.includes(item))
    if (closed !== undefined) throw new BerthError('PARAMETER_NOT_GRANTED', { parameter: closed.id })
    const bound = bounds.map(({ item }) => item)
    const pushed = bound.filter((item) => !by.includes(item))
    const selection = new LookupSelection(this.resource, [...by, ...pushed], this.#mode.limit, permitted, bound)
    if (this.#selections.size >= maxSelections) this.#selections.clear()
    this.#selections.set(name, selection)
    return selection
  }
}
