import { BerthError } from '@berth/core'
import type { Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { choiceOf, receiptChoiceFlags } from '../command/receipt-flags.ts'
import { loadDocking } from '../connections/load-docking.ts'
import { say, tell } from '../messages/say.ts'

/** What `berth receipts redact --json` prints. */
export interface ReceiptsRedactResult {
  /** From how many receipts something was erased. */
  readonly count: number
}

const flags = { folder: dockingFolder, ...receiptChoiceFlags }

export class ReceiptsRedact extends BerthCommand<ReceiptsRedactResult> {
  static override summary: string = tell({ zh: '删除存证中的个人信息', en: 'Erase what is personal from receipts' })
  static override description: string = tell({
    zh: '从选中的存证中删除盐、问题与答复的摘要和请求编号，链仍可核验，核验时注明已删除。不可恢复。归档中的不改：归档时用 --redact。须至少给出一个条件。',
    en: 'Erases salt, digests of question and answer, and reference from the receipts that are chosen; the chain still verifies, and verifying says so. It cannot be taken back. Archives are not changed: archive with --redact. At least one condition has to be given.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> receipts redact --until 2026-01-01',
      description: tell({ zh: '2026 年之前的', en: 'Those from before 2026' }),
    },
    {
      command: '<%= config.bin %> receipts redact --since 2026-03-01 --until 2026-03-02 --resource marriage',
      description: tell({ zh: '某资源一天的', en: 'Those of one resource and day' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<ReceiptsRedactResult> {
    const { flags: given } = await this.given({ flags })
    const choice = choiceOf(given)
    if (Object.keys(choice).length === 0) {
      throw new BerthError('PARAMETER_MISSING', { parameter: '--since | --until | --consumer | --resource' })
    }
    const { openedState } = await import('../receipts/docking-chain.ts')
    const { chosenPages, statePages } = await import('../receipts/receipt-pages.ts')
    await using state = openedState(await loadDocking(given.folder))
    let count = 0
    if (state !== undefined) {
      for await (const page of chosenPages(statePages(state), choice)) {
        count += await state.receiptKeeping.redact(page.map(({ number }) => number))
      }
    }
    this.print(say('receipts.erased', { count }))
    return { count }
  }
}
