import { isDeepStrictEqual } from 'node:util'
import type { Target, TargetColumn, TargetDataset } from '@berth/conformance'
import type { Column, Connector, Row } from '@berth/core'
import { MemoryLog, type MemoryOperation, type MemoryTable, memory } from '../src/index.ts'

/** A connector over tables of its own, and the kit's second channel to them. */
export function memoryKit(): {
  readonly connector: Connector
  readonly tables: MemoryTable[]
  readonly target: Target
} {
  const tables: MemoryTable[] = []
  const operations: MemoryOperation[] = []
  return { connector: memory(tables, operations), tables, target: memoryTarget(tables, operations) }
}

function memoryTarget(tables: MemoryTable[], operations: MemoryOperation[]): Target {
  const table = (dataset: TargetDataset): MemoryTable => {
    const found = tables.find(({ name }) => name === dataset.name)
    if (found === undefined) throw new TypeError(`no table ${dataset.name}`)
    return found
  }
  const keyOf = (dataset: TargetDataset, row: Row): Row =>
    dataset.key.map((name) => row[dataset.columns.findIndex((column) => column.name === name)] ?? null)
  const change = (dataset: TargetDataset, keys: readonly Row[], rows: readonly Row[]): void => {
    const { rows: present, log } = table(dataset)
    const kept = present.filter((row) => !keys.some((key) => isDeepStrictEqual(key, keyOf(dataset, row))))
    present.splice(0, Number.POSITIVE_INFINITY, ...kept, ...rows.map((row) => [...row]))
    log?.append(keys)
  }
  const put = (dataset: TargetDataset, rows: readonly Row[]): void =>
    change(
      dataset,
      rows.map((row) => keyOf(dataset, row)),
      rows,
    )
  const alias = async (
    dataset: TargetDataset,
    name: string,
    kind: 'view' | 'synonym',
  ): Promise<() => Promise<void>> => {
    const made: MemoryTable = { ...table(dataset), name, kind, key: [] }
    tables.push(made)
    return async () => void tables.splice(tables.indexOf(made), 1)
  }
  let seen = ''
  let writes = 0
  return {
    options: {},
    holds: () => true,
    holdsIllTyped: () => true,
    holdsName: () => true,
    longText: true,
    create: async ({ name, columns, key, rows }) => {
      const typed = columns.map((column) => ({ ...column, nativeType: column.type.name }))
      tables.push({ name, kind: 'table', columns: typed, key, rows: rows.map((row) => [...row]) })
    },
    put: async (dataset, rows) => put(dataset, rows),
    remove: async (dataset, keys) => change(dataset, keys, []),
    read: async (dataset) => {
      const { columns, rows } = table(dataset)
      const positions = dataset.columns.map(({ name }) => columns.findIndex((column) => column.name === name))
      return rows.map((row) => positions.map((position) => row[position] ?? null))
    },
    drop: async (dataset) => void tables.splice(tables.indexOf(table(dataset)), 1),
    runScript: async (script) => {
      const { log } = JSON.parse(script) as { readonly log: string }
      for (const each of tables) if (each.name === log) each.log = new MemoryLog()
    },
    forgetChanges: async (dataset) => table(dataset).log?.forget(),
    putLate: async (dataset, rows) => async () => put(dataset, rows),
    createView: (dataset, name) => alias(dataset, name, 'view'),
    createSynonym: (dataset, name) => alias(dataset, name, 'synonym'),
    createProcedure: async (dataset, kind) => {
      const name = `${dataset.name}_P`
      const column = (of: string, { type }: TargetColumn): Column => ({
        name: of,
        nativeType: type.name,
        type,
        nullable: true,
      })
      const [id, text] = dataset.columns
      if (id === undefined || text === undefined) throw new TypeError('a procedure needs two columns')
      const parameters = [{ ...column('P_ID', id), nullable: false }, column('P_姓名', text)] as const
      const columns = [column('NEXT', id)]
      const run = (input: Row): Row[] => {
        table(dataset).rows.push([...input])
        if (kind === 'fails') throw new RangeError('the operation fails')
        return [[Number(input[0]) + 1]]
      }
      const made = { name, parameters, columns, run }
      operations.push(made)
      return {
        name,
        parameters,
        output: columns,
        drop: async () => void operations.splice(operations.indexOf(made), 1),
      }
    },
    writes: async () => {
      const now = JSON.stringify(tables.map(({ name, rows }) => [name, rows]))
      if (now !== seen) writes += 1
      seen = now
      return writes
    },
    close: async () => undefined,
  }
}
