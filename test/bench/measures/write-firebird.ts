import { firebirdSource } from '../sources.ts'
import { writeFigures } from '../write.ts'

await using source = await firebirdSource(1000)
console.log(JSON.stringify(await writeFigures('firebird', source, 100_000)))
