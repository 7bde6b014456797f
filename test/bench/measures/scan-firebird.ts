import { scanFigures } from '../scan.ts'
import { firebirdSource } from '../sources.ts'

const rows = 1_000_000
await using source = await firebirdSource(rows)
console.log(JSON.stringify(await scanFigures('firebird', source, rows)))
