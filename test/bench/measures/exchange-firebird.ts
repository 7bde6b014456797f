import { exchangeFigures } from '../exchange.ts'
import { firebirdSource } from '../sources.ts'

const rows = 1_000_000
await using source = await firebirdSource(rows)
console.log(JSON.stringify(await exchangeFigures('firebird', source, rows, '0.50')))
