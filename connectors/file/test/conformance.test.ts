import { describeConformance } from '@berth/conformance/vitest'
import { connector } from '../src/index.ts'
import { fileTarget } from './target.ts'

describeConformance(connector, { target: fileTarget })
