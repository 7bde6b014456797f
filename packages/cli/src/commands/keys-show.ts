import { Args, Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { say, tell } from '../messages/say.ts'
import type { ShownKey } from '../secrets/shown-keys.ts'

const args = {
  file: Args.string({
    required: true,
    description: tell({ zh: '私钥或公钥的文件', en: 'the file of a private or public key' }),
  }),
}
const flags = {
  name: Flags.string({
    helpValue: 'ID',
    description: tell({ zh: '谁的密钥；缺省取文件中的 kid', en: 'whose key it is, else the kid in the file' }),
  }),
  pem: Flags.boolean({
    default: false,
    description: tell({ zh: '以 PEM 输出公钥，供 openssl 使用', en: 'print the public half as PEM, for openssl' }),
  }),
}

export class KeysShow extends BerthCommand<readonly ShownKey[]> {
  static override summary: string = tell({ zh: '显示密钥文件的公钥', en: 'Show the public half of a key file' })
  static override description: string = tell({
    zh: '读取 JWK、JWKS 或 PEM 文件，输出公钥、算法与指纹。从不输出私钥。',
    en: 'Reads a file with a JWK, a JWKS or PEM, and prints public half, algorithm and fingerprint. Never prints a private key.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> keys show .berth/agent.key',
      description: tell({ zh: '本对接的公钥', en: 'The public half of this docking' }),
    },
    {
      command: '<%= config.bin %> keys show .berth/agent.key --pem > agent.pub',
      description: tell({ zh: '供 openssl 验签', en: 'For openssl to verify with' }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<readonly ShownKey[]> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const { shownKeys } = await import('../secrets/shown-keys.ts')
    const keys = await shownKeys(given.file, wished.name)
    for (const { key, pem, digest, fingerprint } of keys) {
      this.printAsIs(wished.pem ? pem.trimEnd() : JSON.stringify(key))
      if (!wished.pem) this.print(say('keys.fingerprint', { digest, fingerprint }))
    }
    return keys
  }
}
