import { BerthError, type Dataset, type DescribeRequest } from '@berth/core'
import { describe, type ServiceSource } from '@berth/services'
import { findOperation } from './dataset/find-operation.ts'
import { soapDataset } from './dataset/soap-dataset.ts'
import type { WrittenSoapDataset } from './dataset/written-dataset.ts'
import { draftDataset } from './draft/draft-dataset.ts'
import type { ServiceDescription } from './wsdl/service-description.ts'

/**
 * The datasets that are defined, and a draft of each operation that no definition is about. A draft has a definition,
 * without which it cannot be asked.
 */
export function* describedDatasets(
  source: ServiceSource,
  description: ServiceDescription,
  request: DescribeRequest,
  defined: ReadonlySet<string>,
): Iterable<Dataset> {
  const drafts = new Map<string, WrittenSoapDataset>()
  const datasets = new Map(source.datasets)
  for (const { name, written } of draftsOf(description, defined)) {
    if (datasets.has(name)) continue
    try {
      datasets.set(name, soapDataset(name, written, description).dataset)
      drafts.set(name, written)
    } catch (error) {
      // An operation that cannot be called, such as one of two with one name, is not offered.
      if (!BerthError.is(error) || error.code !== 'DEFINITION_INVALID') throw error
    }
  }
  for (const dataset of describe({ ...source, datasets }, request)) {
    const definition = drafts.get(dataset.name)
    yield definition === undefined ? dataset : { ...dataset, definition: { ...definition } }
  }
}

interface Draft {
  readonly name: string
  readonly written: WrittenSoapDataset
}

function draftsOf(description: ServiceDescription, defined: ReadonlySet<string>): readonly Draft[] {
  const { operations } = description
  const services = new Map<string, Set<string>>()
  for (const { name, service } of operations) services.set(name, (services.get(name) ?? new Set()).add(service))
  return [...services].flatMap(([operation, offering]) =>
    [...offering].flatMap((service): readonly Draft[] => {
      if (defined.has(`${service} ${operation}`)) return []
      const ambiguous = offering.size > 1
      const name = ambiguous ? `${service}.${operation}` : operation
      try {
        const found = findOperation(description, { operation, service }, name)
        return [{ name, written: draftDataset(found, description, ambiguous) }]
      } catch (error) {
        if (!BerthError.is(error)) throw error
        return []
      }
    }),
  )
}
