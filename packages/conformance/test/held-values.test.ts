import type { Value } from '@berth/core'
import { expect, test } from 'vitest'
import { compareHeld } from '../src/docking/held-values.ts'
import type { ItemOutline, ResourceOutline } from '../src/docking/outline.ts'
import type { RawRow } from '../src/docking/raw-rows.ts'

const text = { name: 'text', maxLength: 20 } as const

function item(id: string, more: Partial<ItemOutline> = {}): ItemOutline {
  return { id, from: id.toUpperCase(), type: text, grade: 1, categories: [], required: false, ...more }
}

/** A resource of countries and their currencies, whose key is a text. */
function countries(...items: readonly ItemOutline[]): ResourceOutline {
  const from = { connection: 'legacy', dataset: 'COUNTRY', key: ['COUNTRY'] }
  return { id: 'country', draft: false, sharing: { type: 'unconditional', purposes: [] }, from, items, provide: {} }
}

function row(cells: Readonly<Record<string, Value>>): RawRow {
  return { cells, types: { COUNTRY: text, CURRENCY: text }, carried: undefined }
}

const rows = [
  row({ COUNTRY: 'Japan', CURRENCY: 'Yen' }),
  row({ COUNTRY: 'Italy', CURRENCY: 'Lira' }),
  row({ COUNTRY: 'Fiji', CURRENCY: null }),
]
const records = [
  { country: 'JPN', currency: 'Yen' },
  { country: 'ITA', currency: 'Lira' },
  { country: 'FJI', currency: null },
]

test('a record whose key was converted is the row that holds the same otherwise, each row once', () => {
  const converted = countries(item('country', { element: 'place.country' }), item('currency'))
  expect(compareHeld(converted, 1, records, rows)).toMatchObject({ faults: [], strangers: [], collapsed: [] })
  const twice = [records[0], records[0], { country: 'FRA', currency: 'Franc' }].map((record) => ({ ...record }))
  expect(compareHeld(converted, 1, twice, rows).strangers).toEqual([2, 3])
})

test('a record without a value is that of a row without one', () => {
  const plain = countries(item('country'), item('currency'))
  const filled = [{ country: 'Fiji', currency: 'Dollar' }]
  expect(compareHeld(plain, 1, filled, rows).faults).toEqual([{ record: 1, item: 'currency', filled: true }])
})

test('what is one and the same in all records is a fault only where each has its own row', () => {
  const converted = item('currency', { codes: { map: { Yen: '1', Lira: '2', Franc: '3' } } })
  const same = ['Japan', 'Italy', 'France'].map((country) => ({ country, currency: '1' }))
  const known = [...rows, row({ COUNTRY: 'France', CURRENCY: 'Franc' })]
  expect(compareHeld(countries(item('country'), converted), 1, same, known).collapsed).toEqual(['currency'])
  // Any three rows may be meant: three that hold the same among them.
  const uncertain = countries(item('country', { element: 'place.country' }), converted)
  expect(compareHeld(uncertain, 1, same, known)).toMatchObject({ strangers: [], collapsed: [] })
})
