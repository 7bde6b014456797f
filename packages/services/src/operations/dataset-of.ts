import { BerthError } from '@berth/core'
import type { ServiceDataset } from '../definition/service-dataset.ts'
import type { ServiceSource } from './service-source.ts'

/** A dataset that can be read. Throws `DATASET_UNKNOWN`, or `DEFINITION_MISSING` where the docking has defined nothing. */
export function datasetOf(source: ServiceSource, name: string): ServiceDataset {
  if (source.datasets.size === 0)
    throw new BerthError('DEFINITION_MISSING', { connector: source.connector, dataset: name })
  const dataset = source.datasets.get(name)
  if (dataset === undefined || dataset.operation) throw new BerthError('DATASET_UNKNOWN', { dataset: name })
  return dataset
}
