import type { ConnectorManifest, OptionSchema } from '@berth/core'
import { BerthError } from '@berth/core'
import { tell } from '../messages/say.ts'

/** The options of a new connection, as the scaffold writes them. */
export interface ConnectionOptions {
  /** What stands behind `options:`, a block of YAML indented for its place. */
  readonly yaml: string
  /** Lines of `.env.example`. */
  readonly environment: readonly string[]
}

const indent = ' '.repeat(6)

/**
 * Writes the options of a connector: what is given as it is, a secret always as a reference, what is needed and not
 * given as a reference to an environment variable, and the rest as comments with their defaults.
 */
export function connectionOptions(
  manifest: ConnectorManifest | undefined,
  given: Readonly<Record<string, string>>,
): ConnectionOptions {
  const yaml: string[] = []
  const environment: string[] = []
  const schemas = Object.entries(manifest?.options ?? {})
  for (const option of Object.keys(given)) {
    const schema = manifest?.options[option]
    if (manifest !== undefined && schema === undefined) {
      throw new BerthError('OPTION_UNKNOWN', { connector: manifest.name, option })
    }
    if (schema === undefined) yaml.push(`${indent}${option}: ${JSON.stringify(given[option])}`)
  }
  for (const [option, schema] of schemas) {
    const title = tell(schema.title)
    const variable = `DB_${option.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}`
    if (schema.type === 'string' && schema.secret === true) {
      refuseSecret(manifest, option, given)
      yaml.push(`${indent}${option}: "\${secret:${variable}}"`)
      environment.push(`# ${title}`, `BERTH_SECRET_${variable}=`)
    } else if (given[option] !== undefined) {
      yaml.push(`${indent}${option}: ${scalar(schema, given[option])}`)
    } else if (schema.required === true) {
      yaml.push(`${indent}${option}: "\${env:${variable}}"`)
      environment.push(`# ${title}`, `${variable}=`)
    } else {
      yaml.push(`${indent}# ${option}: ${scalar(schema, String(schema.default ?? ''))}  # ${title}`)
    }
  }
  const empty = yaml.every((line) => line.trimStart().startsWith('#'))
  return { yaml: [empty ? '{}' : '', ...yaml].join('\n'), environment }
}

function scalar(schema: OptionSchema, text: string): string {
  return schema.type === 'string' ? JSON.stringify(text) : text
}

function refuseSecret(
  manifest: ConnectorManifest | undefined,
  option: string,
  given: Readonly<Record<string, string>>,
): void {
  if (given[option] === undefined) return
  const problem = tell({ zh: '密钥只能以引用给出', en: 'a secret is given by reference only' })
  throw new BerthError('OPTION_INVALID', { connector: manifest?.name ?? '', option, problem })
}
