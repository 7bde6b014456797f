import { exchangeFigures } from '../exchange.ts'
import { postgresSource } from '../postgres-source.ts'

const rows = 1_000_000
await using source = await postgresSource(rows)
console.log(JSON.stringify(await exchangeFigures('postgres', source, rows, '0.40')))
