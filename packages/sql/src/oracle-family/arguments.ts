import type { SqlColumn } from '../column.ts'
import type { SqlProcedure } from '../procedure.ts'

/** How arguments are typed. */
export interface ArgumentSettings {
  /** The owner whose objects are named without it. */
  readonly schema: string
  /** A column of its native parts, or an argument of its. */
  column(native: readonly unknown[], name: string): SqlColumn
}

/** One argument of a procedure, or what a function returns. */
export interface FamilyArgument {
  /** Undefined for a cursor. */
  readonly column: SqlColumn | undefined
  readonly name: string
  readonly goesIn: boolean
  readonly comesOut: boolean
  readonly isReturn: boolean
}

/** A procedure or function with where it is and all its arguments in their order. */
export interface FamilyProcedure extends SqlProcedure {
  readonly path: readonly string[]
  readonly arguments: readonly FamilyArgument[]
}

/** The name under which what a function returns is told. */
export const returnValue = 'RETURN_VALUE'

/** The procedures of the rows that `FamilyQuestionSet.procedures` gives: `[OWNER.][PACKAGE.]NAME[#OVERLOAD]`. */
export function proceduresOf(rows: readonly unknown[][], settings: ArgumentSettings): FamilyProcedure[] {
  const groups: Map<string, unknown[][]> = new Map()
  for (const row of rows) {
    const place = JSON.stringify(row.slice(0, 4))
    groups.set(place, [...(groups.get(place) ?? []), row])
  }
  return [...groups.values()].map((group) => procedureOf(group, settings))
}

function procedureOf(rows: readonly unknown[][], settings: ArgumentSettings): FamilyProcedure {
  const [owner, name, packageName, overload] = rows[0] ?? []
  const path = [owner, packageName, name].filter((part) => part !== null && part !== undefined).map(String)
  const told = owner === settings.schema ? path.slice(1) : path
  const given = rows.filter((row) => row[7] !== null && row[7] !== undefined).map((row) => argumentOf(row, settings))
  const columns = (kept: (argument: FamilyArgument) => boolean): SqlColumn[] =>
    given.flatMap((argument) => (argument.column === undefined || !kept(argument) ? [] : [argument.column]))
  const late = given.some(({ column, comesOut }) => column === undefined && comesOut)
  return {
    name: `${told.join('.')}${overload === null || overload === undefined ? '' : `#${String(overload)}`}`,
    reference: path.join('.'),
    path,
    arguments: given,
    parameters: columns(({ goesIn }) => goesIn),
    output: late ? [] : columns(({ comesOut }) => comesOut),
    ...(late ? { answersLate: true } : {}),
  }
}

function argumentOf(row: readonly unknown[], { column }: ArgumentSettings): FamilyArgument {
  const [position, name, direction] = row.slice(4)
  const isReturn = Number(position) === 0 || name === null || name === undefined
  const called = isReturn ? returnValue : String(name)
  return {
    column: /CURSOR/.test(String(row[7])) ? undefined : column(row.slice(7), called),
    name: called,
    goesIn: String(direction).startsWith('IN') && !isReturn,
    comesOut: String(direction).includes('OUT') || isReturn,
    isReturn,
  }
}
