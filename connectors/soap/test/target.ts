import { isDeepStrictEqual } from 'node:util'
import type { Target, TargetDataset } from '@berth/conformance'
import { formatLogicalType, type Row, type Value } from '@berth/core'
import { Fault, MemoryService, type Question } from './memory-service.ts'

interface StoredDataset extends TargetDataset {
  rows: Row[]
  readonly operation: string
}

/** A SOAP service over datasets in memory, and the kit's second channel to them. */
export async function soapTarget(): Promise<Target> {
  const service = await MemoryService.start()
  const stored = new Map<string, StoredDataset>()
  const definitions = new Map<string, unknown>()
  let made = 0
  let writes = 0

  const found = ({ name }: { readonly name: string }): StoredDataset => {
    const dataset = stored.get(name)
    if (dataset === undefined) throw new TypeError(`no dataset ${name}`)
    return dataset
  }
  const keyOf = (dataset: TargetDataset, row: Row): Row =>
    dataset.key.map((name) => row[dataset.columns.findIndex((column) => column.name === name)] ?? null)
  const change = (dataset: TargetDataset, keys: readonly Row[], rows: readonly Row[]): void => {
    const kept = found(dataset)
    writes += 1
    kept.rows = kept.rows.filter((row) => !keys.some((key) => isDeepStrictEqual(key, keyOf(dataset, row))))
    kept.rows.push(...rows.map((row) => [...row]))
  }
  const elements = (dataset: TargetDataset): string[] => dataset.columns.map((_, index) => `c${index}`)
  const matches = (row: Row, question: Question): boolean =>
    [...question].every(([name, asked]) => cellText(row[Number(name.slice(1))] ?? null) === asked)

  const create = (definition: TargetDataset): void => {
    const dataset: StoredDataset = {
      ...definition,
      rows: definition.rows.map((row) => [...row]),
      operation: `list${++made}`,
    }
    stored.set(dataset.name, dataset)
    const names = elements(dataset)
    service.operations.set(dataset.operation, {
      input: names,
      output: names,
      run: (question) =>
        dataset.rows
          .filter((row) => matches(row, question))
          .map((row) => Object.fromEntries(names.map((name, index) => [name, cellText(row[index] ?? null)]))),
    })
    definitions.set(dataset.name, {
      operation: dataset.operation,
      inputs: Object.fromEntries(
        dataset.columns.map(({ name, type }) => [name, { type: formatLogicalType(type), optional: true }]),
      ),
      input: Object.fromEntries(dataset.columns.map(({ name }, index) => [`c${index}`, `{${name}}`])),
      key: dataset.key,
      answer: {
        records: `${dataset.operation}Response/record`,
        emptyWhenMissing: true,
        columns: Object.fromEntries(
          dataset.columns.map(({ name, type, nullable, comment }, index) => [
            name,
            {
              at: `c${index}`,
              type: formatLogicalType(type),
              ...(nullable ? {} : { required: true }),
              ...(comment === undefined ? {} : { comment }),
            },
          ]),
        ),
      },
    })
  }

  return {
    options: { wsdl: `${service.url}?wsdl` },
    line: {
      host: new URL(service.url).hostname,
      port: Number(new URL(service.url).port),
      through: (host, port) => {
        const url = service.url.replace(new URL(service.url).host, `${host}:${port}`)
        return { wsdl: `${url}?wsdl`, url }
      },
    },
    datasets: () => Object.fromEntries(definitions),
    holds: (_type, value) => typeof value !== 'string' || isXml(value),
    holdsIllTyped: (_type, value) => typeof value === 'string' && isXml(value),
    holdsName: (name, of) => of === 'dataset' || /^[^{}\s][^{}]*$/.test(name),
    kind: 'service',
    longText: true,
    create: async (dataset) => create(dataset),
    put: async (dataset, rows) =>
      change(
        dataset,
        rows.map((row) => keyOf(dataset, row)),
        rows,
      ),
    remove: async (dataset, keys) => change(dataset, keys, []),
    read: async (dataset) => {
      const { columns, rows } = found(dataset)
      const positions = dataset.columns.map(({ name }) => columns.findIndex((column) => column.name === name))
      return rows.map((row) => positions.map((position) => row[position] ?? null))
    },
    drop: async (dataset) => {
      service.operations.delete(found(dataset).operation)
      stored.delete(dataset.name)
      definitions.delete(dataset.name)
    },
    createProcedure: async (dataset, kind) => {
      const name = `${dataset.name}_P`
      const operation = `submit${++made}`
      const [first, second] = dataset.columns
      if (first === undefined || second === undefined) throw new TypeError('a procedure needs two columns')
      const done = new Set<string | null>()
      service.operations.set(operation, {
        input: ['key', 'id', 'name'],
        output: ['status', 'next'],
        run: (question) => {
          const key = question.get('key') ?? null
          if (kind === 'fails') throw new Fault('Client.Refused', 'the operation fails')
          if (done.has(key)) return [{ status: 'again', next: null }]
          done.add(key)
          const id = Number(question.get('id'))
          change(dataset, [], [[id, question.get('name') ?? null]])
          return [{ status: 'done', next: String(id + 1) }]
        },
      })
      const parameters = [
        { name: 'P_ID', type: first.type },
        { name: 'P_姓名', type: second.type },
      ] as const
      definitions.set(name, {
        operation,
        submits: true,
        inputs: Object.fromEntries(
          parameters.map((parameter, index) => [
            parameter.name,
            { type: formatLogicalType(parameter.type), ...(index === 0 ? {} : { optional: true }) },
          ]),
        ),
        input: { key: '{idempotencyKey}', id: '{P_ID}', name: '{P_姓名}' },
        answer: {
          success: { at: `${operation}Response/record/status`, equals: ['done'], repeated: ['again'] },
          records: `${operation}Response/record`,
          columns: { NEXT: { at: 'next', type: formatLogicalType(first.type) } },
        },
      })
      return {
        name,
        parameters,
        output: [{ name: 'NEXT', type: first.type }],
        drop: async () => {
          service.operations.delete(operation)
          definitions.delete(name)
        },
      }
    },
    connections: () => service.connections(),
    writes: async () => writes,
    close: () => service.stop(),
  }
}

function cellText(value: Value): string | null {
  return value === null ? null : value instanceof Uint8Array ? Buffer.from(value).toString('base64') : String(value)
}

function isXml(text: string): boolean {
  return /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u.test(text)
}
