import { serviceFigures } from '../service.ts'
import { sqliteSource } from '../sources.ts'

const rows = 100_000
await using source = await sqliteSource(rows)
console.log(JSON.stringify(await serviceFigures('sqlite', source, rows)))
