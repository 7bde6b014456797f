import { BerthError, type Value } from '@berth/core'
import type { Item, Resource } from '@berth/manifest'
import type { RowScope } from '@berth/trust'
import type { GivenValues } from './given-values.ts'
import type { Found } from './lookup-selection.ts'
import { parameterReader } from './parameter-reader.ts'
import { sourceWriter } from './source-writer.ts'

/** One item by which a grant narrows the rows. */
export interface RowBound {
  readonly item: Item
  /** The values that the item may have, in the form of the source. */
  readonly sources: readonly Value[]
  /** The same in canonical form, as text. */
  readonly allowed: ReadonlySet<string>
}

/** What a question is narrowed by, and the keys to ask with instead of its own: one for each combination of values. */
export interface Within {
  readonly bounds: readonly RowBound[]
  readonly keys: readonly (readonly Value[])[]
}

/** The most combinations of values that one question is asked with. */
const mostKeys = 32

/** Compiles a scope for a resource. Throws `GRANT_INVALID` where it cannot be kept there: then nothing is asked. */
export function rowBounds({ items }: Pick<Resource, 'items'>, scope: RowScope): RowBound[] {
  return Object.entries(scope).map(([id, texts]) => {
    const item = items.find((each) => each.id === id)
    const problem = `scope ${id}`
    if (item === undefined || item.type.name === 'binary') throw new BerthError('GRANT_INVALID', { problem })
    try {
      const [read, writer] = [parameterReader(item), sourceWriter(item)]
      const values = texts.map((text) => read(canonical(item, text)))
      const sources = values.map((value) => writer.write(value, true))
      return { item, sources, allowed: new Set(values.map(String)) }
    } catch (cause) {
      throw new BerthError('GRANT_INVALID', { problem }, { cause })
    }
  })
}

/** Throws `GRANT_SCOPE_EXCEEDED` where a value that is asked by is none of those allowed. */
export function requireWithin(bounds: readonly RowBound[], id: string, value: Value): void {
  const bound = bounds.find(({ item }) => item.id === id)
  if (bound !== undefined && !bound.allowed.has(String(value)))
    throw new BerthError('GRANT_SCOPE_EXCEEDED', { parameter: id })
}

/** A key with the values of the bounds behind it, in every combination. Throws `GRANT_INVALID` where they are too many. */
export function boundKeys(key: readonly Value[], pushed: readonly RowBound[]): (readonly Value[])[] {
  const keys = pushed.reduce<(readonly Value[])[]>(
    (some, { sources }) => some.flatMap((each) => sources.map((source) => [...each, source])),
    [key],
  )
  if (keys.length > mostKeys) throw new BerthError('GRANT_INVALID', { problem: `scope > ${mostKeys}` })
  return keys
}

/** Joins the answers, and leaves out every row that is outside after all: a source may compare otherwise than we do. */
export function joinWithin(answers: readonly Found[], bounds: readonly RowBound[], limit: number): Found {
  const inside = answers.flatMap(({ rows, bounded = '[]' }) => {
    const checked = JSON.parse(bounded) as readonly Readonly<Record<string, unknown>>[]
    return (JSON.parse(rows) as readonly unknown[]).filter((_row, at) =>
      bounds.every(({ item, allowed }) => {
        const value = checked[at]?.[item.id]
        return value !== undefined && value !== null && allowed.has(String(value))
      }),
    )
  })
  const given = inside.slice(0, limit)
  const more = inside.length > limit || answers.some((answer) => answer.more)
  return { rows: JSON.stringify(given), count: given.length, more }
}

/** Throws `GRANT_SCOPE_EXCEEDED` where an input is not within a scope: each of its items has to be given, and allowed. */
export function requireInputWithin(scope: RowScope, input: GivenValues): void {
  for (const [item, allowed] of Object.entries(scope)) {
    const value = Object.hasOwn(input, item) ? input[item] : undefined
    if (value === undefined || value === null || !allowed.includes(String(value)))
      throw new BerthError('GRANT_SCOPE_EXCEEDED', { parameter: item })
  }
}

function canonical({ type }: Item, text: string): string | number | boolean {
  if (type.name === 'integer' || type.name === 'double') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
  if (type.name === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}
