import { describeConformance } from '@berth/conformance/vitest'
import { memoryKit } from './target.ts'

const { connector, target } = memoryKit()
describeConformance(connector, { target, record: { file: new URL('../conformance/memory.json', import.meta.url) } })
