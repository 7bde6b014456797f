import type { PlatformOptions, ReportRule } from '@berth/platform'
import type { ProfileName } from '@berth/trust'
import { Flags, type Interfaces } from '@oclif/core'
import { choiceFlag } from '../command/flags.ts'
import { tell } from '../messages/say.ts'

/** Flags of `berth platform start` that say whom the platform trusts. */
export const trustFlags: {
  readonly profile: Interfaces.OptionFlag<string | undefined>
  readonly 'require-report': Interfaces.OptionFlag<string | undefined>
  readonly 'report-keys': Interfaces.OptionFlag<string | undefined>
} = {
  profile: choiceFlag(
    'profile',
    ['international', 'commercial'],
    tell({
      zh: '只认这套算法的密钥：international（Ed25519）或 commercial（国密 SM2）；缺省两种都认',
      en: 'take keys of this profile only: international (Ed25519) or commercial (SM2); else of both',
    }),
  ),
  'require-report': choiceFlag(
    'require-report',
    ['basic', 'standard', 'full'],
    tell({
      zh: '只发布附有此等级符合性报告的对接；缺省不要求',
      en: 'publish only what has a conformance report of this level; else none is asked for',
    }),
  ),
  'report-keys': Flags.string({
    helpValue: 'FILE',
    dependsOn: ['require-report'],
    description: tell({
      zh: '可信的检验方公钥（JWK 或 JWKS）；缺省为部门自己登记的密钥',
      en: "public keys of those whose reports count, a JWK or a JWKS; else the department's own enrolled key",
    }),
  }),
}

/** What those flags ask for. Rejects with `KEY_FILE_UNUSABLE`, `KEY_INVALID`. */
export async function platformSettings(given: {
  readonly profile: string | undefined
  readonly 'require-report': string | undefined
  readonly 'report-keys': string | undefined
}): Promise<Pick<PlatformOptions, 'algorithm' | 'reportRule'>> {
  const { profile, 'require-report': level, 'report-keys': keys } = given
  const { cryptographyProfile } = await import('@berth/trust')
  const { trustedKeys } = await import('../report/report-key.ts')
  return {
    ...(profile === undefined ? {} : { algorithm: cryptographyProfile(profile as ProfileName).signature }),
    ...(level === undefined
      ? {}
      : {
          reportRule: {
            level: level as ReportRule['level'],
            ...(keys === undefined ? {} : { keys: await trustedKeys(keys, { folder: '.' }) }),
          },
        }),
  }
}
