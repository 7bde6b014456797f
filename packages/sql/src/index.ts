export { maxAnswerRows } from './answer-bound.ts'
export { readCertificates } from './certificate-file.ts'
export type { SqlChangeEntries, SqlChangeLog } from './change-log.ts'
export { charsetColumn } from './charset-column.ts'
export type { LoadSqlTable, SqlCellLimit, SqlColumn, SqlTable, SqlTextBytes } from './column.ts'
export type { SqlBulkRefusal, SqlBulkWrite, SqlConnection } from './connection.ts'
export { describedColumn } from './described-column.ts'
export type { SqlDialect, SqlLedger, SqlWrite } from './dialect.ts'
export { encodeText } from './encode-text.ts'
export { type ErrorPlace, errorDetails, type NamedInError } from './error-details.ts'
export { insertStatement } from './insert.ts'
export { standardLiteral } from './literal.ts'
export { maxLookupKeys } from './lookup.ts'
export { onConflict } from './on-conflict.ts'
export {
  caFileOption,
  databaseOption,
  emptyTextOption,
  hostOption,
  ledgerOption,
  lockTimeoutMsOption,
  loginTimeoutMsOption,
  maxCellBytesOption,
  passwordOption,
  portOption,
  statementTimeoutMsOption,
  type TlsMode,
  tlsOption,
  userOption,
} from './option-definitions.ts'
export { outboxNumber } from './outbox.ts'
export { mysqlOutboxScript } from './outbox-scripts/mysql.ts'
export { postgresOutboxScript } from './outbox-scripts/postgres.ts'
export { sqliteOutboxScript } from './outbox-scripts/sqlite.ts'
export type { SqlArgument, SqlLateAnswer, SqlProcedure, SqlProcedures } from './procedure.ts'
export { type SqlOperations, type SqlSessionParts, sqlOperations } from './session.ts'
