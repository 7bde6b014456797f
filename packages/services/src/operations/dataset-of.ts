import { BerthError } from '@berth/core'
import type { ServiceDataset } from '../definition/service-dataset.ts'
import type { ServiceSource } from './service-source.ts'

/** A dataset that can be read. Throws `DATASET_UNKNOWN`. */
export function datasetOf(source: ServiceSource, name: string): ServiceDataset {
  const dataset = source.datasets.get(name)
  if (dataset === undefined || dataset.operation) throw new BerthError('DATASET_UNKNOWN', { dataset: name })
  return dataset
}
