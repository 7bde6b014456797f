import type { Element } from '@berth/elements'
import type { Item } from '../model.ts'
import type { WrittenCodeMap, WrittenCodes } from '../source/written-manifest.ts'
import { bareRecord } from './bare-record.ts'

/** The codes of an item. Where they name no table, that of its element holds. */
export function codesOf(written: WrittenCodes | undefined, element: Element | undefined): Item['codes'] {
  if (typeof written === 'string') return { table: written }
  const whole = isWhole(written) ? written : written === undefined ? {} : { map: written }
  const table = whole.table ?? element?.codes
  if (table === undefined && whole.map === undefined) return undefined
  return {
    ...(table === undefined ? {} : { table }),
    ...(whole.map === undefined ? {} : { map: bareRecord(whole.map) }),
  }
}

/** The long form holds a map under `map`, or nothing but a table. */
export function isWhole(
  written: Exclude<WrittenCodes, string> | undefined,
): written is { readonly table?: string; readonly map?: WrittenCodeMap } {
  if (written === undefined) return false
  return typeof written['map'] === 'object' || (written['table'] !== undefined && Object.keys(written).length === 1)
}
