import { canonicalProblem, characterCount, type LogicalType, type Row, type Value } from '@berth/core'
import type { Item } from '@berth/manifest'

/*
 * What a plan must give, said once more in the slowest and plainest way: BigInt arithmetic for numbers, Date for the
 * calendar, JSON.stringify for the bytes. It shares nothing with the plan but the contract's own `canonicalProblem`.
 */

export interface Expected {
  readonly text: string
  readonly values: Row[]
  readonly rejects: { row: number; item: string; code: string; length: number }[]
}

type Outcome = { value: Value } | { code: string }

export function expectedOf(items: readonly Item[], types: readonly LogicalType[], rows: readonly Row[]): Expected {
  const values: Row[] = []
  const rejects: Expected['rejects'] = []
  const lines: string[] = []
  rows.forEach((row, index) => {
    const record: Record<string, Value> = {}
    const out: Row = []
    for (const [place, item] of items.entries()) {
      const cell = row[place] as Value
      const outcome = settle(item, types[place] as LogicalType, cell)
      if ('code' in outcome) {
        rejects.push({ row: index, item: item.id, code: outcome.code, length: length(cell) })
        return
      }
      record[item.id] = outcome.value instanceof Uint8Array ? base64(outcome.value) : outcome.value
      out.push(outcome.value)
    }
    values.push(out)
    lines.push(`${JSON.stringify(record)}\n`)
  })
  return { text: lines.join(''), values, rejects }
}

function settle(item: Item, from: LogicalType, cell: Value): Outcome {
  let outcome = read(item, from, cell, false)
  if ('code' in outcome && item.onInvalid === 'null') outcome = { value: null }
  if ('code' in outcome && item.onInvalid === 'warn') {
    const again = read(item, from, cell, true)
    if ('value' in again) outcome = again
  }
  if ('value' in outcome && outcome.value === null && item.required) return { code: 'VALUE_MISSING' }
  return outcome
}

function read(item: Item, from: LogicalType, cell: Value, lenient: boolean): Outcome {
  if (cell === null) return { value: null }
  if (canonicalProblem(cell, { name: from.name }) !== undefined) return { code: 'VALUE_INVALID' }
  const to = item.type
  let source: Value = cell
  if (typeof cell === 'string' && from.name === 'text') {
    if (to.name !== 'text') source = cell.replace(/^ +| +$/g, '')
    else if (item.trim) source = cell.replace(/ +$/, '')
    if (source === '' && (to.name !== 'text' || item.codes !== undefined)) return { value: null }
  }
  if (item.codes?.map !== undefined) {
    const code = Object.entries(item.codes.map).find(([legacy]) => legacy === String(source))?.[1]
    if (code === undefined && !lenient) return { code: 'CODE_UNKNOWN' }
    source = code ?? String(source)
  }
  const outcome = convert(source, to, item, from.name === 'decimal')
  if ('code' in outcome) return outcome
  const { value } = outcome
  if (typeof value === 'string' && !value.isWellFormed()) return { code: 'VALUE_INVALID' }
  if (lenient || to.maxLength === undefined || value === null) return outcome
  return length(value) > to.maxLength ? { code: 'VALUE_TOO_LONG' } : outcome
}

function convert(value: Value, to: LogicalType, item: Item, keepSign: boolean): Outcome {
  const text = String(value)
  switch (to.name) {
    case 'text':
      return { value: text }
    case 'integer': {
      if (typeof value === 'number' && canonicalProblem(value, to) === undefined) return { value }
      const scaled = parse(text)
      if (scaled === undefined) return { code: 'VALUE_INVALID' }
      if (scaled.numerator % scaled.denominator !== 0n) return { code: 'VALUE_LOSS' }
      const whole = scaled.numerator / scaled.denominator
      return BigInt.asIntN(32, whole) === whole ? { value: Number(whole) } : { code: 'VALUE_LOSS' }
    }
    case 'int64': {
      const scaled = parse(text)
      if (scaled === undefined) return { code: 'VALUE_INVALID' }
      if (scaled.numerator % scaled.denominator !== 0n) return { code: 'VALUE_LOSS' }
      const whole = scaled.numerator / scaled.denominator
      return BigInt.asIntN(64, whole) === whole ? { value: String(whole) } : { code: 'VALUE_LOSS' }
    }
    case 'decimal':
      return decimal(text, to, keepSign)
    case 'boolean': {
      if ((item.format?.true ?? ['1', 'true']).includes(text)) return { value: true }
      return (item.format?.false ?? ['0', 'false']).includes(text) ? { value: false } : { code: 'VALUE_INVALID' }
    }
    case 'date':
      return date(text, item)
    default:
      return { value }
  }
}

function date(text: string, item: Item): Outcome {
  const match = item.format?.pattern === 'yyyyMMdd' ? /^(\d{4})(\d\d)(\d\d)$/ : /^(\d{4})-(\d\d)-(\d\d)$/
  const parts = match.exec(text)
  if (parts === null) return { code: 'VALUE_INVALID' }
  const iso = `${parts[1]}-${parts[2]}-${parts[3]}`
  const time = Date.parse(`${iso}T00:00:00Z`)
  if (parts[1] === '0000' || Number.isNaN(time)) return { code: 'VALUE_INVALID' }
  return new Date(time).toISOString().startsWith(iso) ? { value: iso } : { code: 'VALUE_INVALID' }
}

/** A zero with a sign is a decimal value like another, and stays what it is between decimals. */
function decimal(text: string, to: LogicalType, keepSign: boolean): Outcome {
  const scaled = parse(text)
  if (scaled === undefined) return { code: 'VALUE_INVALID' }
  const scale = to.scale ?? 0
  if (to.precision !== undefined) {
    const atScale = scaled.numerator * 10n ** BigInt(scale)
    if (atScale % scaled.denominator !== 0n) return { code: 'VALUE_LOSS' }
    const unscaled = atScale / scaled.denominator
    if ((unscaled < 0n ? -unscaled : unscaled) >= 10n ** BigInt(to.precision)) return { code: 'VALUE_LOSS' }
  }
  // The digits as they stand, with what a number needs and without what it does not.
  let [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.')
  whole = whole.replace(/^0+(?=\d)/, '') || '0'
  if (to.precision !== undefined) fraction = fraction.slice(0, scale)
  const sign = text.startsWith('-') && (keepSign || scaled.numerator !== 0n) ? '-' : ''
  return { value: `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}` }
}

function parse(text: string): { numerator: bigint; denominator: bigint } | undefined {
  if (!/^[+-]?\d*\.?\d*$/.test(text) || !/\d/.test(text)) return undefined
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.')
  const magnitude = BigInt(`${whole}${fraction}`)
  return { numerator: text.startsWith('-') ? -magnitude : magnitude, denominator: 10n ** BigInt(fraction.length) }
}

function length(value: Value): number {
  if (value === null) return 0
  return value instanceof Uint8Array ? value.length : characterCount(String(value))
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}
