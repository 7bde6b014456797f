import type { LogicalType, Value } from '@berth/core'
import { type Element, findElement } from '@berth/elements'
import { isPlainDate, isPlainDatetime, isShortDecimal, isShortInt64 } from './canonical-shapes.ts'
import { cutBlanks } from './item-reader.ts'
import { type GivenItem, valueMask } from './mask-value.ts'
import { csvSpecial, jsonSpecial, type PlanFormat } from './quoting.ts'

/** What generated code calls, by the names it uses. */
export const fastPathScope: Readonly<Record<string, unknown>> = {
  isPlainDate,
  isPlainDatetime,
  isShortDecimal,
  isShortInt64,
  cutBlanks,
  jsonSpecial,
  csvSpecial,
}

/** A statement of generated code, and what it calls beside the scope. */
export interface FastPath {
  /** Sets `target` when the cell can be written as it is, or nearly; leaves it undefined otherwise. */
  readonly code: string
  readonly scope: Readonly<Record<string, unknown>>
  /** Whether what it sets still wants quotation marks around it. */
  readonly quoted: boolean
}

/**
 * Generated code for the cells that need no thought: of the item's own type and sound. Whatever it leaves alone goes
 * to the item's reader, so this decides nothing but speed. The code holds numbers and names of functions, no data.
 */
export function fastPath(
  item: GivenItem,
  column: LogicalType,
  format: PlanFormat,
  cell: string,
  target: string,
): FastPath {
  const none = { code: '', scope: {}, quoted: false }
  // A masked item is read as the one that it stands for, and written as a text.
  const { masked } = item
  const read = masked?.of ?? item
  const element = read.element === undefined ? undefined : findElement(read.element)
  if (read.codes !== undefined || element?.codes !== undefined) return none
  if (masked !== undefined) {
    if (column.name !== 'text' || read.type.name !== 'text' || masked.by.form === 'suppress') return none
    return textPath(read, element, format, cell, target, valueMask(masked))
  }
  if (column.name === 'int64' && item.type.name === 'integer') {
    const written = format === 'values' ? `+${cell}` : cell
    return {
      code: `if (typeof ${cell} === 'string' && isShortDecimal(${cell}, 9, 0) && ${cell} !== '-0') ${target} = ${written};`,
      scope: {},
      quoted: false,
    }
  }
  if (column.name !== item.type.name) return none
  if (item.type.name === 'text') return textPath(item, element, format, cell, target)
  const test = shapeTest(item.type, cell)
  if (test === undefined) return none
  const number = typeof test === 'object'
  const code = `if (${number ? test.number : test}) ${target} = ${cell};`
  return { code, scope: {}, quoted: !number && isJson(format) }
}

function shapeTest(type: LogicalType, cell: string): string | { readonly number: string } | undefined {
  const text = `typeof ${cell} === 'string' && `
  switch (type.name) {
    case 'integer':
      return { number: `typeof ${cell} === 'number' && (${cell} | 0) === ${cell}` }
    case 'double':
      return { number: `typeof ${cell} === 'number' && ${cell} - ${cell} === 0` }
    case 'boolean':
      return { number: `typeof ${cell} === 'boolean'` }
    case 'int64':
      return `${text}isShortInt64(${cell})`
    case 'decimal': {
      const scale = type.scale ?? 0
      const bounds = type.precision === undefined ? '40, 40' : `${type.precision - scale}, ${scale}`
      return `${text}isShortDecimal(${cell}, ${bounds})`
    }
    case 'date':
      return `${text}isPlainDate(${cell})`
    case 'datetime':
      return `${text}isPlainDatetime(${cell}, '')`
    case 'instant':
      return `${text}isPlainDatetime(${cell}, 'Z')`
    default:
      return undefined
  }
}

function textPath(
  item: GivenItem,
  element: Element | undefined,
  format: PlanFormat,
  cell: string,
  target: string,
  mask?: (value: Value) => Value,
): FastPath {
  const scope: Record<string, unknown> = {}
  const value = `${target}Text`
  let prepare = item.trim ? `${cell}.charCodeAt(${cell}.length - 1) === 32 ? cutBlanks(${cell}, false) : ${cell}` : cell
  if (element?.normalise !== undefined) {
    scope[`${target}Normalise`] = element.normalise
    prepare = `${target}Normalise(${prepare})`
  }
  const tests: string[] = []
  if (item.type.maxLength !== undefined) tests.push(`${value}.length <= ${item.type.maxLength}`)
  if (element !== undefined || format === 'csv') tests.push(`${value} !== ''`)
  if (format === 'values') tests.push(`${value}.isWellFormed()`)
  // Masks keep parts of a value and write asterisks or a token: they add nothing that has to be escaped.
  else tests.push(`!${format === 'csv' ? 'csvSpecial' : 'jsonSpecial'}.test(${value})`)
  if (element?.check !== undefined) {
    scope[`${target}Check`] = element.check
    tests.push(`${target}Check(${value}) === undefined`)
  }
  if (mask !== undefined) scope[`${target}Mask`] = mask
  const given = mask === undefined ? value : `${target}Mask(${value})`
  return {
    code: `if (typeof ${cell} === 'string') {
      const ${value} = ${prepare};
      if (${tests.join(' && ')}) ${target} = ${given};
    }`,
    scope,
    quoted: isJson(format),
  }
}

function isJson(format: PlanFormat): boolean {
  return format === 'json' || format === 'ndjson'
}
