import type { Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { say, tell } from '../messages/say.ts'

/** What `berth secret list --json` prints. */
export interface SecretListResult {
  readonly names: readonly string[]
}

const flags = { folder: dockingFolder }

export class SecretList extends BerthCommand<SecretListResult> {
  static override summary: string = tell({ zh: '列出加密保存的密钥', en: 'List the secrets that are kept' })
  static override description: string = tell({
    zh: '只列名字，从不显示值。名字也是加密的，所以需要钥匙。',
    en: 'Names only, never a value. Their names are encrypted too, so the key is needed.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> secret list',
      description: tell({ zh: '当前目录的对接', en: 'Of the docking here' }),
    },
    {
      command: '<%= config.bin %> secret list -C marriage --json',
      description: tell({ zh: '供程序读取', en: 'For a program' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<SecretListResult> {
    const { flags: given } = await this.given({ flags })
    const { keptSecrets } = await import('../secrets/kept-secrets.ts')
    const { dockingEnvironment } = await import('../connections/docking-environment.ts')
    const names = [...keptSecrets(given.folder, dockingEnvironment(given.folder)).keys()].sort((left, right) =>
      left.localeCompare(right),
    )
    this.print(names.length === 0 ? say('secret.none') : names)
    return { names }
  }
}
