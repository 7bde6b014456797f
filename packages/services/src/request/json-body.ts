import type { JsonValue, LogicalType, Value } from '@berth/core'
import type { ServiceDataset } from '../definition/service-dataset.ts'
import { type Inputs, inputTexts } from './input-values.ts'
import { filled, type Template, template } from './template.ts'

/** A JSON body with places for inputs. */
export type JsonTemplate =
  | { readonly constant: JsonValue }
  | { readonly input: string }
  | { readonly text: Template }
  | { readonly items: readonly JsonTemplate[] }
  | { readonly members: readonly (readonly [name: string, value: JsonTemplate])[] }

export function jsonTemplate(body: unknown): JsonTemplate {
  if (typeof body === 'string') {
    const text = template(body)
    const [only] = text.parts
    if (text.parts.length === 1 && typeof only === 'object') return { input: only.input }
    return text.names.length === 0 ? { constant: filled(text, new Map(), (part) => part) ?? '' } : { text }
  }
  if (Array.isArray(body)) return { items: body.map(jsonTemplate) }
  if (typeof body === 'object' && body !== null)
    return { members: Object.entries(body).map(([name, value]) => [name, jsonTemplate(value)]) }
  return { constant: body as JsonValue }
}

/** The names of the inputs in it; those of members and items alone may be left out. */
export function jsonNames(body: JsonTemplate): readonly string[] {
  if ('input' in body) return [body.input]
  if ('text' in body) return body.text.names
  if ('items' in body) return body.items.flatMap(jsonNames)
  return 'members' in body ? body.members.flatMap(([, value]) => jsonNames(value)) : []
}

/** The body as JSON. A place that is an input alone takes its type: numbers keep their digits. What is not given is left out. */
export function jsonBody(body: JsonTemplate, dataset: ServiceDataset, inputs: Inputs): string {
  const texts = inputTexts(dataset, inputs)
  return JSON.stringify(bound(body, dataset, inputs, texts) ?? null)
}

function bound(
  body: JsonTemplate,
  dataset: ServiceDataset,
  inputs: Inputs,
  texts: ReadonlyMap<string, string>,
): JsonValue | undefined {
  const inner = (each: JsonTemplate): JsonValue | undefined => bound(each, dataset, inputs, texts)
  if ('constant' in body) return body.constant
  if ('text' in body) return filled(body.text, texts, (text) => text)
  if ('items' in body) return body.items.map(inner).filter((value) => value !== undefined)
  if ('members' in body) {
    const members = body.members.map(([name, value]) => [name, inner(value)] as const)
    return Object.fromEntries(members.filter(([, value]) => value !== undefined)) as { [name: string]: JsonValue }
  }
  if (!inputs.has(body.input)) return undefined
  const value = inputs.get(body.input) ?? null
  return value === null ? null : jsonValue(value, dataset.inputs.get(body.input)?.type, texts.get(body.input) ?? '')
}

const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => JsonValue }

function jsonValue(value: Exclude<Value, null>, type: LogicalType | undefined, text: string): JsonValue {
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (type?.name === 'int64' || type?.name === 'decimal') return rawJSON(text)
  return text
}
