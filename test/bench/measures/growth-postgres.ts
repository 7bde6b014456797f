import { growthFigures } from '../exchange.ts'
import { postgresSource } from '../postgres-source.ts'

console.log(JSON.stringify(await growthFigures('postgres', postgresSource)))
