import { BerthError, type Field, type LogicalType, type Row, type Value } from '@berth/core'
import { type CellFaultCode, faultCode, missing } from './cell-fault.ts'
import { cellLength } from './cell-length.ts'
import { type CarefulReader, generateLoop, type LoopOutput } from './generate-loop.ts'
import { itemReader } from './item-reader.ts'
import { type GivenItem, valueMask } from './mask-value.ts'
import type { Plan, PlanResult, PlanWarning, RejectedRow } from './plan.ts'
import { changeMark, csvField, type PlanFormat, valueWriter } from './quoting.ts'

/** What a plan is compiled from. */
export interface PlanSettings<Format extends PlanFormat> {
  /** The items to give, in the order of the output: those that the guard permits, and no others. */
  readonly items: readonly GivenItem[]
  /** The columns of the rows to come. */
  readonly fields: readonly Field[]
  readonly format: Format
  /** Begins a CSV with a byte order mark, which spreadsheets need to see that it is UTF-8. @default false */
  readonly byteOrderMark?: boolean
  /** Begins each CSV record with `upsert`, under `$change`: where other records tell a delete. @default false */
  readonly marked?: boolean
  /** Names members of the output; by item id. @default the id */
  readonly names?: Readonly<Record<string, string>>
}

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
export function compilePlan(settings: PlanSettings<PlanFormat>): Plan<LoopOutput> {
  const { items, format, fields } = settings
  const places = items.map((item) => place(item, fields))
  const types = places.map((index) => fields[index]?.type as LogicalType)
  const read = items.map((item) => item.masked?.of ?? item)
  const strict = read.map((item, index) => itemReader(item, types[index] as LogicalType))
  const lenient = read.map((item, index) => itemReader(item, types[index] as LogicalType, true))
  const write = items.map(({ type, masked }) => {
    const writer = format === 'values' ? same : valueWriter(format, type)
    if (masked === undefined) return writer
    const mask = valueMask(masked)
    return (value: Value) => writer(mask(value))
  })
  const names = items.map((item) => settings.names?.[item.id] ?? item.id)
  const marked = settings.marked === true && format === 'csv'
  const loop = generateLoop(items, types, places, format, names, marked ? 'upsert,' : '')

  const run = (rows: readonly Row[]): PlanResult<LoopOutput> => {
    const rejects: RejectedRow[] = []
    const warnings = new Map<string, PlanWarning>()
    const readCell: CarefulReader = (index, cell, row) => {
      const item = read[index] as GivenItem
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
    const { output, rows: count } = loop(rows, readCell)
    return { output, rows: count, rejects, warnings: [...warnings.values()] }
  }
  const mark = settings.byteOrderMark === true ? '\ufeff' : ''
  return {
    items: items.map((item) => item.id),
    header: format === 'csv' ? `${mark}${[...(marked ? [changeMark] : []), ...names].map(csvField)}\r\n` : '',
    run,
  }
}

function same(value: Value): Value {
  return value
}

function place(item: GivenItem, fields: readonly Field[]): number {
  const index = fields.findIndex((field) => field.name === item.from)
  if (index < 0) throw new BerthError('COLUMN_UNKNOWN', { dataset: item.id, column: item.from })
  return index
}

function reject(rejects: RejectedRow[], row: number, item: GivenItem, code: CellFaultCode, cell: Value): undefined {
  rejects.push({ row, item: item.id, code, length: cellLength(cell) })
}

function warn(warnings: Map<string, PlanWarning>, item: GivenItem, code: CellFaultCode): void {
  const key = `${item.id} ${code}`
  warnings.set(key, { item: item.id, code, count: (warnings.get(key)?.count ?? 0) + 1 })
}
