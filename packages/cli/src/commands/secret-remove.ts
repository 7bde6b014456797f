import { BerthError } from '@berth/core'
import { Args, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { say, tell } from '../messages/say.ts'

/** What `berth secret remove --json` prints. */
export interface SecretRemoveResult {
  readonly name: string
}

const args = {
  name: Args.string({ required: true, description: tell({ zh: '密钥的名字', en: 'the name of the secret' }) }),
}
const flags = { folder: dockingFolder }

export class SecretRemove extends BerthCommand<SecretRemoveResult> {
  static override summary: string = tell({ zh: '删除加密保存的密钥', en: 'Remove a secret that is kept' })
  static override description: string = tell({
    zh: '从 .berth/secrets.json 中删除。它在对方系统仍然有效，应在那里更换。',
    en: 'Takes it out of .berth/secrets.json. It still opens the system that it belongs to: change it there.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> secret remove DB_PASSWORD',
      description: tell({ zh: '不再使用的口令', en: 'A password that is no longer used' }),
    },
    {
      command: '<%= config.bin %> secret remove DB_PASSWORD -C marriage',
      description: tell({ zh: '另一个目录的对接', en: 'Of the docking in another folder' }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<SecretRemoveResult> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const { changeSecrets } = await import('../secrets/kept-secrets.ts')
    const { dockingEnvironment } = await import('../connections/docking-environment.ts')
    const { folder } = wished
    await changeSecrets({ folder, environment: dockingEnvironment(folder) }, (secrets) => {
      if (!secrets.delete(given.name)) throw new BerthError('SECRET_MISSING', { reference: given.name })
    })
    this.print(say('secret.removed', { name: given.name }))
    return { name: given.name }
  }
}
