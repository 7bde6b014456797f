import { BerthError } from '@berth/core'
import { maxAnswerRows, type SqlArgument, type SqlConnection, type SqlProcedures } from '@berth/sql'
import { type CatalogueSettings, type FirebirdProcedure, loadProcedure } from './catalogue.ts'
import { quote } from './quote.ts'

/** Calls procedures: those that answer with rows by a SELECT, others by EXECUTE PROCEDURE. */
export function firebirdProcedures(connection: SqlConnection, settings: CatalogueSettings): SqlProcedures {
  return {
    load: (operation, signal) => loadProcedure(connection, operation, settings, signal),
    call: (procedure, given, signal) => {
      const { reference, selectable, output } = procedure as FirebirdProcedure
      const arguments_ = inOrder(procedure as FirebirdProcedure, given)
      const markers = arguments_.map(({ parameter }) => parameter.marker?.('?') ?? '?').join(', ')
      const call = markers === '' ? reference : `${reference}(${markers})`
      const answer = output.map((column) => column.select?.(quote(column.name)) ?? quote(column.name)).join(', ')
      const text = selectable ? `SELECT FIRST ${maxAnswerRows + 1} ${answer} FROM ${call}` : `EXECUTE PROCEDURE ${call}`
      return connection.query(
        text,
        arguments_.map(({ cell }) => cell),
        signal,
      )
    },
  }
}

/** Parameters have places, not names: only the last may be left out. Throws `VALUE_MISSING` for another one. */
function inOrder({ parameters }: FirebirdProcedure, given: readonly SqlArgument[]): readonly SqlArgument[] {
  for (const [at, parameter] of parameters.slice(0, given.length).entries()) {
    if (given[at]?.parameter.name !== parameter.name) throw new BerthError('VALUE_MISSING', { column: parameter.name })
  }
  return given
}
