import { Flags, type Interfaces } from '@oclif/core'
import { tell } from '../messages/say.ts'

/** Which docking a command is about. */
export const dockingFolder: Interfaces.OptionFlag<string> = Flags.string({
  char: 'C',
  default: '.',
  helpValue: 'FOLDER',
  description: tell({ zh: '对接目录（berth.yaml 所在处）', en: 'the folder of the docking, where berth.yaml is' }),
})
