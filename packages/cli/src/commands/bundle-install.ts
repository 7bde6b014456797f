import { resolve } from 'node:path'
import type { Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { bundleInstallFlags } from '../command/bundle-flags.ts'
import { catchInterruption } from '../command/interruption.ts'
import { tell } from '../messages/say.ts'

/** What `berth bundle install --json` prints. */
export interface BundleInstallResult {
  /** `same`: that version was the current one already. `changed`: it was, and is set up otherwise now. */
  readonly outcome: 'installed' | 'updated' | 'same' | 'changed'
  readonly system: string
  readonly id: string
  readonly prefix: string
  readonly service: 'systemd' | 'task' | 'none'
  /** How the agent is started. */
  readonly start: string
}

const flags = { ...bundleInstallFlags }

export class BundleInstall extends BerthCommand<BundleInstallResult> {
  static override summary: string = tell({ zh: '安装或更新离线安装包', en: 'Install a bundle, or update by it' })
  static override description: string = tell({
    zh: '由包里的 install.sh、install.ps1 调用。各版本并排存放，current 一步切换；更新后代理没有就绪就自动退回。.env、.berth 和送出的文件在版本之外，不受影响。首次安装不启动代理：先填写 .env。',
    en: 'Called by install.sh and install.ps1 of a bundle. Versions lie side by side and `current` is switched in one step; an update whose agent does not get ready is taken back by itself. .env, .berth and what was delivered lie outside of the versions. The first installation does not start the agent: .env is to be filled in first.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> bundle install',
      description: tell({ zh: '在解开的目录里', en: 'In the unpacked folder' }),
    },
    {
      command: '<%= config.bin %> bundle install --from /media/usb/bundle --prefix /srv/berth --no-service --json',
      description: tell({ zh: '不登记系统服务', en: 'Without a service' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<BundleInstallResult> {
    const { flags: given } = await this.given({ flags })
    const { installedLines } = await import('../bundle/bundle-lines.ts')
    const { installBundle } = await import('../bundle/install/install-bundle.ts')
    // What is kept from others says so itself; the rest the user of the agent has to read.
    process.umask(0o022)
    using interruption = catchInterruption()
    const done = await installBundle({
      from: resolve(given.from),
      prefix: given.prefix === undefined ? undefined : resolve(given.prefix),
      host: given.host,
      port: given.port,
      user: given.user,
      noService: given['no-service'],
      waitMs: given.wait * 1000,
      signal: interruption.signal,
    })
    const { outcome, facts, prefix, installation, hint } = done
    this.print(installedLines(done))
    return { outcome, system: facts.system, id: facts.id, prefix, service: installation.service, start: hint }
  }
}
