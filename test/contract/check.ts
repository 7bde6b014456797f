// Says what is missing for the changes of the contract since its release to land. Ends with 1 when anything is.
import { contractProblems } from './contract-problems.ts'

const problems = contractProblems()
for (const problem of problems) console.log(`- ${problem}`)
console.log(problems.length === 0 ? 'The contract: whatever changed is answered for.' : `${problems.length} missing.`)
process.exitCode = problems.length === 0 ? 0 : 1
