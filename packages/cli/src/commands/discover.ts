import { join } from 'node:path'
import { Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { countFlag } from '../command/flags.ts'
import { catchInterruption } from '../command/interruption.ts'
import type { DiscoverResult } from '../discover/discover-docking.ts'
import type { PlannedQuestions } from '../discover/planned-questions.ts'
import { language } from '../messages/language.ts'
import { say, tell } from '../messages/say.ts'

const flags = {
  folder: dockingFolder,
  connection: Flags.string({
    helpValue: 'ID',
    description: tell({ zh: '只看这个连接，缺省为全部', en: 'this connection only, else all' }),
  }),
  tables: Flags.string({
    helpValue: 'NAMES',
    description: tell({
      zh: '只看这些表，逗号分隔，可用 *，不分大小写',
      en: 'these tables only, separated by commas; * stands for anything, letters in either case',
    }),
  }),
  sample: countFlag(
    'sample',
    { min: 1, max: 10_000, default: 200 },
    tell({ zh: '每张表至多读几行样本', en: 'the most rows to sample of each table' }),
  ),
  'no-sample': Flags.boolean({
    description: tell({ zh: '不读取任何数据行，只看表结构', en: 'read no rows, only what the tables are' }),
  }),
  'dry-run': Flags.boolean({
    description: tell({
      zh: '只列出会发送的查询，不连接',
      en: 'only tell the statements that it would send, without connecting',
    }),
  }),
}

type DryRun = { readonly file: string; readonly plan: readonly PlannedQuestions[] }

export class Discover extends BerthCommand<DiscoverResult | DryRun> {
  static override summary: string = tell({
    zh: '读取业务系统的表结构，起草资源',
    en: "Read the system's tables and draft resources",
  })
  static override description: string = tell({
    zh: '只读连接业务系统，读出表、视图、同义词、存储过程、列、主键、注释和大致行数，用少量样本推测数据元，把资源草稿写进 berth.yaml。草稿标有 draft: true，核对之前什么都不会提供。样本只在内存中查看。',
    en: 'Connects read-only, reads tables, views, synonyms, procedures, columns, keys, comments and about how many rows there are, guesses data elements from a few sampled rows, and writes drafts into berth.yaml. They are marked draft: true and give nothing out until reviewed. Samples are looked at in memory only.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> discover --dry-run',
      description: tell({ zh: '先看会做什么', en: 'See what it would do' }),
    },
    {
      command: '<%= config.bin %> discover --tables "T_HY*,T_DAH" --sample 500',
      description: tell({ zh: '只看几张表，多读些样本', en: 'A few tables, with more rows' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<DiscoverResult | DryRun> {
    const { flags: given } = await this.given({ flags })
    const { loadDocking } = await import('../connections/load-docking.ts')
    const { discoverDocking } = await import('../discover/discover-docking.ts')
    const { discoverLines, dryRunLines } = await import('../discover/discover-lines.ts')
    const { plannedQuestions } = await import('../discover/planned-questions.ts')
    const { startProgress } = await import('../output/progress.ts')
    using interruption = catchInterruption()
    const manifest = await loadDocking(given.folder)
    const file = join(manifest.folder, 'berth.yaml')
    const tables = (given.tables ?? '')
      .split(/[,，]/)
      .filter((name) => name.trim() !== '')
      .map((name) => name.trim())
    const wishes = { connection: given.connection, tables, sampleRows: given['no-sample'] ? 0 : given.sample }
    if (given['dry-run']) {
      const plan = await plannedQuestions(manifest, given.connection)
      this.print(dryRunLines(plan, wishes))
      return { file, plan }
    }
    const label = say('discover.sampling')
    const progress = startProgress({ label, unit: say('unit.tables'), shown: !this.jsonEnabled() })
    const onSampled = progress.update
    const { signal } = interruption
    const work = discoverDocking({ ...wishes, manifest, file, language, signal, onSampled })
    const result = await work.finally(progress.end)
    this.print(discoverLines(result))
    return result
  }
}
