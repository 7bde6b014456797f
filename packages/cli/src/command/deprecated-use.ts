import { type Deprecation, deprecations } from '@berth/manifest'
import { say, tell } from '../messages/say.ts'

/**
 * What to warn of when a command is run: that it is going to be taken away, or one of the flags that were written.
 * `command` is its id, `report:convert`.
 */
export function deprecatedUse(
  command: string,
  flags: ReadonlySet<string>,
  table: readonly Deprecation[] = deprecations,
): readonly string[] {
  const typed = command.replaceAll(':', ' ')
  return table.flatMap(({ what, since, until, instead }) => {
    if (!('command' in what) || what.command !== typed) return []
    if (what.flag !== undefined && !flags.has(what.flag)) return []
    const shown = what.flag === undefined ? typed : `${typed} --${what.flag}`
    return [say('deprecated.command', { command: shown, since, until, instead: tell(instead) })]
  })
}
