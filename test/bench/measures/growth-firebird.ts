import { growthFigures } from '../exchange.ts'
import { firebirdSource } from '../sources.ts'

console.log(JSON.stringify(await growthFigures('firebird', firebirdSource)))
