import type { ConnectorManifest } from '@berth/core'
import { httpDatasetDefinition } from './definition.ts'
import { options } from './options.ts'

/** What the HTTP connector says of itself. */
export const manifest: ConnectorManifest = {
  name: 'http',
  contract: 1,
  title: { zh: 'HTTP 接口（JSON、XML、表单）', en: 'HTTP interface (JSON, XML, forms)' },
  testedServers: ['PHP 8.2.36', 'nginx 1.22.1', 'Python 3.11.2'],
  options,
  datasets: httpDatasetDefinition,
  capabilities: {
    describe: {
      comments: true,
      procedures: true,
      asks: ['GET of the OpenAPI document, where the option openapi is an address; else nothing'],
    },
    lookup: { maxKeys: 100 },
    scan: { resume: true },
    changes: { column: true },
    invoke: {},
  },
  exemptions: [],
}
