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
  readonly 'agent-authorities': Interfaces.OptionFlag<string | undefined>
  readonly certificate: Interfaces.OptionFlag<string | undefined>
  readonly 'certificate-key': Interfaces.OptionFlag<string | undefined>
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
  'agent-authorities': Flags.string({
    helpValue: 'FILE',
    description: tell({
      zh: '代理证书的颁发机构（PEM）；缺省为 Node 信任的机构',
      en: "the authorities of agents' certificates, PEM; else those that Node knows",
    }),
  }),
  certificate: Flags.string({
    helpValue: 'FILE',
    dependsOn: ['certificate-key'],
    description: tell({ zh: '向代理出示的证书（PEM）', en: 'the certificate that agents are shown, PEM' }),
  }),
  'certificate-key': Flags.string({
    helpValue: 'FILE',
    dependsOn: ['certificate'],
    description: tell({ zh: '该证书的私钥（PEM）', en: 'its private key, PEM' }),
  }),
}

/** What those flags ask for. Rejects with `KEY_FILE_UNUSABLE`, `KEY_INVALID`. */
export async function platformSettings(given: {
  readonly profile: string | undefined
  readonly 'require-report': string | undefined
  readonly 'report-keys': string | undefined
  readonly 'agent-authorities': string | undefined
  readonly certificate: string | undefined
  readonly 'certificate-key': string | undefined
}): Promise<Pick<PlatformOptions, 'algorithm' | 'reportRule' | 'agentTls'>> {
  const { profile, 'require-report': level, 'report-keys': keys, certificate, 'certificate-key': key } = given
  const authorities = given['agent-authorities']
  const agentTls = {
    ...(authorities === undefined ? {} : { authorities }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
  }
  const { cryptographyProfile } = await import('@berth/trust')
  const { trustedKeys } = await import('../report/report-key.ts')
  return {
    ...(Object.keys(agentTls).length === 0 ? {} : { agentTls }),
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
