import { Args, Flags, type Interfaces } from '@oclif/core'
import type { BundleSignature } from '../bundle/verify-bundle.ts'
import { BerthCommand } from '../command/berth-command.ts'
import { catchInterruption } from '../command/interruption.ts'
import { say, tell } from '../messages/say.ts'

/** What `berth bundle verify --json` prints. */
export interface BundleVerifyResult {
  /** Whether it is whole and, where `--key` was given, signed by one of those keys. */
  readonly ok: boolean
  readonly system: string
  readonly id: string
  readonly platform: string
  readonly signature: BundleSignature
}

const args = {
  bundle: Args.string({
    required: true,
    description: tell({ zh: '安装包，或解开后的目录', en: 'the bundle, or the folder it was unpacked to' }),
  }),
}
const flags = {
  key: Flags.string({
    helpValue: 'FILE',
    description: tell({ zh: '可信公钥（JWK 或 JWKS）', en: 'public keys to trust, a JWK or a JWKS' }),
  }),
}

export class BundleVerify extends BerthCommand<BundleVerifyResult> {
  static override summary: string = tell({ zh: '核验离线安装包', en: 'Verify a bundle' })
  static override description: string = tell({
    zh: '每个文件都与 SHA256SUMS 一致、没有多也没有少；给出 --key 时，还要由可信密钥签名。不成立时退出码不为 0。没有签名的清单只防损坏，不防有意改动。',
    en: 'Every file is as SHA256SUMS says, none more, none less; with --key the list has to be signed by a key that is trusted. Ends with another code than 0 where that is not so. A list that nobody signed tells of damage, not of malice.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> bundle verify berth-civil.marriage-1.0.0-0a1b2c3d4e5f-linux-x64.tar.gz',
      description: tell({ zh: '完整性', en: 'That it is whole' }),
    },
    {
      command: '<%= config.bin %> bundle verify /opt/berth/civil.marriage/current --key department.jwk --json',
      description: tell({ zh: '已安装的版本，以及签名者', en: 'An installed version, and who made it' }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<BundleVerifyResult> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const { verifyBundle } = await import('../bundle/verify-bundle.ts')
    const { trustedKeys } = await import('../report/report-key.ts')
    using interruption = catchInterruption()
    const trusted = wished.key === undefined ? [] : await trustedKeys(wished.key, { folder: '.' })
    const { facts, signature } = await verifyBundle(given.bundle, trusted, interruption.signal)
    const { system, id, platform } = facts
    const ok = wished.key === undefined || signature === 'signed'
    this.print([say('bundle.whole', { system, id, platform }), say(`bundle.signature.${signature}`)])
    if (!ok) this.notOk()
    return { ok, system, id, platform, signature }
  }
}
