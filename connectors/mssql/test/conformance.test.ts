import { describeConformance } from '@berth/conformance/vitest'
import { connector } from '../src/index.ts'
import { engineTarget } from './target.ts'

describeConformance(connector, { target: () => engineTarget() })
