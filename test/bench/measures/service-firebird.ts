import { serviceFigures } from '../service.ts'
import { firebirdSource } from '../sources.ts'

const rows = 100_000
await using source = await firebirdSource(rows)
console.log(JSON.stringify(await serviceFigures('firebird', source, rows)))
