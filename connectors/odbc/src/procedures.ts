import { BerthError } from '@berth/core'
import { maxAnswerRows, type SqlArgument, type SqlColumn, type SqlProcedure, type SqlProcedures } from '@berth/sql'
import { numberOf } from './catalogue.ts'
import type { OdbcConnection } from './connection.ts'
import { numbered } from './dialect.ts'
import { type ColumnSettings, odbcColumn } from './values.ts'

type Parameter = { readonly column: SqlColumn; readonly mode: string; readonly isNamed: boolean }
type Routine = SqlProcedure & { readonly all: readonly Parameter[] }
type Call = (routine: Routine, given: readonly SqlArgument[], signal: AbortSignal) => Promise<unknown[][]>

/** ODBC's type codes for types of the catalogue. Others are texts, or types of the profile. */
const codes: Readonly<Record<string, number>> = {
  ...{ int: 4, int4: 4, mediumint: 4, smallint: 5, int2: 5, tinyint: -6, bigint: -5, int8: -5, decimal: 3, numeric: 2 },
  ...{ float: 7, float4: 7, double: 8, float8: 8, bit: -7, bool: -7, date: 91, time: 92, datetime: 93, timestamp: 93 },
  ...{ binary: -2, varbinary: -3, tinyblob: -4, blob: -4, mediumblob: -4, longblob: -4 },
}

/** Calls functions or procedures, whichever the profile names. One of several with the same name is not called. */
export function odbcProcedures(
  connection: OdbcConnection,
  { profile, maxCellBytes }: ColumnSettings,
  schema: string | null,
): SqlProcedures {
  const { quote, routines } = profile
  const told = (name: string, type: unknown, size?: unknown, scale?: unknown): SqlColumn => {
    const sizes = { size: numberOf(size), scale: numberOf(scale) }
    const native = { name, dataType: codes[String(type)] ?? 12, typeName: String(type), ...sizes, nullable: true }
    return odbcColumn(native, { profile, maxCellBytes, charset: undefined })
  }
  const call = routines?.called === 'FUNCTION' ? functionCall(connection, quote) : procedureCall(connection)
  return {
    load: async (operation, signal): Promise<Routine | undefined> => {
      if (routines === undefined)
        throw new BerthError('NOT_SUPPORTED', { connector: `odbc (${profile.name})`, capability: 'invoke' })
      if (operation.includes('\0')) return undefined
      const { called, type, returns } = routines
      const find = `SELECT r.SPECIFIC_NAME, r.ROUTINE_NAME, ${returns}, p.PARAMETER_MODE, p.PARAMETER_NAME, ${type}, p.NUMERIC_PRECISION, p.NUMERIC_SCALE
FROM information_schema.ROUTINES r LEFT JOIN information_schema.PARAMETERS p
  ON p.SPECIFIC_SCHEMA = r.ROUTINE_SCHEMA AND p.SPECIFIC_NAME = r.SPECIFIC_NAME${called === 'FUNCTION' ? '' : ' AND p.ROUTINE_TYPE = r.ROUTINE_TYPE'}
WHERE r.ROUTINE_TYPE = '${called}' AND r.ROUTINE_SCHEMA = ${schema === null ? 'DATABASE()' : numbered(2)}
  AND r.ROUTINE_NAME = ${numbered(1)} ORDER BY p.ORDINAL_POSITION`
      const rows = await connection.query(find, [operation, schema], signal)
      const [[id, name, returned] = []] = rows
      if (name !== operation || rows.some(([other]) => other !== id)) return undefined
      const all = rows.flatMap(([, , , mode, given, ...typed], at): Parameter[] => {
        const isNamed = given !== null && given !== ''
        const column = (): SqlColumn => told(isNamed ? String(given) : `$${at + 1}`, typed[0], typed[1], typed[2])
        return mode === null ? [] : [{ column: column(), mode: String(mode), isNamed }]
      })
      const output = all.filter(({ mode }) => mode !== 'IN').map(({ column }) => column)
      if (output.length === 0 && returned === 'record') return undefined
      if (output.length === 0 && returned !== null && returned !== 'void') output.push(told(operation, returned))
      const parameters = all.filter(({ mode }) => mode !== 'OUT').map(({ column }) => column)
      const reference = [...(schema === null ? [] : [schema]), operation].map(quote).join('.')
      return { name: operation, reference, parameters, output, all }
    },
    call: (procedure, given, signal) => call(procedure as Routine, given, signal),
  }
}

function marked(column: SqlColumn, position: number): string {
  return column.marker?.(numbered(position)) ?? numbered(position)
}

/** In a FROM clause, with arguments by name. A function without a result gives no row. */
function functionCall(connection: OdbcConnection, quote: (name: string) => string): Call {
  return async ({ reference, all, output }, given, signal) => {
    const values = given.map(({ parameter }, at) => {
      const value = `CAST(${marked(parameter, at + 1)} AS ${quote(parameter.nativeType)})`
      const isNamed = all.some(({ column, isNamed }) => column === parameter && isNamed)
      return isNamed ? `${quote(parameter.name)} := ${value}` : value
    })
    const cells = output.map(({ name, select }) => select?.(quote(name)) ?? quote(name)).join(', ')
    const names = output.length === 0 ? '' : ` (${output.map(({ name }) => quote(name)).join(', ')})`
    const text = `SELECT ${cells || '1'} FROM ${reference}(${values.join(', ')}) AS berth${names} LIMIT ${maxAnswerRows + 1}`
    const bound = given.map(({ cell }) => cell)
    const rows = await connection.query(text, bound, signal)
    return output.length === 0 ? [] : rows
  }
}

/** Output parameters go through variables of the session. A parameter without a value is `VALUE_MISSING`: there are no defaults. */
function procedureCall(connection: OdbcConnection): Call {
  return async ({ reference, all }, given, signal) => {
    const values: unknown[] = []
    const places: string[] = []
    const returned: string[] = []
    for (const [at, { column, mode }] of all.entries()) {
      const cell = given.find(({ parameter }) => parameter === column)?.cell
      if (cell === undefined && mode !== 'OUT') throw new BerthError('VALUE_MISSING', { column: column.name })
      const variable = `@BERTH_${at}`
      places.push(mode === 'IN' ? marked(column, values.push(cell)) : variable)
      if (mode === 'IN') continue
      await connection.execute(`SET ${variable} = ${marked(column, 1)}`, [cell ?? null], signal)
      const plain = column.type.name === 'binary' ? variable : `CAST(${variable} AS CHAR(40))`
      returned.push(column.select?.(variable) ?? plain)
    }
    await connection.execute(`CALL ${reference}(${places.join(', ')})`, values, signal)
    return returned.length === 0 ? [] : await connection.query(`SELECT ${returned.join(', ')}`, [], signal)
  }
}
