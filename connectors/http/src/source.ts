import { bindRequest, type OpenService, readAnswer, type ServiceDataset, type ServiceSource } from '@berth/services'
import { type HttpDataset, httpDataset } from './definition.ts'

/** The datasets of an interface, and how each is asked. Throws `DEFINITION_INVALID`. */
export function httpSource(service: OpenService, definitions: Readonly<Record<string, unknown>>): ServiceSource {
  const { client, exchange } = service
  const { url, maxAnswerBytes, maxConnections } = client.settings
  const compiled = new Map<string, HttpDataset>()
  const datasets = new Map<string, ServiceDataset>()
  for (const [name, definition] of Object.entries(definitions)) {
    const each = httpDataset(name, definition)
    compiled.set(name, each)
    datasets.set(name, each.dataset)
  }
  return {
    connector: 'http',
    datasets,
    concurrency: maxConnections,
    ask: async (dataset, inputs, extras, signal) => {
      const request = compiled.get(dataset.name)?.request
      if (request === undefined) throw new TypeError(`${dataset.name} is no dataset of this source`)
      const answer = await exchange(bindRequest(request, url, dataset, inputs, extras), signal)
      return readAnswer(dataset, answer, maxAnswerBytes)
    },
  }
}
