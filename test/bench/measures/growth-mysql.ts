import { growthFigures } from '../exchange.ts'
import { mysqlSource } from '../mysql-source.ts'

console.log(JSON.stringify(await growthFigures('mysql', mysqlSource)))
