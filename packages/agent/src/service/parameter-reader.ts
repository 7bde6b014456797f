import { BerthError, canonicalProblem, type ErrorDetails, formatLogicalType, type Value } from '@berth/core'
import { codeTable, findElement } from '@berth/elements'
import type { Item } from '@berth/manifest'

/**
 * Reads a value that a caller gave for an item, in the canonical form that JSON carries, and brings it into its one
 * spelling. Throws `PARAMETER_INVALID`, which names the item and the rule, never the value (LKP-2, SEC-2).
 */
export type ParameterReader = (given: unknown) => Value

/** Compiles the reader of one item: its type, its element's spelling and check, its codes. `null` is read as it is. */
export function parameterReader(item: Item): ParameterReader {
  const { type } = item
  const notation = formatLogicalType(type)
  const element = item.element === undefined ? undefined : findElement(item.element)
  const codes = standardCodes(item, element?.codes)
  const refusal = (problem: string, details: ErrorDetails = {}): BerthError => {
    return new BerthError('PARAMETER_INVALID', { parameter: item.id, problem, ...details })
  }
  const readText = (given: string): string => {
    if (!given.isWellFormed()) throw refusal('Unicode')
    if (type.name !== 'text') return given
    const value = element?.normalise?.(given) ?? given
    const broken = element?.check?.(value)
    if (broken !== undefined) throw refusal(`value-${broken}`, { element: element?.id ?? item.id })
    return value
  }
  return (given) => {
    if (given === null) return null
    const known = type.name === 'binary' ? bytes(given) : given
    if (!isValue(known)) throw refusal('value-type', { type: notation })
    const value = typeof known === 'string' ? readText(known) : known
    const problem = canonicalProblem(value, type)
    if (problem !== undefined) throw refusal(problem === 'length' ? 'value-too-long' : 'value-type', { type: notation })
    if (codes !== undefined && !codes.has(String(value))) throw refusal('value-code')
    return value
  }
}

/** The codes that a caller may use: those of the table, or where there is none, those the manifest's map leads to. */
function standardCodes(item: Item, elementTable: string | undefined): ReadonlySet<string> | undefined {
  const table = item.codes?.table ?? elementTable
  if (table !== undefined) return new Set(codeTable(table)?.entries.map((entry) => entry.code))
  return item.codes?.map === undefined ? undefined : new Set(Object.values(item.codes.map))
}

function bytes(given: unknown): unknown {
  if (typeof given !== 'string' || !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(given)) {
    return undefined
  }
  return new Uint8Array(Buffer.from(given, 'base64'))
}

function isValue(given: unknown): given is Exclude<Value, null> {
  return (
    typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean' || given instanceof Uint8Array
  )
}
