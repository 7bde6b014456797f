// Prints every command as JSON, in the language of --lang. The snapshot and the pages are made from it.
import { commands } from '../src/commands.ts'

/** A flag or an argument. */
export interface ParameterFacts {
  readonly name: string
  readonly char?: string
  readonly value?: string
  readonly required: boolean
  readonly multiple: boolean
  readonly default?: string | number | boolean
  readonly description: string
}

/** One command as its users see it. */
export interface CommandFacts {
  readonly id: string
  readonly summary: string
  readonly description: string
  readonly examples: readonly { readonly command: string; readonly description: string }[]
  readonly arguments: readonly ParameterFacts[]
  readonly flags: readonly ParameterFacts[]
}

interface Definition {
  readonly char?: string
  readonly type?: string
  readonly helpValue?: string | string[]
  readonly required?: boolean
  readonly multiple?: boolean
  readonly default?: unknown
  readonly description?: string
}

function parameter([name, definition]: [string, Definition]): ParameterFacts {
  const { char, default: value } = definition
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return {
    name,
    ...(char === undefined ? {} : { char }),
    ...(definition.type === 'option' ? { value: String(definition.helpValue ?? 'VALUE') } : {}),
    required: definition.required === true,
    multiple: definition.multiple === true,
    ...(plain ? { default: value } : {}),
    description: definition.description ?? '',
  }
}

const facts: CommandFacts[] = Object.entries(commands).map(([id, command]) => ({
  id: id.replaceAll(':', ' '),
  summary: command.summary ?? '',
  description: command.description ?? '',
  examples: command.examples.map((example) =>
    typeof example === 'string'
      ? { command: example, description: '' }
      : { ...example, command: example.command.replace('<%= config.bin %>', 'berth') },
  ),
  arguments: Object.entries(command.args).map(parameter),
  flags: Object.entries({ ...command.baseFlags, ...command.flags }).map(parameter),
}))

process.stdout.write(`${JSON.stringify(facts)}\n`)
