import { BerthError, characterCount, type Field, type Row, type Value } from '@berth/core'
import type { Item } from '@berth/manifest'
import { type CellFaultCode, faultCode, missing } from './cell-fault.ts'
import { fastPath, fastPathScope } from './fast-path.ts'
import { itemReader } from './item-reader.ts'
import type { Plan, PlanResult, PlanWarning, RejectedRow } from './plan.ts'
import { csvField, type PlanFormat, valueWriter } from './quoting.ts'

/** What a plan is compiled from. */
export interface PlanSettings<Format extends PlanFormat> {
  /** The items to give, in the order of the output: those that the guard permits, and no others. */
  readonly items: readonly Item[]
  /** The columns of the rows to come. */
  readonly fields: readonly Field[]
  readonly format: Format
  /** Begins a CSV with a byte order mark, which spreadsheets need to see that it is UTF-8. @default false */
  readonly byteOrderMark?: boolean
  /** Names members of the output; by item id. @default the id */
  readonly names?: Readonly<Record<string, string>>
}

/** Reads one cell the careful way: what stands for it in the output, or undefined when its row is rejected. */
type CarefulReader = (item: number, cell: Value, row: number) => unknown
type Output = Row[] | string | readonly string[]
type Loop = (rows: readonly Row[], read: CarefulReader) => { output: Output; rows: number }

/**
 * Compiles one generated function that picks, converts, checks and writes the rows of a batch.
 *
 * `ndjson` gives one object a line, `csv` records without the header, both in pieces of some kilobytes that follow each
 * other: a text is cheapest to encode while it is short. `json` gives one array, `values` rows of canonical values. The
 * order is that of the items. The generated code holds item ids as JSON literals and never data.
 *
 * Throws `COLUMN_UNKNOWN` when an item's column is not among the fields, and `CONVERSION_UNKNOWN`.
 */
export function compilePlan(settings: PlanSettings<'values'>): Plan<Row[]>
export function compilePlan(settings: PlanSettings<'json'>): Plan<string>
export function compilePlan(settings: PlanSettings<'ndjson' | 'csv'>): Plan<readonly string[]>
export function compilePlan(settings: PlanSettings<PlanFormat>): Plan<Output> {
  const { items, format, fields } = settings
  const places = items.map((item) => place(item, fields))
  const strict = items.map((item, index) => itemReader(item, fieldAt(fields, places[index]).type))
  const lenient = items.map((item, index) => itemReader(item, fieldAt(fields, places[index]).type, true))
  const write = items.map((item) => (format === 'values' ? same : valueWriter(format, item.type)))
  const loop = generate(settings, places)
  const names = items.map((item) => settings.names?.[item.id] ?? item.id)

  const run = (rows: readonly Row[]): PlanResult<Output> => {
    const rejects: RejectedRow[] = []
    const warnings = new Map<string, PlanWarning>()
    const read: CarefulReader = (index, cell, row) => {
      const item = items[index] as Item
      let value = strict[index]?.(cell) ?? null
      if (typeof value === 'symbol') {
        const code = faultCode(value)
        if (item.onInvalid === 'null') value = null
        if (item.onInvalid === 'warn') value = lenient[index]?.(cell) ?? null
        if (typeof value === 'symbol') return reject(rejects, row, item, code, cell)
        warn(warnings, item, code)
      }
      if (value === null && item.required) return reject(rejects, row, item, faultCode(missing), cell)
      return write[index]?.(value)
    }
    const { output, rows: count } = loop(rows, read)
    return { output, rows: count, rejects, warnings: [...warnings.values()] }
  }
  const mark = settings.byteOrderMark === true ? '\ufeff' : ''
  return {
    items: items.map((item) => item.id),
    header: format === 'csv' ? `${mark}${names.map(csvField)}\r\n` : '',
    run,
  }
}

function same(value: Value): Value {
  return value
}

function place(item: Item, fields: readonly Field[]): number {
  const index = fields.findIndex((field) => field.name === item.from)
  if (index < 0) throw new BerthError('COLUMN_UNKNOWN', { dataset: item.id, column: item.from })
  return index
}

function fieldAt(fields: readonly Field[], index: number | undefined): Field {
  return fields[index ?? -1] as Field
}

function reject(rejects: RejectedRow[], row: number, item: Item, code: CellFaultCode, cell: Value): undefined {
  rejects.push({ row, item: item.id, code, length: lengthOf(cell) })
}

function warn(warnings: Map<string, PlanWarning>, item: Item, code: CellFaultCode): void {
  const key = `${item.id} ${code}`
  warnings.set(key, { item: item.id, code, count: (warnings.get(key)?.count ?? 0) + 1 })
}

function lengthOf(cell: Value): number {
  if (cell === null) return 0
  return typeof cell === 'object' ? cell.byteLength : characterCount(String(cell))
}

function generate(settings: PlanSettings<PlanFormat>, places: readonly number[]): Loop {
  const { items, fields, format } = settings
  const scope: Record<string, unknown> = { ...fastPathScope }
  const cells: string[] = []
  const names = items.map((item) => settings.names?.[item.id] ?? item.id)
  items.forEach((item, index) => {
    const fast = fastPath(item, fieldAt(fields, places[index]).type, format, `c${index}`, `t${index}`)
    Object.assign(scope, fast.scope)
    const absent = item.required ? '' : `if (c${index} === null) t${index} = ${nullLiteral(format)}; else `
    cells.push(`const c${index} = row[${places[index]}]; let t${index};
    ${absent}${fast.code}
    if (t${index} === undefined) { t${index} = read(${index}, c${index}, i); if (t${index} === undefined) continue; }`)
  })
  const parts = items.map((_, index) => `t${index}`)
  const code = `'use strict';
return (rows, read) => {
  const pieces = [];
  let output = ${format === 'values' ? '[]' : "''"}, count = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    ${cells.join('\n    ')}
    ${record(format, names, parts)}
    count++;
  }
  return { output: ${whole(format)}, rows: count };
}`
  // The names and numbers in the code come from the manifest as JSON literals; rows only ever pass through it.
  return new Function(...Object.keys(scope), code)(...Object.values(scope)) as Loop
}

function whole(format: PlanFormat): string {
  if (format === 'values') return 'output'
  return format === 'json' ? "'[' + output + ']'" : "output === '' ? pieces : (pieces.push(output), pieces)"
}

function nullLiteral(format: PlanFormat): string {
  return format === 'values' ? 'null' : format === 'csv' ? "''" : "'null'"
}

const piece = `if (output.length > 16384) { pieces.push(output); output = ''; }`

function record(format: PlanFormat, names: readonly string[], parts: readonly string[]): string {
  if (format === 'values') return `output.push([${parts.join(', ')}]);`
  if (format === 'csv') return `output += ${parts.join(" + ',' + ") || "''"} + '\\r\\n'; ${piece}`
  const members = names.map((name, index) => {
    const before = `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`
    return `${JSON.stringify(before)} + ${parts[index]}`
  })
  const object = members.length === 0 ? "'{}'" : `${members.join(' + ')} + '}'`
  return format === 'ndjson'
    ? `output += ${object} + '\\n'; ${piece}`
    : `output += (count === 0 ? '' : ',') + ${object};`
}
