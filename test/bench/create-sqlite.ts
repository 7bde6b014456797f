// Makes a bench database in a process of its own, so that its memory is not counted: node create-sqlite.ts FILE ROWS
import { createSqlite } from './datasets.ts'

createSqlite(process.argv[2] ?? '', Number(process.argv[3]))
