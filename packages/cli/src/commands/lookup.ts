import type { LocalAnswer } from '@berth/agent'
import { Args, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { categoriesFlag, clearanceFlag, permitOf } from '../command/clearance-flag.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { catchInterruption } from '../command/interruption.ts'
import { say, tell } from '../messages/say.ts'

/** What `berth lookup --json` prints. */
export type LookupResult = LocalAnswer

const args = {
  resource: Args.string({ required: true, description: tell({ zh: '资源标识', en: 'id of the resource' }) }),
  values: Args.string({
    required: true,
    multiple: true,
    description: tell({ zh: '查询条件，数据项=值', en: 'what to ask by, ITEM=VALUE' }),
  }),
}
const flags = {
  folder: dockingFolder,
  as: clearanceFlag(tell({ zh: '以哪一级许可查询', en: 'the clearance to ask with' })),
  categories: categoriesFlag(
    tell({ zh: '许可包含的类别；不写即只有 personal', en: 'the categories it covers; without it personal alone' }),
  ),
}

export class Lookup extends BerthCommand<LookupResult> {
  static override summary: string = tell({ zh: '按条件查询一个资源', en: 'Ask a resource by parameter' })
  static override description: string = tell({
    zh: '在本机按参数传递方式查询，与平台来的请求经过同样的检查、同样的分级控制。条件须是清单中 provide.parameter.by 所列、且该级许可看得到的数据项组合。查询留下存证，写明操作系统用户，用途为 local-lookup。',
    en: 'Asks on this machine as the platform would: the same checks, the same guard. The items asked by have to be one of the sets under provide.parameter.by in the manifest, and items that the clearance may see. Leaves a receipt that names the user of the operating system, with the purpose local-lookup.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> lookup marriage husbandId=110105194912310021 --as 3',
      description: tell({ zh: '按一个证件号查询', en: 'By one identifier' }),
    },
    {
      command: '<%= config.bin %> lookup estate district=350102 parcel=0017 --as 2 --json',
      description: tell({ zh: '按两个数据项查询', en: 'By two items' }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<LookupResult> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const { askResource, openSqliteState } = await import('@berth/agent')
    const { stateFolder } = await import('../connections/docking-files.ts')
    const { loadDocking, resourceOf } = await import('../connections/load-docking.ts')
    const { connectionOpener } = await import('../connections/open-connection.ts')
    const { givenValues } = await import('../lookup/given-values.ts')
    const { maskedLines, rowLines, withheldLines } = await import('../preview/preview-lines.ts')
    const { localConsumer } = await import('../receipts/local-consumer.ts')
    using interruption = catchInterruption()
    const manifest = await loadDocking(wished.folder)
    const resource = resourceOf(manifest, given.resource)
    await using state = openSqliteState(stateFolder(manifest), manifest.system.id)
    const answer = await askResource({
      manifest,
      resource: resource.id,
      by: givenValues(resource, given.values),
      permit: permitOf(wished),
      openConnection: connectionOpener(manifest),
      state,
      consumer: localConsumer(),
      purpose: 'local-lookup',
      signal: interruption.signal,
    })
    const rows = answer.rows.map((row) => answer.items.map((item) => row[item] ?? null))
    this.print(rowLines(resource, answer.items, rows))
    this.print(['', say(answer.more ? 'lookup.more' : 'lookup.count', { count: rows.length })])
    if (answer.asOf !== undefined) this.print(say('lookup.asOf', { asOf: answer.asOf }))
    this.print(maskedLines(answer.masked))
    this.print(withheldLines(resource, answer.withheld))
    return answer
  }
}
