import { Args, Flags, type Interfaces } from '@oclif/core'
import type { AddResult } from '../add/add-entry.ts'
import { addFlags, addLines, listed } from '../add/add-flags.ts'
import { BerthCommand } from '../command/berth-command.ts'
import { catchInterruption } from '../command/interruption.ts'
import { language } from '../messages/language.ts'
import { tell } from '../messages/say.ts'

const args = {
  id: Args.string({ required: true, description: tell({ zh: '新资源的标识', en: 'the id of the new resource' }) }),
}
const flags = {
  ...addFlags,
  dataset: Flags.string({
    required: true,
    helpValue: 'NAME',
    description: tell({
      zh: '业务系统中的表、视图、接口或文件',
      en: 'the table, view, service or files it comes from',
    }),
  }),
}

export class AddResource extends BerthCommand<AddResult> {
  static override summary: string = tell({ zh: '向清单加一个资源', en: 'Add a resource to the manifest' })
  static override description: string = tell({
    zh: '问业务系统该表有哪些列，起草一个资源写进 berth.yaml（保留注释与顺序，标有 draft: true），并写出它的测试。连不上时用 --columns 给出列。已有的标识一律拒绝。',
    en: 'Asks the system for its columns and drafts a resource into berth.yaml, keeping comments and order, marked draft: true, with its test. Where the system cannot be reached, --columns gives them. An id that is taken is refused.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> add resource marriage --dataset T_HYDJ --dry-run',
      description: tell({ zh: '先看会改什么', en: 'See what it would change' }),
    },
    {
      command: '<%= config.bin %> add resource divorce --dataset T_LHDJ --columns "ID:int64,XM:text(30)?" --key ID',
      description: tell({ zh: '连不上业务系统时', en: 'Where the system cannot be reached' }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<AddResult> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const { loadDocking } = await import('../connections/load-docking.ts')
    const { addEntry, requireFree } = await import('../add/add-entry.ts')
    const { targetDataset } = await import('../add/target-dataset.ts')
    using interruption = catchInterruption()
    const manifest = await loadDocking(wished.folder)
    const settings = { manifest, kind: 'resource', id: given.id, language, dryRun: wished['dry-run'] } as const
    requireFree(settings)
    const target = await targetDataset({
      manifest,
      connection: wished.connection,
      dataset: wished.dataset,
      procedure: false,
      columns: wished.columns === undefined ? undefined : listed(wished.columns),
      key: listed(wished.key ?? ''),
      sampleRows: 200,
      signal: interruption.signal,
    })
    const result = await addEntry(settings, target)
    this.print(addLines(result))
    return result
  }
}
