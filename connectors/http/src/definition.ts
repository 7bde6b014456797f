import { BerthError, type ObjectDefinition } from '@berth/core'
import {
  datasetMembers,
  type RequestTemplate,
  readDataset,
  requestDefinition,
  requestNames,
  requestPlaceholders,
  requestTemplate,
  type ServiceDataset,
  type WrittenDataset,
  type WrittenRequest,
} from '@berth/services'

/** What a docking writes about one dataset or operation of an HTTP interface. */
export const httpDatasetDefinition: ObjectDefinition = {
  type: 'object',
  title: { zh: '服务接口中的一个数据集或操作', en: 'a dataset or operation of the interface' },
  members: { request: { ...requestDefinition, required: true }, ...datasetMembers },
}

interface WrittenHttpDataset extends WrittenDataset {
  readonly request: WrittenRequest
}

/** A compiled definition: what is asked, and what comes back. */
export interface HttpDataset {
  readonly dataset: ServiceDataset
  readonly request: RequestTemplate
}

/** Compiles a definition that is valid by the schema. Throws `DEFINITION_INVALID`. */
export function httpDataset(name: string, written: unknown): HttpDataset {
  const definition = written as WrittenHttpDataset
  const invalid = (path: string, expected: string): BerthError =>
    new BerthError('DEFINITION_INVALID', { connector: 'http', dataset: name, path, expected })
  let request: RequestTemplate
  try {
    request = requestTemplate(definition.request)
  } catch {
    throw invalid('request.charset', 'UTF-8, GB18030, GBK, Big5')
  }
  const settings = { connector: 'http', format: 'json', placeholders: requestNames(request) } as const
  const dataset = readDataset(name, definition, settings)
  const used = requestPlaceholders(request)
  const place = placeOf[dataset.paging?.by ?? 'link']
  if (place !== undefined && !used.has(place)) throw invalid('request', `{${place}}`)
  if (dataset.operation && !used.has('idempotencyKey')) throw invalid('request', '{idempotencyKey}')
  return { dataset, request }
}

/** What a request for pages of a kind has to say. */
const placeOf = { page: 'page', offset: 'offset', cursor: 'cursor', 'until-empty': 'page', link: undefined } as const
