import type { Receipt } from '@berth/core'
import type { Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { countFlag } from '../command/flags.ts'
import { choiceOf, receiptChoiceFlags } from '../command/receipt-flags.ts'
import { loadDocking } from '../connections/load-docking.ts'
import { say, tell } from '../messages/say.ts'
import { textTable } from '../output/text-table.ts'

/** What `berth receipts show --json` prints. */
export interface ReceiptsShowResult {
  /** Oldest first. */
  readonly receipts: readonly Receipt[]
}

const flags = {
  folder: dockingFolder,
  last: countFlag(
    'last',
    { min: 1, max: 100_000, default: 20 },
    tell({ zh: '最近几条', en: 'how many of the latest' }),
  ),
  after: countFlag(
    'after',
    { min: 0, max: 999_999_999_999, default: 0 },
    tell({ zh: '从哪个编号之后', en: 'only those behind this number' }),
  ),
  ...receiptChoiceFlags,
}

export class ReceiptsShow extends BerthCommand<ReceiptsShowResult> {
  static override summary: string = tell({ zh: '查看存证', en: 'Show receipts' })
  static override description: string = tell({
    zh: '列出本对接的存证：何时、哪个资源、给了谁、什么用途、给出和扣下哪些数据项、多少行。存证里没有数据本身。',
    en: "Lists the docking's receipts: when, which resource, to whom, for what purpose, which items were given and withheld, how many rows. Receipts hold no data.",
  })
  static override examples: { command: string; description: string }[] = [
    { command: '<%= config.bin %> receipts show', description: tell({ zh: '最近 20 条', en: 'The latest 20' }) },
    {
      command: '<%= config.bin %> receipts show --after 1000 --last 500 --json',
      description: tell({ zh: '导出编号 1000 之后的存证', en: 'Those behind number 1000, as JSON' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<ReceiptsShowResult> {
    const { flags: given } = await this.given({ flags })
    const { openedState } = await import('../receipts/docking-chain.ts')
    const { chosenPages, statePages } = await import('../receipts/receipt-pages.ts')
    await using state = openedState(await loadDocking(given.folder))
    let receipts: Receipt[] = []
    if (state !== undefined) {
      const pages = chosenPages(statePages(state, given.after), choiceOf(given))
      for await (const page of pages) receipts = [...receipts, ...page].slice(-given.last)
    }
    const head = ['number', 'at', 'resource', 'outcome', 'consumer', 'purpose', 'rows', 'withheld'] as const
    const rows = receipts.map((receipt) => [
      String(receipt.number),
      receipt.at,
      receipt.resource,
      [say(`outcome.${receipt.outcome}`), receipt.code ?? ''].join(' ').trimEnd(),
      receipt.consumer,
      receipt.purpose ?? '',
      String(receipt.rows),
      String(receipt.withheld.length),
    ])
    const titles = head.map((title) => say(`receipts.${title}`))
    this.print(receipts.length === 0 ? say('receipts.none') : textTable(titles, rows))
    return { receipts }
  }
}
