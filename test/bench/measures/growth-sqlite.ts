import { growthFigures } from '../exchange.ts'
import { sqliteSource } from '../sources.ts'

console.log(JSON.stringify(await growthFigures('sqlite', sqliteSource)))
