import { mysqlSource } from '../mysql-source.ts'
import { writeFigures } from '../write.ts'

await using source = await mysqlSource(1000)
console.log(JSON.stringify(await writeFigures('mysql', source, 100_000)))
