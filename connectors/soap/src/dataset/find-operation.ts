import { BerthError } from '@berth/core'
import type { ServiceDescription, ServiceOperation } from '../wsdl/service-description.ts'

/** What a definition says of the operation it is about. */
export interface OperationChoice {
  readonly operation: string
  readonly service?: string | undefined
  readonly port?: string | undefined
}

/**
 * The operation that a definition means. Where a service offers it at several ports, the first for SOAP 1.1 counts, else the
 * first. Throws `DEFINITION_INVALID` where there is none, or where several services have one of that name.
 */
export function findOperation(
  { operations }: ServiceDescription,
  choice: OperationChoice,
  dataset: string,
): ServiceOperation {
  const invalid = (path: string, expected: string): BerthError =>
    new BerthError('DEFINITION_INVALID', { connector: 'soap', dataset, path, expected })
  const named = operations.filter(({ name }) => name === choice.operation)
  if (named.length === 0) throw invalid('operation', listed(operations.map(({ name }) => name)))
  const served = named.filter(({ service }) => choice.service === undefined || service === choice.service)
  if (served.length === 0 || new Set(served.map(({ service }) => service)).size > 1)
    throw invalid('service', listed(named.map(({ service }) => service)))
  const ports = served.filter(({ port }) => choice.port === undefined || port === choice.port)
  const [found, ...others] = ports.some(({ version }) => version === '1.1')
    ? ports.filter(({ version }) => version === '1.1')
    : ports
  if (found === undefined) throw invalid('port', listed(served.map(({ port }) => port)))
  if (others.some(({ port }) => port === found.port))
    throw invalid('operation', `${found.name} is there ${ports.length} times; one name for each operation`)
  return found
}

function listed(names: readonly string[]): string {
  return [...new Set(names)].slice(0, 30).join(', ')
}
