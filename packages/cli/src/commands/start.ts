import { Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { choiceFlag, countFlag } from '../command/flags.ts'
import { catchInterruption } from '../command/interruption.ts'
import { untilAborted } from '../command/until-aborted.ts'
import { say, tell } from '../messages/say.ts'

/** What `berth start --json` prints once the agent is up. */
export interface StartResult {
  readonly system: string
  readonly address: string
  /** Where the platform reaches it, as the manifest says. */
  readonly agentUrl?: string
  /** The exchanges that run again and again: resource and exit. */
  readonly scheduled: readonly string[]
}

const flags = {
  folder: dockingFolder,
  host: Flags.string({ default: '127.0.0.1', description: tell({ zh: '监听地址', en: 'the address to listen on' }) }),
  port: countFlag(
    'port',
    { min: 0, max: 65_535, default: 8470 },
    tell({ zh: '端口，0 为任意空闲端口', en: 'the port; 0 is any free one' }),
  ),
  log: choiceFlag(
    'log',
    ['debug', 'info', 'warn', 'error', 'silent'],
    tell({
      zh: '日志级别；日志写到标准错误，终端上为文字，否则为 JSON',
      en: 'how much is logged on standard error: in words on a terminal, else as JSON',
    }),
    { default: 'info' },
  ),
  'sign-after': countFlag(
    'sign-after',
    { min: 1, max: 1_000_000, default: 10_000 },
    tell({ zh: '每写多少条存证签一次链头', en: 'sign the chain of receipts behind so many' }),
  ),
  'sign-every': countFlag(
    'sign-every',
    { min: 1, max: 86_400, default: 60 },
    tell({
      zh: '有新存证时，每隔多少秒签一次链头',
      en: 'sign it every so many seconds in which a receipt was written',
    }),
  ),
}

export class Start extends BerthCommand<StartResult> {
  static override summary: string = tell({ zh: '启动对接代理', en: 'Start the docking agent' })
  static override description: string = tell({
    zh: '应答平台转来的请求，并按清单中的 every 定时送出资源。收到 SIGTERM 或 Ctrl-C 时先做完手头的请求再停止。',
    en: 'Answers what the platform forwards, and delivers resources as often as `every` in the manifest says. On SIGTERM or Ctrl-C it finishes what is under way, then stops.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> start',
      description: tell({ zh: '只在本机监听', en: 'Listen on this machine only' }),
    },
    {
      command: '<%= config.bin %> start --host 0.0.0.0 --port 8470 --log warn',
      description: tell({ zh: '让平台从网络上访问', en: 'Let the platform reach it over the network' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<StartResult> {
    const { flags: given } = await this.given({ flags })
    const { loadDocking } = await import('../connections/load-docking.ts')
    const { startDocking } = await import('../start/start-docking.ts')
    const { agentLog } = await import('../output/agent-log.ts')
    using interruption = catchInterruption()
    const { signal } = interruption
    const manifest = await loadDocking(given.folder)
    const log = agentLog(given.log ?? 'info')
    const { host, port } = given
    const heads = { everyReceipts: given['sign-after'], everyMs: given['sign-every'] * 1000 }
    await using docking = await startDocking({ manifest, host, port, log, signal, heads })
    const { address, scheduled } = docking
    const { agentUrl } = manifest.platform ?? {}
    const result = { system: manifest.system.id, address, scheduled, ...(agentUrl === undefined ? {} : { agentUrl }) }
    this.print([
      say('start.up', { system: manifest.system.id, address }),
      ...(agentUrl === undefined ? [say('start.unreachable')] : [say('start.reached', { agentUrl })]),
      say('start.pages', { address }),
      ...scheduled.map((exchange) => say('start.scheduled', { exchange })),
      say('platform.stop'),
    ])
    this.tellReady(result)
    await untilAborted(signal)
    return result
  }
}
