import type { Dataset, DescribeRequest } from '@berth/core'
import { describe, type ServiceSource } from '@berth/services'
import type { ServiceDescription } from './wsdl/service-description.ts'

/** The datasets that are defined, and drafts of the operations that are not. */
export function* describedDatasets(
  source: ServiceSource,
  _description: ServiceDescription,
  request: DescribeRequest,
): Iterable<Dataset> {
  yield* describe(source, request)
}
