import { postgresSource } from '../postgres-source.ts'
import { scanFigures } from '../scan.ts'

const rows = 1_000_000
await using source = await postgresSource(rows)
console.log(JSON.stringify(await scanFigures('postgres', source, rows)))
