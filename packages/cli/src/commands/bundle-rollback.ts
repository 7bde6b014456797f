import { resolve } from 'node:path'
import { BerthError } from '@berth/core'
import { Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { countFlag } from '../command/flags.ts'
import { catchInterruption } from '../command/interruption.ts'
import { say, tell } from '../messages/say.ts'

/** What `berth bundle rollback --json` prints. */
export interface BundleRollbackResult {
  readonly prefix: string
  /** The version that runs now. */
  readonly id: string
}

const flags = {
  prefix: Flags.string({
    required: true,
    helpValue: 'FOLDER',
    description: tell({ zh: '安装目录', en: 'where it is installed' }),
  }),
  wait: countFlag(
    'wait',
    { min: 1, max: 3600, default: 60 },
    tell({ zh: '等多少秒就绪，否则换回来', en: 'how many seconds it has to get ready, else it is taken back' }),
  ),
}

export class BundleRollback extends BerthCommand<BundleRollbackResult> {
  static override summary: string = tell({ zh: '退回上一个版本', en: 'Go back to the former version' })
  static override description: string = tell({
    zh: '切换到更新之前的版本并等它就绪；再运行一次则切换回来。代理记住的内容不变；已被新版本升级的状态旧版本打不开，那时不会退回。',
    en: 'Switches to the version from before the update and waits until it is ready; run again, it switches forth. What the agent remembers stays; a state that the newer version has converted the older one does not open, and then nothing is switched.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> bundle rollback --prefix /opt/berth/civil.marriage',
      description: tell({ zh: '退回', en: 'Go back' }),
    },
    {
      command: '<%= config.bin %> bundle rollback --prefix /opt/berth/civil.marriage --wait 120 --json',
      description: tell({ zh: '多等一会儿', en: 'With more patience' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<BundleRollbackResult> {
    const { flags: given } = await this.given({ flags })
    const { claimInstallation } = await import('../bundle/install/claim-installation.ts')
    const { readInstallation, versionAt } = await import('../bundle/install/installation.ts')
    const { switchVersion } = await import('../bundle/install/switch-version.ts')
    using interruption = catchInterruption()
    // As `bundle install` does: the user of the agent has to read what is written.
    process.umask(0o022)
    const prefix = resolve(given.prefix)
    const missing = new BerthError('VERSION_MISSING', { folder: prefix })
    if ((await readInstallation(prefix)) === undefined) throw missing
    using _claim = claimInstallation(prefix)
    const installation = await readInstallation(prefix)
    // Where an update was interrupted, the version from before it.
    const id = (await versionAt(prefix, 'proven')) ?? (await versionAt(prefix, 'former'))
    if (installation === undefined || id === undefined) throw missing
    await switchVersion(id, { prefix, installation, waitMs: given.wait * 1000, signal: interruption.signal })
    this.print(say('bundle.rolledBack', { id }))
    return { prefix, id }
  }
}
