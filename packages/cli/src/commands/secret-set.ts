import { BerthError } from '@berth/core'
import type { ProfileName } from '@berth/trust'
import { Args, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { profileFlag } from '../command/profile-flag.ts'
import { say, tell } from '../messages/say.ts'

/** What `berth secret set --json` prints. */
export interface SecretSetResult {
  readonly name: string
  readonly file: string
}

const args = {
  name: Args.string({ required: true, description: tell({ zh: '密钥的名字', en: 'the name of the secret' }) }),
}
const flags = { folder: dockingFolder, profile: profileFlag() }

export class SecretSet extends BerthCommand<SecretSetResult> {
  static override summary: string = tell({ zh: '加密保存一个密钥', en: 'Keep a secret, encrypted' })
  static override description: string = tell({
    zh: '值在终端输入（不显示）或由标准输入给出，从不写在命令行上。加密后存入 .berth/secrets.json，各操作系统相同。钥匙取自 BERTH_SECRETS_KEY、BERTH_SECRETS_KEY_FILE 或 .berth/secrets.key。',
    en: 'The value is typed, unseen, or comes through standard input, never on the command line. It is kept encrypted in .berth/secrets.json, alike on every system. The key is BERTH_SECRETS_KEY, the file BERTH_SECRETS_KEY_FILE, or .berth/secrets.key.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> secret set DB_PASSWORD',
      description: tell({ zh: '在终端输入', en: 'Type it' }),
    },
    {
      command: '<%= config.bin %> secret set DB_PASSWORD --profile commercial < password.txt',
      description: tell({ zh: '从文件给出，用国密算法加密', en: 'From a file, encrypted with SM4' }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<SecretSetResult> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const { secretName } = await import('../connections/read-secret.ts')
    if (!secretName.test(given.name))
      throw new BerthError('PARAMETER_INVALID', { parameter: 'NAME', problem: String(secretName) })
    const { changeSecrets } = await import('../secrets/kept-secrets.ts')
    const { givenSecret } = await import('../secrets/given-secret.ts')
    const { dockingEnvironment } = await import('../connections/docking-environment.ts')
    const { ownKeyUsed, secretsFile } = await import('../secrets/secrets-key.ts')
    const secret = await givenSecret(given.name)
    const { folder } = wished
    const environment = dockingEnvironment(folder)
    const profile = wished.profile as ProfileName
    await changeSecrets({ folder, environment, profile }, (secrets) => void secrets.set(given.name, secret))
    this.print(say('secret.kept', { name: given.name, file: secretsFile, reference: `\${secret:${given.name}}` }))
    const beside = ownKeyUsed(environment)
    if (beside !== undefined) this.print(say('secret.keyHere', { file: beside }))
    return { name: given.name, file: secretsFile }
  }
}
