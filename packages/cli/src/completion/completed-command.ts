import type { Command } from '@oclif/core'

/** A flag as a shell completes it. */
export interface CompletedFlag {
  /** `--level`, `-C`. */
  readonly names: readonly string[]
  readonly summary: string
  readonly takesValue: boolean
  /** The words it takes; none where it takes any. */
  readonly choices: readonly string[]
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  /** As one types it: `report key`. */
  readonly id: string
  readonly summary: string
  readonly flags: readonly CompletedFlag[]
  /** What its arguments are: ids of resources in the manifest, one of some words, or files. */
  readonly takes: 'resources' | 'files' | readonly string[]
}

/** Every command that is shown, in the order of their ids. */
export function completedCommands(commands: readonly Command.Loadable[]): CompletedCommand[] {
  return commands
    .filter(({ hidden }) => hidden !== true)
    .map((command) => ({
      id: command.id.replaceAll(':', ' '),
      summary: command.summary ?? '',
      flags: Object.values(command.flags).map(completedFlag),
      takes: taken(command.args),
    }))
    .toSorted((one, other) => one.id.localeCompare(other.id))
}

/** Commands of two words begin with these. */
export function topics(commands: readonly CompletedCommand[]): string[] {
  return [...new Set(commands.filter(({ id }) => id.includes(' ')).map(({ id }) => firstWord(id)))]
}

/** The first words of all commands, each once. */
export function firstWords(commands: readonly CompletedCommand[]): string[] {
  return [...new Set(commands.map(({ id }) => firstWord(id)))]
}

/** The second words of the commands that begin with a topic. */
export function secondWords(commands: readonly CompletedCommand[], topic: string): CompletedCommand[] {
  return commands.filter(({ id }) => id.startsWith(`${topic} `))
}

export function firstWord(id: string): string {
  return id.split(' ')[0] ?? ''
}

function completedFlag(flag: Command.Flag.Cached): CompletedFlag {
  const { name, char, type, summary, description = '' } = flag
  const help = type === 'option' ? String(flag.helpValue ?? '') : ''
  return {
    names: [`--${name}`, ...(char === undefined ? [] : [`-${char}`])],
    summary: summary ?? description,
    takesValue: type === 'option',
    choices: /^[\w-]+(?:\|[\w-]+)+$/.test(help) ? help.split('|') : [],
  }
}

function taken(parameters: Command.Loadable['args']): CompletedCommand['takes'] {
  const [first] = Object.values(parameters)
  if (first === undefined) return []
  if (first.name === 'resource' || first.name === 'resources') return 'resources'
  return first.options ?? 'files'
}
