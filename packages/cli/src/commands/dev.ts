import { Args, Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { countFlag } from '../command/flags.ts'
import { catchInterruption } from '../command/interruption.ts'
import { untilAborted } from '../command/until-aborted.ts'
import { say, tell } from '../messages/say.ts'

/** What `berth dev --json` prints once everything is up. */
export interface DevResult {
  /** The page, with the key in its address. */
  readonly page: string
  /** Absent: the agent does not run. */
  readonly agent?: string
}

const args = {
  folder: Args.string({
    description: tell({ zh: '对接目录，缺省为当前目录', en: 'the folder of the docking, else the current one' }),
  }),
}
const flags = {
  folder: dockingFolder,
  port: countFlag(
    'port',
    { min: 0, max: 65_535, default: 8470 },
    tell({ zh: '代理的端口，0 为任意空闲端口', en: 'the port of the agent; 0 is any free one' }),
  ),
  'page-port': countFlag(
    'page-port',
    { min: 0, max: 65_535, default: 8471 },
    tell({ zh: '页面的端口，被占用时另取一个', en: 'the port of the page; another one where it is taken' }),
  ),
  offline: Flags.boolean({
    description: tell({ zh: '保存时不连接业务系统', en: 'do not look at the systems on every save' }),
  }),
}

export class Dev extends BerthCommand<DevResult> {
  static override summary: string = tell({
    zh: '边改边看：保存即检查',
    en: 'Check on every save, with a page to look at',
  })
  static override description: string = tell({
    zh: '监视对接目录，每次保存都重新检查，只输出变化；同时启动代理和一个只在本机可看的页面：以各级许可查看数据、按参数查询、查看存证与最近的错误和下一步。不定时送出任何数据。',
    en: 'Watches the folder of a docking, checks it on every save and prints what changed. Serves the agent, and a page for this machine only: rows as each clearance sees them, questions by parameter, receipts, the last errors with their next steps. Delivers nothing of itself.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> dev',
      description: tell({ zh: '在对接目录中', en: 'In the folder of a docking' }),
    },
    {
      command: '<%= config.bin %> dev marriage --offline --page-port 0',
      description: tell({ zh: '另一个目录，不连接业务系统', en: 'Another folder, without looking at its systems' }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<DevResult> {
    const { args: named, flags: given } = await this.given({ args, flags })
    const { runDev } = await import('../dev/run-dev.ts')
    using interruption = catchInterruption()
    const { signal } = interruption
    await using dev = await runDev({
      folder: named.folder ?? given.folder,
      port: given.port,
      pagePort: given['page-port'],
      live: !given.offline,
      print: (lines) => this.print(lines),
      signal,
    })
    const { page, agent } = dev
    const result = { page, ...(agent === undefined ? {} : { agent }) }
    this.print([
      '',
      say('dev.page', { page }),
      say('dev.pageSecret'),
      ...(agent === undefined ? [] : [say('dev.agentUp', { agent })]),
      say('dev.watching', { folder: process.cwd() }),
    ])
    this.tellReady(result)
    await untilAborted(signal)
    return result
  }
}
