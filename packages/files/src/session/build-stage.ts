import { BerthError, type Row, type Value } from '@berth/core'
import type { FileColumn } from '../codecs/codec.ts'
import type { FileDataset } from '../definition/file-dataset.ts'
import { hasCharsetPerColumn } from '../definition/read-definition.ts'
import { nameOf } from '../store/stored-content.ts'
import { SortKeys } from './sort-key.ts'
import { Stage } from './stage.ts'
import { type OpenUnit, type Unit, unitRecords } from './units.ts'

/** What a stage is made of. */
export interface StageRequest {
  readonly dataset: FileDataset
  readonly units: readonly Unit[]
  /** In the order of the cells; those that order and identify a record among them. */
  readonly columns: readonly FileColumn[]
  /** The columns that order it. */
  readonly order: readonly string[]
  /** Columns of the order that no record may be without. */
  readonly needed: readonly string[]
}

const batchRows = 1000

/**
 * Reads all files into a stage. A record that cannot be read keeps its place: where its key is well, by its key; where there is no
 * telling its cells apart, behind the one before it. Throws the error of a record whose cell in a column of the order is not well.
 */
export async function buildStage(request: StageRequest, signal: AbortSignal): Promise<Stage> {
  const stage = new Stage(request.columns.map(({ type }) => type))
  try {
    const building = new StageBuilding(stage, request)
    for (const unit of request.units) await building.add(unit, signal)
    await stage.complete(signal)
    return stage
  } catch (error) {
    stage[Symbol.dispose]()
    throw error
  }
}

class StageBuilding {
  readonly #stage: Stage
  readonly #request: StageRequest
  readonly #order: readonly number[]
  readonly #identity: readonly number[]
  readonly #sortKeys: SortKeys
  readonly #identities: SortKeys
  readonly #neededAt: readonly number[]
  #number = 0
  /** Of the record before: the place of one that has none of its own. */
  #sortKey: Uint8Array = new Uint8Array(0)

  constructor(stage: Stage, request: StageRequest) {
    const { columns, order, needed, dataset } = request
    this.#stage = stage
    this.#request = request
    this.#order = positions(columns, order)
    this.#identity = dataset.contents === 'changes' ? positions(columns, dataset.key) : []
    this.#neededAt = [...this.#identity, ...positions(columns, needed)]
    this.#sortKeys = new SortKeys(this.#order.map((at) => columns[at]?.type ?? { name: 'text' }))
    this.#identities = new SortKeys(this.#identity.map((at) => columns[at]?.type ?? { name: 'text' }))
  }

  async add(unit: Unit, signal: AbortSignal): Promise<void> {
    await using open = await unit.open(signal)
    const base = this.#number
    const refused = new Map<number, BerthError>()
    const { columns } = this.#request
    const { change } = open.dataset
    const read = change === undefined ? columns : [...columns, { name: change.column, type: { name: 'text' } } as const]
    this.#sortKey = new Uint8Array(0)
    for await (const { first, records } of unitRecords(open, read, batchRows, 0, signal)) {
      signal.throwIfAborted()
      for (const [index, record] of records.entries()) {
        const number = first + index
        this.#number = base + number
        const place = { file: nameOf(unit.path), record: number }
        const error = BerthError.is(record) ? record : missingCell(record, columns, this.#neededAt, place)
        if (error === undefined) this.#row(record as Row, change?.deletes)
        else this.#stage.refuse(this.#number, this.#sortKey, error)
        if (BerthError.is(record)) refused.set(number, record)
      }
    }
    await open.unchanged(signal)
    if (refused.size > 0) await this.#placeApart(open, base, refused, signal)
  }

  /** A row that is there, or the key of one that is gone. */
  #row(row: Row, deletes: readonly string[] | undefined): void {
    const isDeleted = deletes?.includes(String(row.pop())) === true
    const identity = this.#identity.length === 0 ? undefined : this.#identities.encode(cellsAt(row, this.#identity))
    if (isDeleted && identity !== undefined) {
      this.#stage.remove(identity)
      return
    }
    this.#sortKey = this.#sortKeys.encode(cellsAt(row, this.#order)).slice()
    this.#stage.add(this.#number, this.#sortKey, identity, row)
  }

  async #placeApart(
    open: OpenUnit,
    base: number,
    refused: ReadonlyMap<number, BerthError>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.#placeRefused(open, base, refused, signal)
    } catch (error) {
      // Columns of this file cannot be told apart before it is decoded.
      if (!BerthError.is(error) || error.code !== 'NOT_SUPPORTED') throw error
    }
  }

  /** Reads the file once more, of each record no more than what orders it. */
  async #placeRefused(
    open: OpenUnit,
    base: number,
    refused: ReadonlyMap<number, BerthError>,
    signal: AbortSignal,
  ): Promise<void> {
    const { columns, order, dataset } = this.#request
    const wanted = new Set([...order, ...(dataset.contents === 'changes' ? dataset.key : [])])
    if (wanted.size === 0) return
    // Each in a charset of its own, so that bytes of other columns that cannot be decoded do not matter.
    const apart = hasCharsetPerColumn(open.dataset.format)
    const some = columns
      .filter(({ name }) => wanted.has(name))
      .map((column) => (apart ? { charset: open.dataset.charset, ...column } : column))
    const [orderAt, identityAt] = [
      positions(some, order),
      this.#identity.length === 0 ? [] : positions(some, dataset.key),
    ]
    for await (const { first, records } of unitRecords(open, some, batchRows, 0, signal)) {
      signal.throwIfAborted()
      for (const [index, record] of records.entries()) {
        if (!refused.has(first + index)) continue
        const number = base + first + index
        if (BerthError.is(record)) {
          if (order.includes(String(record.details['column']))) throw record
          continue
        }
        const cells = cellsAt(record, orderAt)
        this.#stage.place(number, this.#sortKeys.encode(cells), cells)
        if (identityAt.length > 0) this.#stage.remove(this.#identities.encode(cellsAt(record, identityAt)), number)
      }
    }
  }
}

/** Where columns stand. */
export function positions(columns: readonly FileColumn[], names: readonly string[]): readonly number[] {
  return names.map((name) => columns.findIndex((column) => column.name === name))
}

/** The cells at these places. */
export function cellsAt(row: Row, places: readonly number[]): Value[] {
  return places.map((at) => row[at] ?? null)
}

/** `VALUE_MISSING` for a record without one of these cells. */
export function missingCell(
  row: Row,
  columns: readonly FileColumn[],
  places: readonly number[],
  place: { readonly file: string; readonly record: number },
): BerthError | undefined {
  const empty = places.find((at) => row[at] === null)
  if (empty === undefined) return undefined
  return new BerthError('VALUE_MISSING', { column: columns[empty]?.name ?? '', ...place })
}
