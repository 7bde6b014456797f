import { BerthError, type LogicalType, type Value } from '@berth/core'
import { districtOf, findElement } from '@berth/elements'
import type { Item } from '@berth/manifest'
import type { KeyedMask } from './keyed-masks.ts'

/** An item as it leaves: as it is, or masked. */
export interface GivenItem extends Item {
  /** What it is masked by, and the item that is read for it. Absent: it is given as it is. */
  readonly masked?: { readonly by: KeyedMask; readonly of: Item }
}

/** What is said where a value has not the shape that its mask is for. */
export const hidden = '***'

const text: LogicalType = { name: 'text' }

/** The item that stands for another in what leaves: a text without element or codes, which nothing more is known of. */
export function maskedItem(item: Item, by: KeyedMask): GivenItem {
  const { element: _element, codes: _codes, format: _format, mask: _mask, required, ...rest } = item
  return {
    ...rest,
    type: text,
    grade: by.grade,
    required: required && by.form !== 'suppress',
    masked: { by, of: item },
  }
}

/** The item as documents describe it to consumers of whatever clearance: one that may be masked is a text to all. */
export function describedItem(item: Item): Item {
  return item.mask === undefined ? item : { ...maskedItem(item, item.mask), ...(item.grade && { grade: item.grade }) }
}

/**
 * Compiles how the values of an item are masked. What it gives never holds more of a value than the form keeps. Throws
 * `MASK_KEY_UNUSABLE` for a hash without a key, and what asking for the key throws.
 */
export function valueMask({ by, of }: NonNullable<GivenItem['masked']>): (value: Value) => Value {
  const cut = cutter(by, of)
  return (value) => {
    if (value === null || by.form === 'suppress') return null
    return typeof value === 'string' ? (cut(value) ?? hidden) : hidden
  }
}

function cutter({ form, key }: KeyedMask, item: Item): (value: string) => string | undefined {
  switch (form) {
    case 'partial': {
      const element = item.element === undefined ? undefined : findElement(item.element)
      const { check, mask } = element ?? {}
      // A value that is let pass although it fails its check may be anything: nothing of it is kept.
      if (item.onInvalid !== 'warn' || check === undefined) return (value) => mask?.(value)
      return (value) => (check(value) === undefined ? mask?.(value) : undefined)
    }
    case 'district':
      return districtOf
    case 'year':
      return (value) => /^\d{4}(?=-\d\d-\d\d)/.exec(value)?.[0]
    case 'month':
      return (value) => /^\d{4}-\d\d(?=-\d\d)/.exec(value)?.[0]
    case 'hash': {
      if (key === undefined) throw new BerthError('MASK_KEY_UNUSABLE', { problem: 'trust.maskKey' })
      const tokens = key()
      // The same element is the same kind in every resource; without one, the items of one id are.
      const kind = item.element ?? `item ${item.id}`
      return (value) => tokens.token(kind, value)
    }
    case 'suppress':
      return () => undefined
  }
}
