import { Flags, type Interfaces } from '@oclif/core'
import { tell } from '../messages/say.ts'
import type { ReceiptChoice } from '../receipts/receipt-pages.ts'
import { timeFlag } from './flags.ts'

/** Which receipts a command is about. */
export const receiptChoiceFlags: {
  since: Interfaces.OptionFlag<number | undefined>
  until: Interfaces.OptionFlag<number | undefined>
  consumer: Interfaces.OptionFlag<string | undefined>
  resource: Interfaces.OptionFlag<string | undefined>
} = {
  since: timeFlag('since', tell({ zh: '从何时起（含）', en: 'from this time on' })),
  until: timeFlag('until', tell({ zh: '到何时止（不含）', en: 'before this time' })),
  consumer: Flags.string({ description: tell({ zh: '只要这个使用方的', en: 'only those of this consumer' }) }),
  resource: Flags.string({
    description: tell({ zh: '只要这个资源或办理事项的', en: 'only those of this resource or operation' }),
  }),
}

/** The choice that the flags make. */
export function choiceOf(flags: {
  readonly since: number | undefined
  readonly until: number | undefined
  readonly consumer: string | undefined
  readonly resource: string | undefined
}): ReceiptChoice {
  const { since, until, consumer, resource } = flags
  return {
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(consumer === undefined ? {} : { consumer }),
    ...(resource === undefined ? {} : { resource }),
  }
}
