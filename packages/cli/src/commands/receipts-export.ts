import { BerthError } from '@berth/core'
import { Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { choiceOf, receiptChoiceFlags } from '../command/receipt-flags.ts'
import { loadDocking } from '../connections/load-docking.ts'
import { say, tell } from '../messages/say.ts'
import type { ExportedReceipts } from '../receipts/export-receipts.ts'

const flags = {
  folder: dockingFolder,
  to: Flags.string({
    helpValue: 'FOLDER',
    default: 'receipts-export',
    description: tell({ zh: '写到哪个新目录', en: 'the new folder to write' }),
  }),
  ...receiptChoiceFlags,
}

export class ReceiptsExport extends BerthCommand<ExportedReceipts> {
  static override summary: string = tell({ zh: '导出存证', en: 'Export receipts' })
  static override description: string = tell({
    zh: '把存证、链头、平台见证与公钥写到一个目录，附核验说明；没有本对接也能核验。按时间选取的仍是连续的链；按使用方或资源选取的是节选，不能证明齐全。',
    en: "Writes receipts, heads, the platform's anchors and the public keys into a folder, with a text that says how to verify it; that takes no docking. Chosen by time they stay a chain; chosen by consumer or resource they are an excerpt, which proves nothing of what is left out.",
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> receipts export --since 2026-01-01 --until 2027-01-01 --to receipts-2026',
      description: tell({ zh: '导出一年的', en: 'Those of a year' }),
    },
    {
      command: '<%= config.bin %> receipts export --consumer bureau.housing --to for-housing',
      description: tell({ zh: '节选一个使用方的', en: 'An excerpt: those of one consumer' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<ExportedReceipts> {
    const { flags: given } = await this.given({ flags })
    const { resolve } = await import('node:path')
    const to = resolve(given.to)
    const { exportReceipts } = await import('../receipts/export-receipts.ts')
    const { openedState } = await import('../receipts/docking-chain.ts')
    const manifest = await loadDocking(given.folder)
    await using state = openedState(manifest)
    if (state === undefined)
      throw new BerthError('FILE_UNREADABLE', { file: '.berth/state.sqlite', nativeCode: 'ENOENT' })
    const exported = await exportReceipts(manifest, state, choiceOf(given), to)
    this.print(say('receipts.exported', { count: exported.count, folder: exported.folder }))
    return exported
  }
}
