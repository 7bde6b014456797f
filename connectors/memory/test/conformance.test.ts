import { describeConformance } from '@berth/conformance/vitest'
import { type MemoryTable, memory } from '../src/index.ts'
import { memoryTarget } from './target.ts'

const tables: MemoryTable[] = []
describeConformance(memory(tables), { target: memoryTarget(tables) })
