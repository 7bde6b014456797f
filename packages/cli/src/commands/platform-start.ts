import { join, resolve } from 'node:path'
import { Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { countFlag } from '../command/flags.ts'
import { catchInterruption } from '../command/interruption.ts'
import { untilAborted } from '../command/until-aborted.ts'
import { say, tell } from '../messages/say.ts'
import { shownPath } from '../output/shown-path.ts'
import { platformSettings, trustFlags } from '../platform/platform-settings.ts'

/** What `berth platform start --json` prints once the platform is up. */
export interface PlatformStartResult {
  readonly url: string
  readonly folder: string
  /** Enrolment codes by system, as asked for with `--enrol`. */
  readonly codes: Readonly<Record<string, string>>
}

const flags = {
  data: Flags.string({
    default: 'berth-platform',
    helpValue: 'FOLDER',
    description: tell({ zh: '数据目录', en: 'the folder of its data' }),
  }),
  host: Flags.string({ default: '127.0.0.1', description: tell({ zh: '监听地址', en: 'the address to listen on' }) }),
  port: countFlag(
    'port',
    { min: 0, max: 65_535, default: 8480 },
    tell({ zh: '端口，0 为任意空闲端口', en: 'the port; 0 is any free one' }),
  ),
  ...trustFlags,
  enrol: Flags.string({
    multiple: true,
    helpValue: 'SYSTEM',
    description: tell({
      zh: '为该业务系统生成登记码，可多次给出',
      en: 'make an enrolment code for this system; repeat it',
    }),
  }),
}

export class PlatformStart extends BerthCommand<PlatformStartResult> {
  static override summary: string = tell({
    zh: '在本机启动参考平台',
    en: 'Start the reference platform on this machine',
  })
  static override description: string = tell({
    zh: '在自己桌上试对接：目录、授权、交换、存证与目录页面，数据存在内嵌数据库中。不用于正式环境。',
    en: 'For trying a docking on your own desk: catalogue, grants, exchange, receipts and a catalogue page, in an embedded database. Not for production.',
  })
  static override examples: { command: string; description: string }[] = [
    { command: '<%= config.bin %> platform start', description: tell({ zh: '启动', en: 'Start it' }) },
    {
      command: '<%= config.bin %> platform start --port 0 --enrol civil-affairs.marriage',
      description: tell({ zh: '任意端口，并生成一个登记码', en: 'On any port, with an enrolment code' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<PlatformStartResult> {
    const { flags: given } = await this.given({ flags })
    const { loadPlatform } = await import('../platform/load-platform.ts')
    const { startPlatform } = await loadPlatform()
    using interruption = catchInterruption()
    const folder = resolve(given.data)
    const place = { folder, host: given.host, port: given.port }
    await using platform = await startPlatform({ ...place, ...(await platformSettings(given)) })
    const codes: Record<string, string> = {}
    for (const id of given.enrol ?? []) {
      codes[id] = (await platform.administer.createEnrolmentCode({ kind: 'system', id, title: id })).code
    }
    const result = { url: platform.url, folder, codes }
    this.print([
      say('platform.up', { url: platform.url }),
      say('platform.token', { file: shownPath(join(folder, 'admin.token')) }),
      ...Object.entries(codes).map(([system, code]) => say('platform.code', { system, code })),
      say('platform.stop'),
    ])
    this.tellReady(result)
    await untilAborted(interruption.signal)
    return result
  }
}
