import type { Command } from '@oclif/core'
import { Explain } from './commands/explain.ts'
import { Init } from './commands/init.ts'

/** Every command by its id. oclif reads this map instead of searching a folder. */
export const commands: Readonly<Record<string, Command.Class>> = {
  explain: Explain,
  init: Init,
}
