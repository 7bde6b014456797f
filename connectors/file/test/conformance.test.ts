import { describeConformance } from '@berth/conformance/vitest'
import { connector } from '../src/index.ts'
import { fileTarget } from './target.ts'

describeConformance(connector, {
  target: fileTarget,
  record: { file: new URL('../conformance/folder.json', import.meta.url), system: 'a folder' },
})
