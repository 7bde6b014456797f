import { sqliteSource } from '../sources.ts'
import { writeFigures } from '../write.ts'

await using source = await sqliteSource(1000)
console.log(JSON.stringify(await writeFigures('sqlite', source, 100_000)))
