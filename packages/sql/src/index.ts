export type { LoadSqlTable, SqlColumn, SqlTable, SqlTextBytes } from './column.ts'
export type { SqlConnection } from './connection.ts'
export type { SqlDialect, SqlLedger, SqlWrite } from './dialect.ts'
export type { SqlOperations, SqlSessionParts } from './session.ts'
