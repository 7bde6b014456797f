import type { Target, TargetDataset } from '@berth/conformance'
import { formatLogicalType, type Row } from '@berth/core'
import { pageSize, startStoreServer } from './store-server.ts'

/** A server of our own, told and asked past the connector. */
export async function httpTarget({ ordered = false } = {}): Promise<Target> {
  const server = await startStoreServer(ordered)
  const procedures = new Map<string, unknown>()
  const sameKey = (dataset: TargetDataset, left: Row, right: Row): boolean =>
    dataset.key.length > 0 &&
    dataset.key.every((name) => {
      const index = dataset.columns.findIndex((column) => column.name === name)
      return left[index] === right[index]
    })
  const heldOf = (dataset: TargetDataset): { rows: Row[] } => {
    const held = server.held.get(dataset.name)
    if (held === undefined) throw new TypeError(`no dataset ${dataset.name}`)
    return held
  }
  return {
    options: { url: server.url },
    kind: 'service',
    datasets: () => ({
      ...Object.fromEntries(
        [...server.held.values()].map(({ dataset }) => [dataset.name, definitionOf(dataset, ordered)]),
      ),
      ...Object.fromEntries(procedures),
    }),
    // In JSON there is one null.
    holds: (type, value) => type.name !== 'json' || value !== 'null',
    holdsName: (name) => !/[{}]/.test(name),
    longText: true,
    create: async (dataset) => {
      server.held.set(dataset.name, { dataset, rows: dataset.rows.map((row) => [...row]) })
    },
    put: async (dataset, rows) => {
      const held = heldOf(dataset)
      for (const row of rows) {
        held.rows = held.rows.filter((each) => !sameKey(dataset, each, row))
        held.rows.push([...row])
      }
    },
    remove: async (dataset, keys) => {
      const positions = dataset.key.map((name) => dataset.columns.findIndex((column) => column.name === name))
      const held = heldOf(dataset)
      held.rows = held.rows.filter((row) => !keys.some((key) => positions.every((at, index) => row[at] === key[index])))
    },
    read: async (dataset) => {
      const held = server.held.get(dataset.name)
      const positions = dataset.columns.map(
        ({ name }) => held?.dataset.columns.findIndex((each) => each.name === name) ?? -1,
      )
      return (held?.rows ?? []).map((row) => positions.map((at) => row[at] ?? null))
    },
    drop: async (dataset) => void server.held.delete(dataset.name),
    createProcedure: async (dataset, kind) => {
      const name = `do_${dataset.name}`
      if (kind === 'fails') server.failing.add(dataset.name)
      const [first, second] = dataset.columns.map((column) => ({ name: column.name, type: column.type }))
      if (first === undefined || second === undefined) throw new TypeError('an operation has two parameters')
      procedures.set(name, {
        operation: true,
        request: {
          path: `/do/${encodeURIComponent(dataset.name)}`,
          body: { json: { key: '{idempotencyKey}', row: [`{${first.name}}`, `{${second.name}}`] } },
        },
        inputs: Object.fromEntries([first, second].map((each) => [each.name, formatLogicalType(each.type)])),
        answer: {
          success: { at: '$.code', equals: ['0'], repeated: ['DONE'], message: '$.msg' },
          records: '$.data[*]',
          columns: { answer: { at: '$.answer', type: 'integer' } },
        },
      })
      return {
        name,
        parameters: [first, second],
        output: [{ name: 'answer', type: { name: 'integer' } }],
        drop: async () => {
          procedures.delete(name)
          server.failing.delete(dataset.name)
        },
      }
    },
    line: {
      host: new URL(server.url).hostname,
      port: Number(new URL(server.url).port),
      through: (host, port) => ({ url: server.url.replace(new URL(server.url).host, `${host}:${port}`) }),
    },
    connections: () => server.connections(),
    writes: async () => server.writes,
    close: () => server.close(),
  }
}

/** What a docking would write about such a dataset. */
function definitionOf({ name, columns, key }: TargetDataset, ordered: boolean): unknown {
  const inputs = columns.map((column) => [column.name, { type: formatLogicalType(column.type), optional: true }])
  return {
    request: {
      method: 'GET',
      path: `/list/${encodeURIComponent(name)}`,
      query: {
        ...Object.fromEntries(columns.map((column, index) => [`c${index}`, `{${column.name}}`])),
        page: '{page}',
      },
    },
    inputs: Object.fromEntries(inputs),
    answer: {
      success: { at: '$.code', equals: ['0'], message: '$.msg' },
      records: '$.data.list[*]',
      columns: Object.fromEntries(
        columns.map((column) => [
          column.name,
          {
            at: `$[${JSON.stringify(column.name)}]`,
            type: formatLogicalType(column.type),
            required: !column.nullable,
            ...(column.comment === undefined ? {} : { comment: column.comment }),
          },
        ]),
      ),
    },
    paging: { by: 'page', size: pageSize, total: '$.data.total' },
    key,
    ...(ordered ? { order: key } : {}),
  }
}
