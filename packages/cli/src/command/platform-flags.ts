import { Flags, type Interfaces } from '@oclif/core'
import { tell } from '../messages/say.ts'

interface PlatformFlags {
  readonly platform: Interfaces.OptionFlag<string | undefined>
  readonly 'admin-token-file': Interfaces.OptionFlag<string | undefined>
  readonly 'agent-url': Interfaces.OptionFlag<string | undefined>
  readonly 'agent-listen': Interfaces.OptionFlag<string | undefined>
  readonly yes: Interfaces.BooleanFlag<boolean>
}

/** The flags of `berth check` that try a platform. */
export const platformFlags: PlatformFlags = {
  platform: Flags.string({
    helpValue: 'URL',
    description: tell({
      zh: '检验这个平台是否遵守契约，而不是检查清单',
      en: 'try whether this platform honours the contract, in place of checking a manifest',
    }),
  }),
  'admin-token-file': Flags.string({
    helpValue: 'FILE',
    dependsOn: ['platform'],
    description: tell({
      zh: '平台管理员令牌的文件，缺省用密钥 PLATFORM_ADMIN_TOKEN',
      en: "the file with the platform administrator's token, else the secret PLATFORM_ADMIN_TOKEN",
    }),
  }),
  'agent-url': Flags.string({
    helpValue: 'URL',
    dependsOn: ['platform'],
    description: tell({
      zh: '平台访问检验套件的地址，平台不在本机时必须给出',
      en: 'where the platform reaches the kit; needed where the platform is not on this machine',
    }),
  }),
  'agent-listen': Flags.string({
    helpValue: 'HOST:PORT',
    dependsOn: ['agent-url'],
    description: tell({
      zh: '检验套件监听的地址，缺省为所有网卡上 --agent-url 的端口',
      en: 'where the kit listens, else on every network card at the port of --agent-url',
    }),
  }),
  yes: Flags.boolean({
    default: false,
    description: tell({
      zh: '同意在不在本机的平台上登记检验用的业务系统和使用方',
      en: 'agree that systems and consumers of the kit are enrolled on a platform that is not on this machine',
    }),
  }),
}
