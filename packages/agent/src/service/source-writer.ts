import { BerthError, type LogicalType, type Value } from '@berth/core'
import type { Item } from '@berth/manifest'
import { itemReader } from '../plan/item-reader.ts'
import { writePattern } from './write-pattern.ts'

/** How the values of an item are written for its column: the way back of an item's reader. */
export interface SourceWriter {
  /** What the column then holds. */
  readonly type: LogicalType
  /**
   * Throws `PARAMETER_INVALID` for a value that the column cannot say, and, when `only`, for one that it says in several
   * ways: a question for one of them would miss the others.
   */
  write(value: Value, only: boolean): Value
}

const text: LogicalType = { name: 'text' }

/** Compiles the writer of one item. */
export function sourceWriter(item: Item): SourceWriter {
  const forms = legacyForms(item)
  if (forms === undefined) return { type: item.type, write: (value) => value }
  const read = itemReader(item, text)
  return {
    type: text,
    write(value, only) {
      if (value === null) return null
      const [form, another] = forms(value)
      if (form === undefined || read(form) !== value) {
        throw new BerthError('PARAMETER_INVALID', { parameter: item.id, problem: 'no form in the source' })
      }
      if (only && another !== undefined) {
        throw new BerthError('PARAMETER_INVALID', { parameter: item.id, problem: 'several forms in the source' })
      }
      return form
    },
  }
}

/** The texts that stand for a value in the column, the preferred one first. Undefined: it is written as it is. */
function legacyForms(item: Item): ((value: Exclude<Value, null>) => readonly string[]) | undefined {
  const { codes, format, type } = item
  const map = codes?.map
  if (map !== undefined) {
    return (value) => {
      const legacy = Object.keys(map).filter((code) => map[code] === String(value))
      return legacy.length === 0 ? [String(value)] : legacy
    }
  }
  if (type.name === 'boolean' && (format?.true !== undefined || format?.false !== undefined)) {
    return (value) => (value === true ? (format.true ?? ['1']) : (format.false ?? ['0']))
  }
  const pattern = format?.pattern
  if (pattern !== undefined) return (value) => [writePattern(pattern, String(value))]
  return undefined
}
