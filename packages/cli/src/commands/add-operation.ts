import { BerthError } from '@berth/core'
import { Args, Flags, type Interfaces } from '@oclif/core'
import type { AddResult } from '../add/add-entry.ts'
import { addFlags, addLines, listed } from '../add/add-flags.ts'
import { BerthCommand } from '../command/berth-command.ts'
import { catchInterruption } from '../command/interruption.ts'
import { language } from '../messages/language.ts'
import { tell } from '../messages/say.ts'

const args = {
  id: Args.string({ required: true, description: tell({ zh: '新操作的标识', en: 'the id of the new operation' }) }),
}
const flags = {
  ...addFlags,
  procedure: Flags.string({
    helpValue: 'NAME',
    description: tell({
      zh: '调用的存储过程或接口操作',
      en: 'the procedure, or operation of a service, that is called',
    }),
  }),
  table: Flags.string({
    helpValue: 'NAME',
    description: tell({ zh: '写入一行的表', en: 'the table that a row is written to' }),
  }),
}

export class AddOperation extends BerthCommand<AddResult> {
  static override summary: string = tell({ zh: '向清单加一个操作', en: 'Add an operation to the manifest' })
  static override description: string = tell({
    zh: '操作由平台传入数据。问业务系统该过程有哪些参数，或该表有哪些列，起草一个操作写进 berth.yaml（保留注释与顺序），并写出它的测试。操作没有草稿状态：发布之前请核对。已有的标识一律拒绝。',
    en: 'By an operation the platform passes data in. Asks the system for the parameters of the procedure, or the columns of the table, and drafts an operation into berth.yaml, keeping comments and order, with its test. An operation is no draft: review it before it is published. An id that is taken is refused.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> add operation applyLoan --procedure SP_SQ --dry-run',
      description: tell({ zh: '先看会改什么', en: 'See what it would change' }),
    },
    {
      command: '<%= config.bin %> add operation applyLoan --table T_SQ --columns "ID:int64,SQR_XM:text(30)" --key ID',
      description: tell({ zh: '连不上业务系统时', en: 'Where the system cannot be reached' }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<AddResult> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const dataset = wished.procedure ?? wished.table
    if (dataset === undefined || (wished.procedure !== undefined && wished.table !== undefined))
      throw new BerthError('PARAMETER_INVALID', { parameter: 'berth add operation', problem: '--procedure | --table' })
    const { loadDocking } = await import('../connections/load-docking.ts')
    const { addEntry, requireFree } = await import('../add/add-entry.ts')
    const { targetDataset } = await import('../add/target-dataset.ts')
    using interruption = catchInterruption()
    const manifest = await loadDocking(wished.folder)
    const settings = { manifest, kind: 'operation', id: given.id, language, dryRun: wished['dry-run'] } as const
    requireFree(settings)
    const target = await targetDataset({
      manifest,
      connection: wished.connection,
      dataset,
      procedure: wished.procedure !== undefined,
      columns: wished.columns === undefined ? undefined : listed(wished.columns),
      key: listed(wished.key ?? ''),
      sampleRows: 0,
      signal: interruption.signal,
    })
    const result = await addEntry(settings, target)
    this.print(addLines(result))
    return result
  }
}
