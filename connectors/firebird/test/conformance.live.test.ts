import { describeConformance } from '@berth/conformance/vitest'
import { describeFirebird } from '../../../test/servers/live.ts'
import { connector } from '../src/index.ts'
import { firebirdTarget } from './target.ts'

describeFirebird('Firebird', ({ main }) => {
  describeConformance(connector, {
    target: () => firebirdTarget(main, 'conformance'),
    record: { file: new URL('../conformance/firebird-3.json', import.meta.url) },
  })
})
