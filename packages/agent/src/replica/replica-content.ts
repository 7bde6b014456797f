import { createHash } from 'node:crypto'
import type { ColumnSelection, Field, Row, Value } from '@berth/core'
import type { DockingManifest, Item, Resource } from '@berth/manifest'
import { type ItemReader, itemReader } from '../plan/item-reader.ts'
import { planColumns } from '../plan/plan-columns.ts'

/** What the replica of a resource holds: the columns of the items that have a grade, and by which it is asked. */
export class ReplicaContent {
  readonly items: readonly Item[]
  readonly columns: readonly ColumnSelection[]
  /** Where one of these is another, what was copied before is not this any more. */
  readonly meaning: string
  /** Sets of items that it may be asked by, in the manifest's order. Undefined: an item of the set has no grade. */
  readonly #sets: readonly (readonly Item[] | undefined)[]

  constructor(manifest: DockingManifest, resource: Resource) {
    const { connection, dataset, key } = resource.from
    const by = resource.provide.parameter?.by ?? []
    this.items = resource.items.filter((item) => item.grade !== undefined)
    this.columns = planColumns(this.items)
    this.#sets = by.map((set) => {
      const items = set.flatMap((id) => this.items.filter((item) => item.id === id))
      return items.length === set.length ? items : undefined
    })
    const items = this.items.map(({ id, from, type, element, trim, charset, format, codes }) => {
      return [id, from, type, element, trim, charset, format, codes]
    })
    const use = manifest.connections[connection]?.use
    this.meaning = createHash('sha256')
      .update(JSON.stringify([use, dataset, key, items, by]))
      .digest('hex')
  }

  /** What a row can be asked by, compiled for the columns of a read: a text for each set whose items it has. */
  namer(fields: readonly Field[]): (row: Row) => string[] {
    const sets = this.#sets.map((set) => set?.map((item) => cellReader(item, fields)))
    return (row) =>
      sets.flatMap((set, index) => {
        const values = set?.map((read) => read(row)) ?? [null]
        return values.includes(null) ? [] : [askedText(index, values)]
      })
  }

  /** The same text of a question: the number of its set and the values of its items. */
  name(set: number, values: readonly Value[]): string {
    return askedText(set, values)
  }
}

/** Null: the cell holds no value of the item, and no question finds the row by it. */
function cellReader(item: Item, fields: readonly Field[]): (row: Row) => Value {
  const at = fields.findIndex(({ name }) => name === item.from)
  const type = fields[at]?.type
  const read: ItemReader = type === undefined ? () => null : itemReader(item, type)
  return (row) => {
    const value = read(row[at] ?? null)
    return typeof value === 'symbol' ? null : value
  }
}

function askedText(set: number, values: readonly Value[]): string {
  return JSON.stringify([set, ...values.map(oneForm)])
}

/** Numbers and times that are equal are written in one way. */
function oneForm(value: Value): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  const text = String(value)
  if (!/^-?\d+\.\d+$|:\d\d\.\d+Z?$/.test(text)) return text === '-0' ? '0' : text
  const zoned = text.endsWith('Z')
  const cut = (zoned ? text.slice(0, -1) : text).replace(/\.?0+$/, '')
  return `${cut === '-0' ? '0' : cut}${zoned ? 'Z' : ''}`
}
