import type { LogicalType, Row, Value } from '@berth/core'
import { fastPath, fastPathScope } from './fast-path.ts'
import type { GivenItem } from './mask-value.ts'
import type { PlanFormat } from './quoting.ts'

/** Reads one cell the careful way: what stands for it in the output, or undefined when its row is rejected. */
export type CarefulReader = (item: number, cell: Value, row: number) => unknown

/** What the formats give for a batch. */
export type LoopOutput = Row[] | string | readonly string[]

/** Goes over a batch and writes it, asking `read` for every cell that needs thought. */
export type Loop = (rows: readonly Row[], read: CarefulReader) => { output: LoopOutput; rows: number }

/** What the generated code calls an item's parts. */
interface Part {
  /** The variable that holds the text of a cell. */
  readonly text: string
  /** The bit that says that the text is complete; 0 where it always is. */
  readonly bit: number
}

/** The bits of one JavaScript integer; what is beyond them is quoted cell by cell. */
const mostBits = 30

const piece = "if (output.length > 16384) { pieces.push(output); output = ''; }"

/**
 * Generates the loop of a plan. A row whose cells all took the fast path is written in one expression, the quotation
 * marks being part of the names around the values; a bit for each cell says where that does not hold.
 *
 * `lead` is what a CSV record begins with. The names and numbers in the code come from the manifest as JSON literals; rows only ever pass through it.
 */
export function generateLoop(
  items: readonly GivenItem[],
  columns: readonly LogicalType[],
  places: readonly number[],
  format: PlanFormat,
  names: readonly string[],
  lead = '',
): Loop {
  const scope: Record<string, unknown> = { ...fastPathScope }
  const cells: string[] = []
  const parts: Part[] = []
  items.forEach((item, index) => {
    const [cell, text] = [`c${index}`, `t${index}`]
    const fast = fastPath(item, columns[index] as LogicalType, format, cell, text)
    Object.assign(scope, fast.scope)
    const bit = fast.quoted && index < mostBits ? 1 << index : 0
    const mark = bit === 0 ? '' : `careful |= ${bit}; `
    const absent = item.required ? '' : `if (${cell} === null) { ${mark}${text} = ${nullLiteral(format)}; } else `
    const quote = fast.quoted && bit === 0 ? `if (${text} !== undefined) ${text} = '"' + ${text} + '"';` : ''
    cells.push(`const ${cell} = row[${places[index]}]; let ${text};
    ${absent}{ ${fast.code} ${quote} }
    if (${text} === undefined) { ${mark}${text} = read(${index}, ${cell}, i); if (${text} === undefined) continue; }`)
    parts.push({ text, bit })
  })
  const code = `'use strict';
return (rows, read) => {
  const pieces = [];
  let output = ${format === 'values' ? '[]' : "''"}, count = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    let careful = 0;
    ${cells.join('\n    ')}
    ${record(format, names, parts, lead)}
    count++;
  }
  return { output: ${whole(format)}, rows: count };
}`
  return new Function(...Object.keys(scope), code)(...Object.values(scope)) as Loop
}

function whole(format: PlanFormat): string {
  if (format === 'values') return 'output'
  return format === 'json' ? "'[' + output + ']'" : "output === '' ? pieces : (pieces.push(output), pieces)"
}

function nullLiteral(format: PlanFormat): string {
  return format === 'values' ? 'null' : format === 'csv' ? "''" : "'null'"
}

function record(format: PlanFormat, names: readonly string[], parts: readonly Part[], lead: string): string {
  if (format === 'values') return `output.push([${parts.map(({ text }) => text).join(', ')}]);`
  if (format === 'csv') {
    const fields = parts.map(({ text }) => text).join(" + ',' + ") || "''"
    const before = lead === '' ? '' : `${JSON.stringify(lead)} + `
    return `output += ${before}${fields} + '\\r\\n'; ${piece}`
  }
  const before = format === 'json' ? "(count === 0 ? '' : ',') + " : ''
  const after = format === 'json' ? '' : `${piece}`
  return `if (careful === 0) output += ${before}${object(names, parts, format, fusedMember)};
    else output += ${before}${object(names, parts, format, carefulMember)};
    ${after}`
}

/** A member of an object: what comes before the value, the value, what comes after it. */
type Member = (part: Part) => readonly [before: string, value: string, after: string]

const fusedMember: Member = ({ text, bit }) => (bit === 0 ? ['', text, ''] : ['"', text, '"'])
const carefulMember: Member = ({ text, bit }) =>
  bit === 0 ? ['', text, ''] : ['', `((careful & ${bit}) === 0 ? '"' + ${text} + '"' : ${text})`, '']

/** The expression of one object, its literals joined. */
function object(names: readonly string[], parts: readonly Part[], format: PlanFormat, member: Member): string {
  let literal = '{'
  const terms: string[] = []
  parts.forEach((part, index) => {
    const [before, value, after] = member(part)
    literal += `${index === 0 ? '' : ','}${JSON.stringify(names[index])}:${before}`
    terms.push(JSON.stringify(literal), value)
    literal = after
  })
  return [...terms, JSON.stringify(`${literal}}${format === 'ndjson' ? '\n' : ''}`)].join(' + ')
}
