import { BerthError, type OptionSchema, type OptionsSchema, Secret } from '@berth/core'
import type { Connection } from '../model.ts'
import { type OptionPart, parseReferences } from './reference.ts'

/** Where references are looked up. Undefined and an empty text both mean that there is none. */
export interface ReferenceSources {
  readonly env: Readonly<Record<string, string | undefined>>
  secret(name: string): string | undefined
}

/**
 * The options of a connection with its references filled in. A text that held a `${secret:}`, and one that `schema`
 * marks as secret, becomes a `Secret` (SEC-3). With `schema`, a text that came from references is converted where a
 * whole number or a boolean is expected and is written like one.
 *
 * Throws `SECRET_MISSING`, which names every reference of the connection without a value.
 */
export function resolveOptions(
  connection: Pick<Connection, 'options'>,
  sources: ReferenceSources,
  schema: OptionsSchema = {},
): Record<string, string | number | boolean | Secret> {
  const missing: string[] = []
  const resolved: Record<string, string | number | boolean | Secret> = {}
  for (const [option, value] of Object.entries(connection.options)) {
    const optionSchema = Object.hasOwn(schema, option) ? schema[option] : undefined
    if (typeof value !== 'string') {
      resolved[option] = value
      continue
    }
    const parts = parseReferences(value)
    if (parts === undefined)
      throw new TypeError(`The option ${option} of a checked manifest has a malformed reference.`)
    const text = parts.map((part) => textOf(part, sources, missing)).join('')
    const secret = parts.some((part) => 'name' in part && part.from === 'secret')
    if (secret || (optionSchema?.type === 'string' && optionSchema.secret === true)) resolved[option] = new Secret(text)
    else resolved[option] = parts.some((part) => 'name' in part) ? converted(text, optionSchema) : text
  }
  if (missing.length > 0) throw new BerthError('SECRET_MISSING', { reference: [...new Set(missing)].join(', ') })
  return resolved
}

function textOf(part: OptionPart, sources: ReferenceSources, missing: string[]): string {
  if ('literal' in part) return part.literal
  const value = part.from === 'env' ? sources.env[part.name] : sources.secret(part.name)
  if (value !== undefined && value !== '') return value
  missing.push(part.written)
  return ''
}

function converted(text: string, schema: OptionSchema | undefined): string | number | boolean {
  if (schema?.type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text)
  if (schema?.type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}
