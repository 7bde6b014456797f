import { describeConformance } from '@berth/conformance/vitest'
import { connector } from '../src/index.ts'
import { soapTarget } from './target.ts'

describeConformance(connector, { target: soapTarget })
