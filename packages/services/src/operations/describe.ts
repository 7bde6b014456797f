import { type Column, type Dataset, type DescribeRequest, formatLogicalType, type LogicalType } from '@berth/core'
import type { ServiceDataset } from '../definition/service-dataset.ts'
import type { ServiceSource } from './service-source.ts'

/** The datasets and operations that are defined, in the order of their names. Nothing is asked of the service. */
export function* describe(source: ServiceSource, { names }: DescribeRequest): Iterable<Dataset> {
  const wanted = names === undefined ? undefined : new Set(names)
  const order = [...source.datasets.keys()].sort((left, right) => (left < right ? -1 : 1))
  for (const name of order) {
    const dataset = source.datasets.get(name)
    if (dataset !== undefined && wanted?.has(name) !== false) yield described(dataset)
  }
}

function described(dataset: ServiceDataset): Dataset {
  const { name, comment, columns, key, inputs, operation } = dataset
  return {
    name,
    kind: operation ? 'procedure' : 'service',
    columns: [...columns.values()].map((column) => ({
      ...columnOf(column.name, column.type, !column.required && !key.includes(column.name)),
      ...(column.comment === undefined ? {} : { comment: column.comment }),
    })),
    key,
    ...(comment === undefined ? {} : { comment }),
    parameters: [...inputs.values()].map((input) => columnOf(input.name, input.type, !input.required)),
  }
}

function columnOf(name: string, type: LogicalType, nullable: boolean): Column {
  return { name, nativeType: formatLogicalType(type), type, nullable }
}
