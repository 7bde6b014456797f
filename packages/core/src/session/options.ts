import type { ConnectorManifest } from '../contract/connector.ts'
import type { OptionSchema } from '../contract/options.ts'
import { BerthError, type ErrorDetails } from '../errors/berth-error.ts'
import type { ValueProblem } from '../errors/catalogue/value-problems.ts'
import { Secret } from '../secret.ts'

/**
 * Options checked against the connector's schema, with defaults filled in and secrets wrapped. Throws
 * `OPTION_UNKNOWN`, `OPTION_MISSING` or `OPTION_INVALID`; the error names the option, never its value.
 */
export function validateOptions(
  manifest: ConnectorManifest,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  for (const option of Object.keys(given)) {
    if (!Object.hasOwn(manifest.options, option)) {
      throw new BerthError('OPTION_UNKNOWN', { connector: manifest.name, option })
    }
  }
  const options: Record<string, unknown> = {}
  for (const [option, schema] of Object.entries(manifest.options)) {
    const value = given[option] ?? schema.default
    if (value === undefined) {
      if (schema.required === true) throw new BerthError('OPTION_MISSING', { connector: manifest.name, option })
      continue
    }
    const problem = optionProblem(value, schema)
    if (problem !== undefined) throw new BerthError('OPTION_INVALID', { connector: manifest.name, option, ...problem })
    options[option] =
      schema.type === 'string' && schema.secret === true && !(value instanceof Secret)
        ? new Secret(String(value))
        : value
  }
  return options
}

type OptionProblem = ErrorDetails & { readonly problem: ValueProblem }

function optionProblem(value: unknown, schema: OptionSchema): OptionProblem | undefined {
  switch (schema.type) {
    case 'string':
      if (schema.secret === true && value instanceof Secret) return undefined
      if (typeof value !== 'string') return { problem: 'option-text' }
      return schema.enum === undefined || schema.enum.includes(value)
        ? undefined
        : { problem: 'option-choice', choices: schema.enum.join(', ') }
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value)) return { problem: 'option-integer' }
      if (schema.minimum !== undefined && value < schema.minimum) {
        return { problem: 'option-least', least: schema.minimum }
      }
      return schema.maximum !== undefined && value > schema.maximum
        ? { problem: 'option-most', most: schema.maximum }
        : undefined
    case 'boolean':
      return typeof value === 'boolean' ? undefined : { problem: 'option-boolean' }
  }
}
