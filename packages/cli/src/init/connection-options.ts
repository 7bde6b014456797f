import { BerthError, type OptionSchema } from '@berth/core'
import { credentialsInLine } from '../check/credentials/credential-in-line.ts'
import { tell } from '../messages/say.ts'
import type { ConnectorFacts } from './connector-facts.ts'

/** The options of a new connection, as the scaffold writes them. */
export interface ConnectionOptions {
  /** What stands behind `options:`, a block of YAML indented for its place. */
  readonly yaml: string
  /** Lines of `.env.example`. */
  readonly environment: readonly string[]
}

const indent = ' '.repeat(6)
const secretReference = /^\$\{secret:([A-Za-z_][\w.-]*)\}$/

/** The variable that an option which is not written down is read from. */
export function optionVariable(option: string): string {
  return `DB_${option.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}`
}

function isSecret(schema: OptionSchema): boolean {
  return schema.type === 'string' && schema.secret === true
}

/** Whether the option is a secret that this connection cannot do without and has no reference for: a login needs its password. */
export function isNeededSecret(option: string, schema: OptionSchema, given: Readonly<Record<string, string>>): boolean {
  if (!isSecret(schema) || given[option] !== undefined) return false
  return schema.required === true || (option === 'password' && given['user'] !== undefined)
}

/**
 * Writes the options of a connector: what is given as it is, a secret that is needed as a reference, what is needed and not
 * given as a reference to an environment variable, and the rest as comments with their defaults. Throws `OPTION_UNKNOWN`, and
 * `OPTION_INVALID` for a secret that is given as it is, also within an address and to a connector that is not known here.
 */
export function connectionOptions(
  manifest: ConnectorFacts | undefined,
  given: Readonly<Record<string, string>>,
): ConnectionOptions {
  refuseSecrets(manifest, given)
  const unknown = Object.keys(given).filter((option) => manifest?.options[option] === undefined)
  if (manifest !== undefined && unknown[0] !== undefined)
    throw new BerthError('OPTION_UNKNOWN', { connector: manifest.name, option: unknown[0] })
  const yaml = unknown.map((option) => `${indent}${option}: ${JSON.stringify(given[option])}`)
  const environment: string[] = []
  for (const [option, schema] of Object.entries(manifest?.options ?? {})) {
    const title = tell(schema.title)
    const variable = optionVariable(option)
    if (isSecret(schema)) {
      const secret = secretOption(option, schema, given)
      yaml.push(secret.yaml)
      environment.push(...secret.environment)
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

/** A secret is a reference: the one that is given, else one to its own variable, which is a comment where it is not needed. */
function secretOption(
  option: string,
  schema: OptionSchema,
  given: Readonly<Record<string, string>>,
): ConnectionOptions {
  const title = tell(schema.title)
  const reference = secretReference.exec(given[option] ?? '')?.[1]
  const name = reference ?? optionVariable(option)
  const line = `${option}: "\${secret:${name}}"`
  if (reference === undefined && !isNeededSecret(option, schema, given))
    return { yaml: `${indent}# ${line}  # ${title}`, environment: [] }
  return { yaml: `${indent}${line}`, environment: [`# ${title}`, `BERTH_SECRET_${name}=`] }
}

function scalar(schema: OptionSchema, text: string): string {
  return schema.type === 'string' ? JSON.stringify(text) : text
}

/** A secret is one by the connector's word, or by what it looks like: in an address, or for a connector that is not known here. */
function refuseSecrets(manifest: ConnectorFacts | undefined, given: Readonly<Record<string, string>>): void {
  for (const [option, text] of Object.entries(given)) {
    const schema = manifest?.options[option]
    const secret = schema !== undefined && isSecret(schema)
    if (secret && secretReference.test(text)) continue
    if (!secret && credentialsInLine(`${option}: ${text}`, true).length === 0) continue
    const problem = tell({ zh: '密钥只能以引用给出', en: 'a secret is given by reference only' })
    throw new BerthError('OPTION_INVALID', { connector: manifest?.name ?? '', option, problem })
  }
}
