import { isDeepStrictEqual } from 'node:util'
import type { Target, TargetDataset } from '@berth/conformance'
import type { Row } from '@berth/core'
import type { MemoryTable } from '../src/index.ts'

/** The tables that a memory connector was made over, as the kit's second channel. */
export function memoryTarget(tables: MemoryTable[]): Target {
  const table = (dataset: TargetDataset): MemoryTable => {
    const found = tables.find(({ name }) => name === dataset.name)
    if (found === undefined) throw new TypeError(`no table ${dataset.name}`)
    return found
  }
  const keyOf = (dataset: TargetDataset, row: Row): Row =>
    dataset.key.map((name) => row[dataset.columns.findIndex((column) => column.name === name)] ?? null)
  const without = (dataset: TargetDataset, keys: readonly Row[]): Row[] =>
    table(dataset).rows.filter((row) => !keys.some((key) => isDeepStrictEqual(key, keyOf(dataset, row))))
  const replace = (dataset: TargetDataset, rows: Row[]): void => {
    table(dataset).rows.splice(0, Number.POSITIVE_INFINITY, ...rows)
  }
  return {
    options: {},
    holds: () => true,
    holdsIllTyped: () => true,
    create: async ({ name, columns, key, rows }) => {
      const typed = columns.map((column) => ({ ...column, nativeType: column.type.name }))
      tables.push({ name, kind: 'table', columns: typed, key, rows: rows.map((row) => [...row]) })
    },
    put: async (dataset, rows) => {
      const kept = without(
        dataset,
        rows.map((row) => keyOf(dataset, row)),
      )
      replace(dataset, [...kept, ...rows.map((row) => [...row])])
    },
    remove: async (dataset, keys) => replace(dataset, without(dataset, keys)),
    read: async (dataset) => table(dataset).rows.map((row) => [...row]),
    drop: async (dataset) => void tables.splice(tables.indexOf(table(dataset)), 1),
    close: async () => undefined,
  }
}
