import type { ItemOutline } from '@berth/conformance'
import { canonicalProblem, type Value } from '@berth/core'
import { codeTable, extendCitizenNumber, findElement } from '@berth/elements'

/**
 * A value of nobody that an item admits, another for each number: what a question is tried with where the system shows none of its
 * rows. Undefined: none can be made up.
 */
export function madeUpValue(item: ItemOutline, number: number): Value | undefined {
  const element = item.element === undefined ? undefined : findElement(item.element)
  const codes = codesOf(item, element?.codes)
  const admitted = (value: Value): boolean => {
    if (canonicalProblem(value, item.type) !== undefined) return false
    return typeof value !== 'string' || element?.check?.(value) === undefined
  }
  return (codes ?? candidates(item, number)).find(admitted)
}

function codesOf({ codes }: ItemOutline, elementTable: string | undefined): readonly string[] | undefined {
  const table = codes?.table ?? elementTable
  if (table !== undefined) return codeTable(table)?.entries.map(({ code }) => code)
  return codes?.map === undefined ? undefined : Object.values(codes.map)
}

function candidates({ type }: ItemOutline, number: number): readonly Value[] {
  const digits = String(number % 1000).padStart(3, '0')
  switch (type.name) {
    case 'text':
      return [
        `测试${digits}`,
        // Born in 1911, in a district that is none any more.
        extendCitizenNumber(`110102110101${digits}`) ?? '',
        `139${digits}00000`,
        `0000000${digits}`,
        digits,
        '0',
      ]
    case 'integer':
    case 'double':
      return [number]
    case 'int64':
    case 'decimal':
      return [String(number), `${number}.${'0'.repeat(type.scale ?? 0)}`, '0']
    case 'boolean':
      return [true]
    case 'date':
      return ['1900-01-01']
    case 'time':
      return ['00:00:00']
    case 'datetime':
      return ['1900-01-01T00:00:00']
    case 'instant':
      return ['1900-01-01T00:00:00Z']
    case 'json':
      return ['{}']
    case 'binary':
      return []
  }
}
