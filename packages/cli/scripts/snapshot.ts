import { readFacts } from './read-facts.ts'

/** The surface that others rely on: commands, arguments, flags. Words are left out, they may change. */
export function commandSnapshot(): string {
  const surface = readFacts('en').map(({ id, arguments: args, flags }) => ({
    id,
    arguments: args.map(({ description: _words, ...rest }) => rest),
    flags: flags.map(({ description: _words, ...rest }) => rest),
  }))
  return `${JSON.stringify(surface, undefined, 2)}\n`
}
