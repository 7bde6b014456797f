import { BerthError } from '@berth/core'
import type { Command } from '@oclif/core'
import { completedCommands } from './completed-command.ts'
import { fishScript } from './fish-script.ts'
import { bashScript, zshScript } from './posix-script.ts'
import { powershellScript } from './powershell-script.ts'

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript, powershell: powershellScript }

/** The completion of a shell. Throws `PARAMETER_INVALID` for one that is not known. */
export function completionScript(shell: string, commands: readonly Command.Loadable[]): string {
  const script = Object.entries(scripts).find(([name]) => name === shell)?.[1]
  if (script === undefined) {
    throw new BerthError('PARAMETER_INVALID', { parameter: 'SHELL', problem: Object.keys(scripts).join(' | ') })
  }
  return script(completedCommands(commands))
}
