import type { Command } from '@oclif/core'
import { Check } from './commands/check.ts'
import { Doctor } from './commands/doctor.ts'
import { Explain } from './commands/explain.ts'
import { Init } from './commands/init.ts'
import { PlatformStart } from './commands/platform-start.ts'
import { Preview } from './commands/preview.ts'
import { ReceiptsShow } from './commands/receipts-show.ts'
import { ReceiptsVerify } from './commands/receipts-verify.ts'

/** Every command by its id. oclif reads this map instead of searching a folder. */
export const commands: Readonly<Record<string, Command.Class>> = {
  check: Check,
  doctor: Doctor,
  explain: Explain,
  init: Init,
  'platform:start': PlatformStart,
  preview: Preview,
  'receipts:show': ReceiptsShow,
  'receipts:verify': ReceiptsVerify,
}
