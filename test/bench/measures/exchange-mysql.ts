import { exchangeFigures } from '../exchange.ts'
import { mysqlSource } from '../mysql-source.ts'

const rows = 1_000_000
await using source = await mysqlSource(rows)
console.log(JSON.stringify(await exchangeFigures('mysql', source, rows, '0.40')))
