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
 */
export function callBlock(
  spelling: BlockSpelling,
  procedure: FamilyProcedure,
  given: readonly SqlArgument[],
): CallBlock {
  const cells: unknown[] = []
  const outputs: BlockOutput[] = []
  const declared: string[] = []
  const actual: { readonly argument: FamilyArgument; readonly expression: string }[] = []
  const printed: ((position: number) => string)[] = []
  let cursor: string | undefined
  for (const argument of procedure.arguments) {
    const { column, comesOut } = argument
    const cell = given.find(({ parameter }) => parameter === column)
    if (column === undefined || (cell === undefined && !comesOut)) {
      if (column === undefined) actual.push({ argument, expression: '' })
      continue
    }
    let input: string | undefined
    if (cell !== undefined) {
      cells.push(cell.cell)
      const marker = spelling.marker(cells.length)
      input = column.marker?.(marker) ?? marker
    }
    if (!comesOut) {
      actual.push({ argument, expression: input ?? '' })
      continue
    }
    const variable = `V${declared.length + 1}`
    declared.push(`  ${variable} ${spelling.variable(column)}${input === undefined ? '' : ` := ${input}`};`)
    actual.push({ argument, expression: variable })
    outputs.push({ column })
    printed.push((position) => `  ${spelling.marker(position)} := ${spelling.printed(column, variable)};`)
  }
  const cursors = actual.filter(({ argument }) => argument.column === undefined).length
  // The call stands before what prints its outputs, and so does the marker of its cursor.
  let position = cells.length
  const passed = actual.map(({ argument, expression }) => {
    if (argument.column !== undefined) return { argument, expression }
    cursor = spelling.marker(++position)
    outputs.splice(position - cells.length - 1, 0, 'cursor')
    return { argument, expression: cursor }
  })
  const returned = passed.find(({ argument }) => argument.isReturn)
  const named = passed
    .filter(({ argument }) => !argument.isReturn)
    .map(({ argument, expression }) => `${spelling.quote(argument.name)} => ${expression}`)
  const path = procedure.path.map((part) => spelling.quote(part)).join('.')
  const call = `  ${returned === undefined ? '' : `${returned.expression} := `}${path}${named.length === 0 ? '' : `(${named.join(', ')})`};`
  const prints = printed.map((print, at) => print(cells.length + cursors + at + 1))
  const text = [...(declared.length === 0 ? [] : ['DECLARE', ...declared]), 'BEGIN', call, ...prints, 'END;'].join('\n')
  return { text, cells, outputs }
}
