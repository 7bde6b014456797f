import { describeConformance } from '@berth/conformance/vitest'
import { connector } from '../src/index.ts'
import { engineTarget } from './target.ts'

// Where snapshots are allowed scans are streamed; elsewhere they run in pages, which the offline suite tries.
describeConformance(connector, {
  target: () => engineTarget(true),
  record: {
    file: new URL('../conformance/snapshots.json', import.meta.url),
    remark: 'our own TDS 7.4 server, with SQLite behind it',
  },
})
