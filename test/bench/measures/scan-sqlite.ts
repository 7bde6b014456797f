import { scanFigures } from '../scan.ts'
import { sqliteSource } from '../sources.ts'

const rows = 1_000_000
await using source = await sqliteSource(rows)
console.log(JSON.stringify(await scanFigures('sqlite', source, rows)))
