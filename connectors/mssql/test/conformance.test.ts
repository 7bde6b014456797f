import { describeConformance } from '@berth/conformance/vitest'
import { connector } from '../src/index.ts'
import { engineTarget } from './target.ts'

describeConformance(connector, {
  target: () => engineTarget(),
  record: {
    file: new URL('../conformance/pages.json', import.meta.url),
    remark: 'our own TDS 7.4 server, with SQLite behind it',
  },
})
