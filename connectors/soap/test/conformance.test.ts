import { describeConformance } from '@berth/conformance/vitest'
import { connector } from '../src/index.ts'
import { soapTarget } from './target.ts'

describeConformance(connector, {
  target: soapTarget,
  record: {
    file: new URL('../conformance/document-literal.json', import.meta.url),
    system: 'our own SOAP 1.1 service',
  },
})
