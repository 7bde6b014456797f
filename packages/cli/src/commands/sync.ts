import { resolve } from 'node:path'
import { Args, Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { exitCodeOf } from '../command/exit-code.ts'
import { choiceFlag } from '../command/flags.ts'
import { catchInterruption } from '../command/interruption.ts'
import { say, tell } from '../messages/say.ts'
import type { SyncResult } from '../sync/sync-docking.ts'

const args = {
  resources: Args.string({
    multiple: true,
    description: tell({ zh: '资源标识，缺省为全部已核对的资源', en: 'ids of resources, else all that are no drafts' }),
  }),
}
const flags = {
  folder: dockingFolder,
  exit: choiceFlag(
    'exit',
    ['file', 'table', 'replica'],
    tell({
      zh: '只送往这种出口；replica 为离线时回答用的副本',
      en: 'to this exit only; replica is the copy that answers while the system is down',
    }),
  ),
  restart: Flags.boolean({
    description: tell({ zh: '忘掉断点，从头再来', en: 'forget how far it came and begin anew' }),
  }),
  'dry-run': Flags.boolean({
    description: tell({
      zh: '读取、检查并在目标库中试写，然后全部撤回：不留任何行、文件和断点，只留存证',
      en: 'read, check and try at the target, and take all of it back: no row, file or checkpoint stays, only a receipt',
    }),
    exclusive: ['undo'],
  }),
  undo: Flags.string({
    helpValue: 'FOLDER',
    description: tell({
      zh: '写入目标库之前，把能还原每一批的 SQL 脚本存入此目录；按文件名次序执行即可还原。脚本含有数据，请妥善保管',
      en: 'before rows are written to a table, keep the scripts that put them back in this folder; run them in the order of their names. They hold data',
    }),
  }),
}

export class Sync extends BerthCommand<SyncResult> {
  static override summary: string = tell({
    zh: '把资源送往文件、数据库或平台',
    en: 'Deliver resources to files, tables or the platform',
  })
  static override description: string = tell({
    zh: '读取、检查、分级控制、送达、留存证，一批一批地做，随时可以中断：再次运行从断点继续。被中断时退出码为 8。不合规定的行写进 .berth/rejects，其余照送，退出码为 1。',
    en: 'Reads, checks, guards, delivers and leaves receipts, batch by batch. It may be interrupted at any time: run again and it goes on from where it stopped. Ends with 8 when interrupted. Rows that are not valid go to .berth/rejects, the others are delivered, and it ends with 1.',
  })
  static override examples: { command: string; description: string }[] = [
    { command: '<%= config.bin %> sync', description: tell({ zh: '全部资源', en: 'Everything' }) },
    {
      command: '<%= config.bin %> sync marriage --exit file --restart',
      description: tell({ zh: '一个资源，只送文件，从头再来', en: 'One resource, to its file, from the beginning' }),
    },
    {
      command: '<%= config.bin %> sync marriage --exit table --dry-run',
      description: tell({ zh: '先试写，不留下任何东西', en: 'Try it first; nothing stays' }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<SyncResult> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const { loadDocking } = await import('../connections/load-docking.ts')
    const { chosenExchanges } = await import('../sync/chosen-exchanges.ts')
    const { syncDocking } = await import('../sync/sync-docking.ts')
    const { exchangeLines } = await import('../sync/exchange-lines.ts')
    const { progressOfEach } = await import('../output/progress.ts')
    using interruption = catchInterruption()
    const manifest = await loadDocking(wished.folder)
    const chosen = chosenExchanges(manifest, given.resources ?? [], wished.exit)
    // A replica has no target to try it at.
    const exchanges = wished['dry-run'] ? chosen.filter(({ exit }) => exit !== 'replica') : chosen
    if (exchanges.length === 0) this.print(say('sync.nothing'))
    using progress = progressOfEach({ unit: say('unit.rows'), shown: !this.jsonEnabled() })
    const result = await syncDocking({
      manifest,
      exchanges,
      restart: wished.restart,
      dryRun: wished['dry-run'],
      undo: wished.undo === undefined ? undefined : resolve(wished.undo),
      signal: interruption.signal,
      onProgress: ({ resource, exit }, { read }) => progress.update(`${resource} → ${exit}`, read),
      onDone: (exchange) => {
        progress.end()
        this.print(exchangeLines(exchange))
      },
    })
    if (result.error !== undefined) process.exitCode = exitCodeOf(result.error)
    else if (result.exchanges.some((each) => each.ok && each.rejected > 0)) this.notOk()
    return result
  }
}
