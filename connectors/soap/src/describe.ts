import { BerthError, type Dataset, type DescribeRequest } from '@berth/core'
import { describe, type ServiceSource } from '@berth/services'
import { findOperation } from './dataset/find-operation.ts'
import { soapDataset } from './dataset/soap-dataset.ts'
import type { WrittenSoapDataset } from './dataset/written-dataset.ts'
import { doubtsAbout } from './draft/doubts.ts'
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
  const refused = new Map<string, Dataset>()
  for (const { name, operation, service, ambiguous } of undefinedOperations(description, defined)) {
    if (datasets.has(name)) continue
    try {
      const found = findOperation(description, { operation, service }, name)
      const written = draftDataset(found, description, ambiguous)
      datasets.set(name, soapDataset(name, written, description).dataset)
      drafts.set(name, written)
    } catch (error) {
      // An operation that cannot be called, such as one of two with one name, is told with the reason.
      if (!BerthError.is(error)) throw error
      refused.set(name, { name, kind: 'service', columns: [], key: [], refusal: error })
      datasets.delete(name)
    }
  }
  const told = [...describe({ ...source, datasets }, request)].map((dataset): Dataset => {
    const definition = drafts.get(dataset.name)
    if (definition === undefined) return dataset
    return { ...dataset, definition: { ...definition }, doubts: doubtsAbout(definition) }
  })
  const named = [...refused.values()].filter(({ name }) => request.names?.includes(name) !== false)
  yield* [...told, ...named].toSorted((left, right) => (left.name < right.name ? -1 : 1))
}

interface UndefinedOperation {
  readonly name: string
  readonly operation: string
  readonly service: string
  readonly ambiguous: boolean
}

/** Each operation once, however many ports it has; with the name of its service where several have it. */
function undefinedOperations(
  { operations }: ServiceDescription,
  defined: ReadonlySet<string>,
): readonly UndefinedOperation[] {
  const services = new Map<string, Set<string>>()
  for (const { name, service } of operations) services.set(name, (services.get(name) ?? new Set()).add(service))
  return [...services].flatMap(([operation, offering]) => {
    const ambiguous = offering.size > 1
    return [...offering]
      .filter((service) => !defined.has(`${service} ${operation}`))
      .map((service) => ({ name: ambiguous ? `${service}.${operation}` : operation, operation, service, ambiguous }))
  })
}
