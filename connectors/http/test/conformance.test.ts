import { describeConformance } from '@berth/conformance/vitest'
import { connector } from '../src/index.ts'
import { httpTarget } from './target.ts'

describeConformance(connector, {
  target: httpTarget,
  record: { file: new URL('../conformance/pages.json', import.meta.url), system: 'our own HTTP service' },
})
