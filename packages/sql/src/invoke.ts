import { createHash } from 'node:crypto'
import { BerthError, type InvokeRequest, type InvokeResult, type Value } from '@berth/core'
import { boundAnswer } from './answer-bound.ts'
import { bindCell } from './bind-cell.ts'
import type { SqlColumn } from './column.ts'
import type { SqlContext } from './context.ts'
import type { SqlLedger } from './dialect.ts'
import { commit, enter } from './ledger.ts'
import type { SqlArgument, SqlProcedure, SqlProcedures } from './procedure.ts'

/**
 * Calls a stored procedure in one transaction with its entry in the ledger, so that it is done once for its key (INV-1).
 *
 * A second entry follows the call. A procedure that commits by itself and then fails leaves the first without the second:
 * that key answers `UNKNOWN_OUTCOME`, now and whenever it is sent again.
 *
 * Rejects with `PROCEDURE_UNKNOWN`, `COLUMN_UNKNOWN` for a parameter or an output that it does not have, `QUERY_FAILED` for
 * an answer of more than 100,000 rows, or what a value or the database says.
 */
export async function invoke(
  context: SqlContext,
  procedures: SqlProcedures,
  readyLedger: () => Promise<SqlLedger>,
  request: InvokeRequest,
  signal: AbortSignal,
): Promise<InvokeResult> {
  const { connection } = context
  const procedure = await procedures.load(request.operation, signal)
  if (procedure === undefined) throw new BerthError('PROCEDURE_UNKNOWN', { procedure: request.operation })
  const given = argumentsOf(procedure, request)
  const early = procedure.answersLate === true ? undefined : outputOf(procedure.name, procedure.output, request)
  // Nothing is made for a call that cannot be done.
  const ledger = await readyLedger()
  const begun = `call:${entryOf(request)}`
  const done = `done:${entryOf(request)}`
  const isEntered = async (entry: string): Promise<boolean> =>
    (await connection.query(ledger.find, [entry], signal)).length > 0
  const unknown = (cause?: unknown): BerthError =>
    new BerthError('UNKNOWN_OUTCOME', { call: request.operation }, cause === undefined ? {} : { cause })
  await connection.begin(signal)
  try {
    if (await isEntered(done)) {
      await connection.rollback()
      return { repeated: true, fields: request.output, rows: [] }
    }
    if (!(await enter(connection, ledger, begun, signal))) throw unknown()
    const late = early === undefined ? await procedures.callLate?.(procedure, given, signal) : undefined
    const raw = late?.rows ?? (await procedures.call(procedure, given, signal))
    boundAnswer(request.operation, raw)
    const output = early ?? outputOf(procedure.name, late?.output ?? [], request)
    const rows = raw.map((row) => output.map(({ at, column }) => converted(procedure, column, row[at])))
    await enter(connection, ledger, done, signal)
    await commit(connection, signal)
    return { repeated: false, fields: output.map(({ column: { name, type } }) => ({ name, type })), rows }
  } catch (error) {
    await connection.rollback().catch(() => undefined)
    if (BerthError.is(error) && (error.code === 'CONNECTION_LOST' || error.code === 'ABORTED')) throw unknown(error)
    if (await isEntered(begun).catch(() => true)) throw unknown(error)
    throw error
  }
}

/** The key as the ledger can hold it: 200 printable ASCII characters with what stands before it. */
function entryOf({ idempotencyKey }: InvokeRequest): string {
  if (/^[ -~]{1,150}$/.test(idempotencyKey)) return idempotencyKey
  return `sha256:${createHash('sha256').update(idempotencyKey).digest('hex')}`
}

function argumentsOf(procedure: SqlProcedure, { operation, input }: InvokeRequest): SqlArgument[] {
  const unknown = input.find(({ name }) => !procedure.parameters.some((parameter) => parameter.name === name))
  if (unknown !== undefined) throw new BerthError('COLUMN_UNKNOWN', { dataset: operation, column: unknown.name })
  return procedure.parameters.flatMap((parameter) => {
    const given = input.find(({ name }) => name === parameter.name)
    return given === undefined ? [] : [{ parameter, cell: bindCell(given.value, parameter) }]
  })
}

/** The expected outputs, with their places in the rows of the procedure. */
function outputOf(
  dataset: string,
  answered: readonly SqlColumn[],
  { output }: InvokeRequest,
): readonly { readonly at: number; readonly column: SqlColumn }[] {
  return output.map(({ name }) => {
    const at = answered.findIndex((column) => column.name === name)
    const column = answered[at]
    if (column === undefined) throw new BerthError('COLUMN_UNKNOWN', { dataset, column: name })
    return { at, column }
  })
}

function converted(procedure: SqlProcedure, column: SqlColumn, raw: unknown): Value {
  if (raw === null || raw === undefined) return null
  try {
    return column.convert === undefined ? (raw as Value) : column.convert(raw)
  } catch (error) {
    if (!BerthError.is(error)) throw error
    const place = { dataset: procedure.name, column: column.name }
    throw new BerthError(error.code, { ...error.details, ...place }, { cause: error })
  }
}
