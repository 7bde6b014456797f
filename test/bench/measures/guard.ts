import { guardFigures } from '../guard.ts'
import { sqliteSource } from '../sources.ts'

const rows = 300_000
await using source = await sqliteSource(rows)
console.log(JSON.stringify(await guardFigures('sqlite', source, rows)))
