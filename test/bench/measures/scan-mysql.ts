import { mysqlSource } from '../mysql-source.ts'
import { scanFigures } from '../scan.ts'

const rows = 1_000_000
await using source = await mysqlSource(rows)
console.log(JSON.stringify(await scanFigures('mysql', source, rows)))
