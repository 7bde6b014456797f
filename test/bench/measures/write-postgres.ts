import { postgresSource } from '../postgres-source.ts'
import { writeFigures } from '../write.ts'

await using source = await postgresSource(1000)
console.log(JSON.stringify(await writeFigures('postgres', source, 100_000)))
