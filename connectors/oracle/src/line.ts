import type { ErrorPlace } from '@berth/sql'
import { LibraryLine, type LibraryRows, type SocketWatch } from '@berth/sql/oracle-family'
import { bindMany, bindOne } from './binds.ts'
import type { DbType, ExecuteResult, NativeBind, NativeConnection, NativeRows, OracleDriver } from './driver.ts'
import { oracleError } from './errors.ts'
import { cursorColumn } from './values.ts'

/** The most bytes of a LOB that a procedure gives. */
const maxOutputBytes = 16 * 1024 * 1024

/**
 * A connection of oracledb. All statements are fetched alike: in thin mode one text that is fetched in two ways goes wrong
 * (oracle/node-oracledb#1747).
 */
export function oracleLine(
  driver: OracleDriver,
  native: NativeConnection,
  watch: SocketWatch,
  place: Omit<ErrorPlace, 'call'>,
): LibraryLine<ExecuteResult> {
  const toError = (error: unknown, call: string): ReturnType<typeof oracleError> =>
    oracleError(error, { ...place, call })
  const asText: readonly DbType[] = [driver.DB_TYPE_NUMBER, driver.DB_TYPE_CLOB, driver.DB_TYPE_NCLOB]
  const long = (['CLOB', 'NCLOB', 'BLOB', 'LONG', 'LONG_RAW'] as const).map((name) => driver[`DB_TYPE_${name}`])
  const fetchTypeHandler = ({ dbType }: { readonly dbType: DbType }): { readonly type: DbType } | undefined => {
    if (asText.includes(dbType)) return { type: driver.DB_TYPE_VARCHAR }
    return dbType === driver.DB_TYPE_BLOB ? { type: driver.DB_TYPE_RAW } : undefined
  }
  const outFormat = driver.OUT_FORMAT_ARRAY
  return new LibraryLine<ExecuteResult>(native, watch, {
    bind: (cell) => bindOne(driver, cell),
    output: (output): NativeBind => {
      const dir = driver.BIND_OUT
      if (output === 'cursor') return { dir, type: driver.DB_TYPE_CURSOR }
      const {
        nativeType,
        type: { name },
      } = output.column
      if (name === 'double') return { dir, type: driver.DB_TYPE_BINARY_DOUBLE }
      // What may be more than a variable holds comes through a temporary LOB, which the driver sees to.
      const maxSize = /CLOB|BLOB|XML|JSON/.test(nativeType) ? maxOutputBytes : 32_767
      return { dir, type: name === 'binary' ? driver.DB_TYPE_RAW : driver.DB_TYPE_VARCHAR, maxSize }
    },
    options: (rows) =>
      rows === undefined
        ? { outFormat, fetchTypeHandler }
        : { outFormat, fetchTypeHandler, resultSet: true, prefetchRows: rows, fetchArraySize: rows },
    isLong: ({ resultSet }) => resultSet?.metaData.some(({ dbType }) => long.includes(dbType)) === true,
    executeMany: async (text, rows) => {
      const { bindDefs, rows: bound } = bindMany(driver, rows)
      const { batchErrors = [] } = await native.executeMany(text, bound, { batchErrors: true, bindDefs })
      return batchErrors.map((refusal) => {
        const error = toError(refusal, 'write')
        if (error.action !== 'skip' || refusal.offset === undefined) throw error
        return { row: refusal.offset, error }
      })
    },
    cursorColumns: (rows: LibraryRows) =>
      (rows as NativeRows).metaData.map(({ name, dbType }) => cursorColumn(name, dbType.name)),
    cancel: () => native.break(),
    toError,
  })
}
