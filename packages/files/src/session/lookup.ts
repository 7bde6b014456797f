import {
  BerthError,
  type LogicalType,
  type LookupAnswer,
  type LookupRequest,
  type LookupResult,
  type Row,
  type Value,
  valueOfText,
} from '@berth/core'
import type { FileColumn } from '../codecs/codec.ts'
import { cellsAt, positions } from './build-stage.ts'
import type { FileContext } from './file-context.ts'
import { fieldsOf } from './scan.ts'
import { SortKeys } from './sort-key.ts'
import type { Stage } from './stage.ts'
import { asked } from './staged-read.ts'
import type { Stages } from './stages.ts'

/** The most questions of one call. */
export const maxFileLookupKeys = 64

/** Answers questions by key from a stage that is ordered by the columns asked by, made anew when the files changed. */
export async function lookup(
  context: FileContext,
  stages: Stages,
  { dataset: name, columns: selection, by, keys, limit, orderBy = [] }: LookupRequest,
  signal: AbortSignal,
): Promise<LookupResult> {
  const dataset = context.dataset(name)
  const known = new Set([...selection.map((column) => column.name), ...by])
  const further = orderBy.filter((column) => !known.has(column)).map((column) => ({ name: column }))
  const { stage, columns } = await stages.stage({ dataset, columns: [...selection, ...further], order: by }, signal)
  const questions = new Questions(stage, columns, by, orderBy, limit, selection.length)
  return {
    fields: fieldsOf(columns.slice(0, selection.length)),
    answers: keys.map((key) => questions.answer(key)),
  }
}

class Questions {
  readonly #stage: Stage
  readonly #by: readonly FileColumn[]
  readonly #limit: number
  readonly #given: number
  readonly #sortKeys: SortKeys
  readonly #orderAt: readonly number[]
  readonly #orderKeys: SortKeys

  constructor(
    stage: Stage,
    columns: readonly FileColumn[],
    by: readonly string[],
    orderBy: readonly string[],
    limit: number,
    given: number,
  ) {
    const typesAt = (places: readonly number[]): readonly LogicalType[] =>
      places.map((at) => columns[at]?.type ?? { name: 'text' })
    this.#stage = stage
    this.#by = positions(columns, by).flatMap((at) => columns[at] ?? [])
    this.#limit = limit
    this.#given = given
    this.#sortKeys = new SortKeys(this.#by.map(({ type }) => type))
    this.#orderAt = positions(columns, orderBy)
    this.#orderKeys = new SortKeys(typesAt(this.#orderAt))
  }

  answer(key: readonly Value[]): LookupAnswer {
    try {
      const values = this.#by.map((column, index) => keyValue(key[index] ?? null, column))
      if (values.some((value) => value === undefined || value === null)) return { rows: [], more: false }
      return this.#found(this.#sortKeys.encode(values as Value[]).slice())
    } catch (error) {
      if (!BerthError.is(error)) throw error
      return { rows: [], more: false, error }
    }
  }

  #found(sortKey: Uint8Array): LookupAnswer {
    const ordered = this.#orderAt.length > 0
    const found: { readonly row: Row; readonly order: Uint8Array }[] = []
    for (const { row, error } of this.#stage.matching(sortKey)) {
      if (error !== undefined || row === undefined) throw error ?? new BerthError('INTERNAL', { subject: 'stage' })
      const order = ordered ? this.#orderKeys.encode(cellsAt(row, this.#orderAt)).slice() : new Uint8Array(0)
      found.push({ row, order })
      if (!ordered && found.length > this.#limit) break
      if (found.length > 2 * this.#limit + 1000) first(found, this.#limit + 1)
    }
    first(found, this.#limit + 1)
    const more = found.length > this.#limit
    return { rows: found.slice(0, this.#limit).map(({ row }) => asked(row, this.#given)), more }
  }
}

/** Keeps the first of them in their order. */
function first(found: { readonly order: Uint8Array }[], count: number): void {
  found.sort((one, other) => Buffer.compare(one.order, other.order))
  found.length = Math.min(found.length, count)
}

/** A value of a question as one of its column. Undefined: no cell of the column can be it. Throws `VALUE_INVALID`. */
function keyValue(value: Value, { name, type }: FileColumn): Value | undefined {
  if (value === null || value instanceof Uint8Array) return value
  const text = String(value)
  if (!text.isWellFormed()) return undefined
  try {
    return valueOfText(text, type, name)
  } catch (error) {
    if (BerthError.is(error) && error.code === 'VALUE_TOO_LONG') return undefined
    throw error
  }
}
