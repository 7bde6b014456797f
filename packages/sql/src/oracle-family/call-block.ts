import type { SqlColumn } from '../column.ts'
import type { SqlArgument } from '../procedure.ts'
import type { FamilyArgument, FamilyProcedure } from './arguments.ts'

/** What comes back through a parameter of a block. */
export type BlockOutput = { readonly column: SqlColumn } | 'cursor'

/** A block of procedural code that calls a procedure. */
export interface CallBlock {
  readonly text: string
  /** What goes in, for the first markers; the outputs have those behind. */
  readonly cells: readonly unknown[]
  readonly outputs: readonly BlockOutput[]
}

/** How a block spells what it declares and prints. */
export interface BlockSpelling {
  quote(identifier: string): string
  marker(position: number): string
  /** The type of a variable that any value of the column fits. */
  variable(column: SqlColumn): string
  /** The expression that prints a variable exactly. */
  printed(column: SqlColumn, variable: string): string
}

/**
 * The block that calls a procedure by the names of its arguments, so that those that are not given have their defaults.
 * Outputs pass through variables and come out printed: libraries would round numbers and times that they are bound to.
 *
 * Markers stand in the text in the order of what is bound, for libraries count them so: first those that give a variable
 * its value, then those of the call, then the outputs.
 */
export function callBlock(
  spelling: BlockSpelling,
  procedure: FamilyProcedure,
  given: readonly SqlArgument[],
): CallBlock {
  const cells: unknown[] = []
  const input = ({ column }: FamilyArgument): string | undefined => {
    const cell = given.find(({ parameter }) => parameter === column)
    if (cell === undefined || column === undefined) return undefined
    cells.push(cell.cell)
    const marker = spelling.marker(cells.length)
    return column.marker?.(marker) ?? marker
  }
  const outs = procedure.arguments.filter(({ comesOut }) => comesOut)
  const declared = outs.map((argument, at) => {
    const { column } = argument
    const type = column === undefined ? 'SYS_REFCURSOR' : spelling.variable(column)
    const value = input(argument)
    return `  V${at + 1} ${type}${value === undefined ? '' : ` := ${value}`};`
  })
  const named = procedure.arguments.flatMap((argument) => {
    if (argument.isReturn) return []
    const expression = argument.comesOut ? `V${outs.indexOf(argument) + 1}` : input(argument)
    return expression === undefined ? [] : [`${spelling.quote(argument.name)} => ${expression}`]
  })
  const returned = outs.findIndex(({ isReturn }) => isReturn)
  const path = procedure.path.map((part) => spelling.quote(part)).join('.')
  const call = `${path}${named.length === 0 ? '' : `(${named.join(', ')})`};`
  const prints = outs.map(({ column }, at) => {
    const variable = `V${at + 1}`
    const printed = column === undefined ? variable : spelling.printed(column, variable)
    return `  ${spelling.marker(cells.length + at + 1)} := ${printed};`
  })
  const body = `  ${returned < 0 ? '' : `V${returned + 1} := `}${call}`
  const text = [...(declared.length === 0 ? [] : ['DECLARE', ...declared]), 'BEGIN', body, ...prints, 'END;'].join('\n')
  return { text, cells, outputs: outs.map(({ column }) => (column === undefined ? 'cursor' : { column })) }
}
