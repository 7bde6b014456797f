import { Args, Flags, type Interfaces } from '@oclif/core'
import type { ChangesScript } from '../changes/changes-script.ts'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { choiceFlag } from '../command/flags.ts'
import { catchInterruption } from '../command/interruption.ts'
import { tell } from '../messages/say.ts'

const args = {
  resource: Args.string({ required: true, description: tell({ zh: '资源标识', en: 'id of the resource' }) }),
}
const flags = {
  folder: dockingFolder,
  by: choiceFlag(
    'by',
    ['outbox', 'log'],
    tell({
      zh: '触发器填写的记录表，或数据库自己的变更日志；缺省按 berth.yaml',
      en: 'a table that triggers fill, or the log of the database itself; else as berth.yaml says',
    }),
  ),
  name: Flags.string({
    helpValue: 'NAME',
    description: tell({
      zh: '记录表的表名，或日志的名称；缺省按 berth.yaml',
      en: 'the name of that table, or of the log; else as berth.yaml says',
    }),
  }),
}

export class Changes extends BerthCommand<ChangesScript> {
  static override summary: string = tell({
    zh: '生成让业务系统记下变更的脚本，交数据库管理员执行',
    en: 'Print the script that has the system note its changes, for its administrator',
  })
  static override description: string = tell({
    zh: '没有时间戳列的表，可以由触发器把变更行的主键记在一张小表里（outbox），或者打开数据库自己的变更日志（log）。本命令只读连接业务系统，打印脚本，不执行其中任何语句。两者都没有时，在 from.changes 写 by: snapshot，由代理自己比对。',
    en: 'Where a table has no column that tells when a row changed, triggers can note the keys of changed rows in a small table (outbox), or the database can keep a log of its own (log). This connects read-only and prints the script; nothing of it is run. Without either, write by: snapshot in from.changes, and the agent compares for itself.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> changes marriage --by outbox --name BERTH_CHANGES > changes.sql',
      description: tell({ zh: '触发器的脚本，存为文件', en: 'The script of the triggers, into a file' }),
    },
    {
      command: '<%= config.bin %> changes marriage',
      description: tell({ zh: '按 berth.yaml 所写的方式', en: 'In the way that berth.yaml says' }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<ChangesScript> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const { loadDocking, resourceOf } = await import('../connections/load-docking.ts')
    const { openConnection } = await import('../connections/open-connection.ts')
    const { changesScript } = await import('../changes/changes-script.ts')
    using interruption = catchInterruption()
    const { signal } = interruption
    const manifest = await loadDocking(wished.folder)
    const resource = resourceOf(manifest, given.resource)
    await using session = await openConnection(manifest, resource.from.connection, { signal })
    const by = wished.by === 'log' || wished.by === 'outbox' ? wished.by : undefined
    const result = await changesScript(session, resource, { by, name: wished.name }, signal)
    this.printAsIs(result.script.trimEnd())
    return result
  }
}
