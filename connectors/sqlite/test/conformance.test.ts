import { describeConformance } from '@berth/conformance/vitest'
import { connector } from '../src/index.ts'
import { sqliteTarget } from './target.ts'

describeConformance(connector, {
  target: sqliteTarget,
  record: { file: new URL('../conformance/sqlite.json', import.meta.url) },
})
