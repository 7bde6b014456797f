import { csvFigures, csvGrowthFigures } from '../csv.ts'

// Growth first: the libraries would leave their memory behind.
const growth = await csvGrowthFigures()
console.log(
  JSON.stringify([...(await csvFigures('UTF-8', 1_000_000)), ...(await csvFigures('GBK', 1_000_000)), ...growth]),
)
