import { Args, Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { categoriesFlag, clearanceFlag, permitOf } from '../command/clearance-flag.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { countFlag } from '../command/flags.ts'
import { catchInterruption } from '../command/interruption.ts'
import { tell } from '../messages/say.ts'
import type { PreviewResult } from '../preview/preview-resource.ts'

const args = {
  resource: Args.string({ required: true, description: tell({ zh: '资源标识', en: 'id of the resource' }) }),
}
const flags = {
  folder: dockingFolder,
  as: clearanceFlag(tell({ zh: '以哪一级许可查看', en: 'the clearance to look with' })),
  categories: categoriesFlag(
    tell({ zh: '许可包含的类别；不写即只有 personal', en: 'the categories it covers; without it personal alone' }),
  ),
  rows: countFlag('rows', { min: 1, max: 1000, default: 10 }, tell({ zh: '最多几行', en: 'the most rows' })),
  draft: Flags.boolean({
    description: tell({ zh: '草稿也按已核对的样子显示', en: 'show a draft as if it had been reviewed' }),
  }),
}

export class Preview extends BerthCommand<PreviewResult> {
  static override summary: string = tell({ zh: '查看资源的前几行', en: 'Show the first rows of a resource' })
  static override description: string = tell({
    zh: '以某一级许可的眼光查看资源的前几行，经过与正式交换相同的检查与分级控制。被扣下的数据项写明原因，它们的列根本不读取。查看留下存证，写明操作系统用户，用途为 preview；草稿也一样。',
    en: 'Shows the first rows of a resource as a clearance sees them, through the same checks and the same guard as an exchange. Items that are withheld are named with the reason; their columns are not even read. Leaves a receipt that names the user of the operating system, with the purpose preview; so does a look at a draft.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> preview marriage',
      description: tell({ zh: '以 1 级许可查看', en: 'With clearance 1' }),
    },
    {
      command: '<%= config.bin %> preview marriage --as 3 --rows 50 --json',
      description: tell({ zh: '以 3 级许可查看 50 行，供程序读取', en: '50 rows with clearance 3, for a program' }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<PreviewResult> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const { loadDocking, resourceOf } = await import('../connections/load-docking.ts')
    const { openConnection } = await import('../connections/open-connection.ts')
    const { previewResource } = await import('../preview/preview-resource.ts')
    const { previewLines } = await import('../preview/preview-lines.ts')
    const { writePreviewReceipt } = await import('../preview/write-preview-receipt.ts')
    using interruption = catchInterruption()
    const { signal } = interruption
    const manifest = await loadDocking(wished.folder)
    const resource = resourceOf(manifest, given.resource)
    await using session = await openConnection(manifest, resource.from.connection, { signal })
    const settings = { resource, ...permitOf(wished), draft: wished.draft, limit: wished.rows, signal }
    const result = await previewResource(session, settings)
    await writePreviewReceipt(manifest, result)
    this.print(previewLines(resource, result))
    return result
  }
}
