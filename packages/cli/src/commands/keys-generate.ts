import { BerthError } from '@berth/core'
import type { ProfileName, PublicJwk } from '@berth/trust'
import { Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { profileFlag } from '../command/profile-flag.ts'
import { say, tell } from '../messages/say.ts'
import { shownPath } from '../output/shown-path.ts'

const flags = {
  out: Flags.string({
    required: true,
    helpValue: 'FILE',
    description: tell({ zh: '新私钥的文件', en: 'the file of the new private key' }),
  }),
  name: Flags.string({
    required: true,
    helpValue: 'ID',
    description: tell({
      zh: '谁的密钥：业务系统或平台的标识',
      en: 'whose key it is: the id of the system or platform',
    }),
  }),
  profile: profileFlag(),
}

export class KeysGenerate extends BerthCommand<PublicJwk> {
  static override summary: string = tell({ zh: '生成签名密钥', en: 'Make a key to sign with' })
  static override description: string = tell({
    zh: '生成 Ed25519 或 SM2 密钥，写入只有属主可读的文件，并输出公钥。从不覆盖已有文件。登记前放到 .berth/agent.key，对接就用它签名。',
    en: 'Makes an Ed25519 or SM2 key in a file that its owner alone may read, and prints the public half. Never overwrites a file. As .berth/agent.key, before the docking is enrolled, it is what the docking signs with.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command:
        '<%= config.bin %> keys generate --profile commercial --name civil-affairs.marriage --out .berth/agent.key',
      description: tell({ zh: '用 SM2 签名的对接', en: 'A docking that signs with SM2' }),
    },
    {
      command: '<%= config.bin %> keys generate --name civil-affairs.marriage --out new.key --json > new.jwk',
      description: tell({ zh: '保存公钥，供对方登记', en: 'Keep the public half for others to register' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<PublicJwk> {
    const { flags: given } = await this.given({ flags })
    const { createKeyFile, cryptographyProfile, exportPublicJwk, generateKey } = await import('@berth/trust')
    const key = generateKey(given.name, cryptographyProfile(given.profile as ProfileName).signature)
    if (!(await createKeyFile(given.out, key))) throw new BerthError('FILE_EXISTS', { file: given.out })
    const jwk = exportPublicJwk(key)
    this.print([say('keys.made', { file: shownPath(given.out) }), say('keys.public')])
    this.printAsIs(JSON.stringify(jwk))
    return jwk
  }
}
