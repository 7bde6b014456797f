import { type LogicalType, parseLogicalType } from '@berth/core'
import type { Item } from '@berth/manifest'

/** A logical type in the notation of manifests. */
export function type(notation: string): LogicalType {
  const parsed = parseLogicalType(notation)
  if (parsed === undefined) throw new TypeError(notation)
  return parsed
}

/** An item with everything ordinary but what is said. */
export function testItem(id: string, notation: string, more: Partial<Item> = {}): Item {
  return {
    id,
    title: { zh: id },
    type: type(notation),
    from: id.toUpperCase(),
    grade: 2,
    categories: [],
    maintainer: '登记处',
    authoritative: false,
    required: false,
    trim: true,
    onInvalid: 'reject',
    ...more,
  }
}
