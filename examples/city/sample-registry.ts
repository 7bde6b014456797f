// Writes the marriage registry of 2009 to a file, to try berth on: node examples/city/sample-registry.ts registry.db
import { createMarriageRegistry } from './legacy/marriage-registry.ts'
import { couples } from './legacy/people.ts'

const file = process.argv[2]
if (file === undefined) {
  console.error('node examples/city/sample-registry.ts FILE')
  process.exit(2)
}
createMarriageRegistry(file, couples(300, 42))
console.log(`${file}: T_HYDJ, 300 rows`)
