import { BerthError } from '@berth/core'
import { Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { timeFlag } from '../command/flags.ts'
import { loadDocking } from '../connections/load-docking.ts'
import { say, tell } from '../messages/say.ts'
import type { ArchivedReceipts } from '../receipts/archive-receipts.ts'

const flags = {
  folder: dockingFolder,
  before: timeFlag('before', tell({ zh: '归档此时之前的', en: 'archive those from before this time' })),
  redact: Flags.boolean({
    description: tell({
      zh: '归档中不留个人信息（问题与答复的摘要、请求编号）',
      en: 'keep nothing personal in the archive: no digest of question and answer, no reference',
    }),
  }),
}

export class ReceiptsArchive extends BerthCommand<ArchivedReceipts> {
  static override summary: string = tell({ zh: '归档旧存证', en: 'Archive old receipts' })
  static override description: string = tell({
    zh: '把旧存证移到 .berth/receipts 下的目录，末尾签名；链从那里接续，随时中断都不丢失。链有问题时不归档。之后可把该目录移到别处保存。',
    en: 'Moves old receipts into a folder under .berth/receipts, signed at their end; the chain goes on from there, and an end at any moment loses nothing. A broken chain is not archived. The folder may then be kept elsewhere.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> receipts archive --before 2026-01-01',
      description: tell({ zh: '归档 2026 年之前的', en: 'Archive those from before 2026' }),
    },
    {
      command: '<%= config.bin %> receipts archive --before 2024-01-01 --redact',
      description: tell({ zh: '归档，并不留个人信息', en: 'Archive, and keep nothing personal' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<ArchivedReceipts> {
    const { flags: given } = await this.given({ flags })
    if (given.before === undefined) throw new BerthError('PARAMETER_MISSING', { parameter: '--before' })
    const { archiveReceipts } = await import('../receipts/archive-receipts.ts')
    const { openedState } = await import('../receipts/docking-chain.ts')
    const manifest = await loadDocking(given.folder)
    await using state = openedState(manifest)
    const settings = { before: given.before, redact: given.redact }
    const archived = state === undefined ? { count: 0 } : await archiveReceipts(manifest, state, settings)
    const { count, folder = '' } = archived
    this.print(count === 0 ? say('receipts.nothing') : say('receipts.archived', { count, folder }))
    return archived
  }
}
