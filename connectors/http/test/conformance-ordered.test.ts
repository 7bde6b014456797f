import { describeConformance } from '@berth/conformance/vitest'
import { connector } from '../src/index.ts'
import { httpTarget } from './target.ts'

// A service that gives its records in the order of their keys: they are read as its pages come.
describeConformance(connector, {
  target: () => httpTarget({ ordered: true }),
  record: {
    file: new URL('../conformance/ordered-pages.json', import.meta.url),
    system: 'our own HTTP service, ordered by key',
  },
})
