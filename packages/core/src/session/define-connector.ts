import type { Connector } from '../contract/connector.ts'

const marker = Symbol.for('berth.connector')

/** The contract version this package implements. */
export const contractVersion = 1

/**
 * Marks an implementation as a connector. A package exports the result as `connector`.
 * Throws a `TypeError` for what only its author can have got wrong.
 */
export function defineConnector<Options>(connector: Connector<Options>): Connector<Options> {
  const { name, options } = connector.manifest
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    throw new TypeError(`a connector's name is lower case letters, digits and hyphens: ${name}`)
  for (const [option, schema] of Object.entries(options)) {
    if (schema.required === true && schema.default !== undefined) {
      throw new TypeError(`option ${option} of ${name} is required and has a default`)
    }
  }
  return Object.defineProperty({ ...connector }, marker, { value: true })
}

/** Whether `value` came from `defineConnector`, also that of another installed copy of this package. */
export function isConnector(value: unknown): value is Connector {
  return typeof value === 'object' && value !== null && marker in value
}
