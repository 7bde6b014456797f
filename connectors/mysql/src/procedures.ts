import { BerthError } from '@berth/core'
import type { SqlArgument, SqlColumn, SqlLateAnswer, SqlProcedure, SqlProcedures } from '@berth/sql'
import { type ProcedureParameter, readProcedures } from './catalogue.ts'
import type { MysqlConnection } from './connection.ts'
import type { WireField } from './driver.ts'
import { quote } from './quote.ts'
import { answeredColumn, type ValueSettings } from './values.ts'

interface MysqlProcedure extends SqlProcedure {
  readonly all: readonly ProcedureParameter[]
}

/**
 * Calls procedures of the database. The catalogue does not tell what a procedure selects: its answer are its output
 * parameters, beside each of the rows of its first set of rows where it selects any.
 */
export function mysqlProcedures(connection: MysqlConnection, settings: ValueSettings): SqlProcedures {
  return {
    load: async (operation, signal): Promise<MysqlProcedure | undefined> => {
      const entry = (await readProcedures(connection, [operation], settings, signal)).get(operation)
      if (entry === undefined) return undefined
      const all = entry.parameters
      const parameters = all.filter(({ mode }) => mode !== 'OUT').map(({ column }) => column)
      return { name: operation, reference: quote(operation), parameters, output: [], answersLate: true, all }
    },
    call: () => Promise.reject(new TypeError('the answer of a procedure tells its columns')),
    callLate: (procedure, given, signal) => call(connection, procedure as MysqlProcedure, given, signal),
  }
}

/** Output parameters go through variables of the session. A parameter without a value is `VALUE_MISSING`: there are no defaults. */
async function call(
  connection: MysqlConnection,
  { reference, all }: MysqlProcedure,
  given: readonly SqlArgument[],
  signal: AbortSignal,
): Promise<SqlLateAnswer> {
  const values: unknown[] = []
  const markers: string[] = []
  const returned: { readonly column: SqlColumn; readonly variable: string }[] = []
  for (const [index, { column, mode }] of all.entries()) {
    const variable = `@BERTH_${index}`
    const cell = given.find(({ parameter }) => parameter === column)?.cell
    if (cell === undefined && mode !== 'OUT') throw new BerthError('VALUE_MISSING', { column: column.name })
    if (mode === 'IN') {
      values.push(cell)
      markers.push(marked(column, values.length))
    } else {
      await connection.call(`SET ${variable} = ${marked(column, 1)}`, [cell ?? null], signal)
      markers.push(variable)
      returned.push({ column, variable })
    }
  }
  const selected = await connection.call(`CALL ${reference}(${markers.join(', ')})`, values, signal)
  const parameters = await outputParameters(connection, returned, signal)
  if (selected === undefined) return { output: parameters.columns, rows: [parameters.cells] }
  const output = [...parameters.columns, ...selected.fields.map((field: WireField) => answeredColumn(field))]
  return { output, rows: selected.rows.map((row) => [...parameters.cells, ...row]) }
}

function marked(column: SqlColumn, position: number): string {
  const marker = `?${position}`
  return column.marker?.(marker) ?? marker
}

async function outputParameters(
  connection: MysqlConnection,
  returned: readonly { readonly column: SqlColumn; readonly variable: string }[],
  signal: AbortSignal,
): Promise<{ readonly columns: readonly SqlColumn[]; readonly cells: unknown[] }> {
  if (returned.length === 0) return { columns: [], cells: [] }
  const expressions = returned.map(({ column, variable }) => (column.select ?? column.marker)?.(variable) ?? variable)
  const [cells = []] = await connection.query(`SELECT ${expressions.join(', ')}`, [], signal)
  return { columns: returned.map(({ column }) => fromVariable(column)), cells }
}

/** A variable keeps its number with 64 bits, whatever the parameter had. */
function fromVariable(column: SqlColumn): SqlColumn {
  return column.type.name === 'integer' ? { ...column, convert: Number } : column
}
