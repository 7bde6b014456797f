import { BerthError, canonicalProblem, type LogicalType, type Value, valueOfText } from '@berth/core'
import type { DefinedInput, ServiceDataset } from '../definition/service-dataset.ts'

/** What a request is told: values of the inputs' types. An input that is not there is left out of the request. */
export type Inputs = ReadonlyMap<string, Value>

/** A canonical value of the input's type; undefined where it cannot be one. */
export function inputValue(value: Value, type: LogicalType): Value | undefined {
  if (value === null) return null
  if (typeof value === 'string' && !value.isWellFormed()) return undefined
  if (canonicalProblem(value, type) === undefined) return value
  if (value instanceof Uint8Array || type.name === 'binary') return undefined
  try {
    const converted = valueOfText(String(value), type, '')
    // A text of digits is a number, but `true` is none, nor is 1.5 a whole one.
    return typeof value === 'boolean' && type.name !== 'text' ? undefined : converted
  } catch {
    return undefined
  }
}

/** Refuses a call that lacks an input, before anything is sent: `PARAMETER_MISSING` (LKP-2). Fills in defaults. */
export function completeInputs({ inputs: declared }: ServiceDataset, given: Inputs): Inputs {
  const complete = new Map(given)
  for (const { name, required, default: standard, type } of declared.values()) {
    if (complete.has(name)) continue
    if (required) throw new BerthError('PARAMETER_MISSING', { parameter: name })
    if (standard !== undefined) complete.set(name, inputValue(standard, type) ?? standard)
  }
  return complete
}

/** The inputs as texts, as they go into addresses, headers and bodies. NULL is left out. */
export function inputTexts({ inputs: declared }: ServiceDataset, inputs: Inputs): Map<string, string> {
  const texts = new Map<string, string>()
  for (const [name, value] of inputs) if (value !== null) texts.set(name, inputText(value, declared.get(name)))
  return texts
}

function inputText(value: Exclude<Value, null>, input: DefinedInput | undefined): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  const pattern = input?.pattern
  return pattern === undefined ? String(value) : timeText(String(value), pattern)
}

/** A canonical time, written by a pattern; digits below the millisecond are cut. */
function timeText(value: string, pattern: string): string {
  const match = /^(?:(\d{4})-(\d\d)-(\d\d))?T?(?:(\d\d):(\d\d):(\d\d)(?:\.(\d+))?)?Z?$/.exec(value)
  if (match === null) return value
  const [, yyyy = '', MM = '', dd = '', HH = '00', mm = '00', ss = '00', fraction = ''] = match
  const parts: Readonly<Record<string, string>> = { yyyy, MM, dd, HH, mm, ss, SSS: fraction.padEnd(3, '0').slice(0, 3) }
  return pattern.replaceAll(/yyyy|MM|dd|HH|mm|ss|SSS/g, (name) => parts[name] ?? name)
}
