import { maxAnswerRows, type SqlArgument, type SqlConnection, type SqlProcedure, type SqlProcedures } from '@berth/sql'
import type { CatalogueSettings } from './catalogue.ts'
import { type Routine, readRoutines } from './procedure-catalogue.ts'
import { quote } from './quote.ts'

/** Calls functions and procedures, with their arguments by name. */
export function postgresProcedures(connection: SqlConnection, settings: CatalogueSettings): SqlProcedures {
  const known = new Map<SqlProcedure, Routine>()
  return {
    async load(operation, signal) {
      const routines = await readRoutines(connection, operation, settings, signal)
      const found = routines.find(({ name }) => name === operation)
      if (found !== undefined) known.set(found, found)
      return found
    },
    async call(procedure, given, signal) {
      const routine = known.get(procedure)
      if (routine === undefined) throw new TypeError('a procedure of another session')
      const text = routine.isCalled ? callText(routine, given, settings) : selectText(routine, given)
      const cells = given.map(({ cell }) => cell)
      const rows = await connection.query(text, cells, signal)
      // A function without a result gives a row of nothing, which is none.
      return routine.output.length === 0 ? [] : rows
    },
  }
}

/** The type is said, so that the right one of several functions is found. */
function argument({ positional }: Routine, { parameter }: SqlArgument, position: number): string {
  const marker = parameter.marker?.(`$${position}`) ?? `$${position}`
  const value = `CAST(${marker} AS ${parameter.nativeType})`
  return positional.has(parameter.name) ? value : `${quote(parameter.name)} := ${value}`
}

function selectText(routine: Routine, given: readonly SqlArgument[]): string {
  const names = routine.output.map(({ name }) => quote(name))
  const cells = routine.output.map(({ name, select }) => select?.(quote(name)) ?? quote(name))
  const values = given.map((each, at) => argument(routine, each, at + 1))
  const call = `${routine.reference}(${values.join(', ')})`
  if (cells.length === 0) return `SELECT FROM ${call} AS berth`
  return `SELECT ${cells.join(', ')} FROM ${call} AS berth (${names.join(', ')}) LIMIT ${maxAnswerRows + 1}`
}

/** From PostgreSQL 14 on a place is held for each output parameter. */
function callText(routine: Routine, given: readonly SqlArgument[], { version }: CatalogueSettings): string {
  const places = version < 140_000 ? [] : routine.outputOnly.map((name) => `${quote(name)} := NULL`)
  const values = given.map((each, at) => argument(routine, each, at + 1))
  return `CALL ${routine.reference}(${[...values, ...places].join(', ')})`
}
