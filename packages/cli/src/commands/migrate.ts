import { Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { tell } from '../messages/say.ts'
import type { MigrateResult } from '../migrate/migrate-docking.ts'

const flags = {
  folder: dockingFolder,
  'dry-run': Flags.boolean({
    description: tell({ zh: '只说明会改什么，不写文件', en: 'say what would be changed, and write nothing' }),
  }),
}

export class Migrate extends BerthCommand<MigrateResult> {
  static override summary: string = tell({
    zh: '把旧版本的清单改成现在的写法',
    en: 'Rewrite the manifest of an older release for this one',
  })
  static override description: string = tell({
    zh: '只替换有关的词，注释、顺序、空白、引号、换行都不动；再运行一次不会再改。不另存备份：对接目录应在 git 中。清单比本版本新时拒绝。有须人工决定之处时退出码为 1。各版本的要求见 docs/upgrading.md。',
    en: 'Replaces the words that are concerned and nothing else: comments, order, blanks, quotes and line ends stay, and a second run changes nothing more. Keeps no copy: a docking belongs into git. Refuses a manifest that is newer than this release. Ends with 1 when a place needs a decision. What each release asks is in docs/upgrading.md.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> migrate --dry-run',
      description: tell({ zh: '先看会改什么', en: 'See first what would be changed' }),
    },
    {
      command: '<%= config.bin %> migrate --folder dockings/marriage --json',
      description: tell({ zh: '在脚本中逐个升级', en: 'In a script, one docking after the other' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<MigrateResult> {
    const { flags: given } = await this.given({ flags })
    const { migrateDocking } = await import('../migrate/migrate-docking.ts')
    const { migrateLines } = await import('../migrate/migrate-lines.ts')
    const result = await migrateDocking({ folder: given.folder, dryRun: given['dry-run'] === true })
    this.print(migrateLines(result))
    if (!result.ok) this.notOk()
    return result
  }
}
