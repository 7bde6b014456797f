import type { ConnectorManifest } from '@berth/core'
import { soapDefinition } from './dataset/written-dataset.ts'
import { options } from './options.ts'

/** What the SOAP connector says of itself. */
export const manifest: ConnectorManifest = {
  name: 'soap',
  contract: 1,
  title: { zh: 'SOAP 服务', en: 'SOAP service' },
  driver: { package: 'soap', range: '^1.13.0' },
  testedServers: ['PHP 8.2.36', 'spyne 2.14.0', 'gSOAP 2.8.124'],
  options,
  datasets: soapDefinition,
  capabilities: {
    describe: {
      comments: true,
      procedures: true,
      asks: ['GET of the WSDL and what it imports, where the option wsdl is an address; else nothing'],
    },
    lookup: { maxKeys: 100 },
    scan: { resume: true },
    changes: { column: true },
    invoke: {},
  },
  exemptions: [],
}
