import { join } from 'node:path'
import type { Level } from '@berth/conformance'
import { Args, Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { choiceFlag, countFlag } from '../command/flags.ts'
import { tell } from '../messages/say.ts'
import type { Fact } from '../report/verify-facts.ts'

/** What `berth report verify --json` prints. */
export interface ReportVerifyResult {
  /** Whether nothing is refuted, and a key that is trusted signed it. */
  readonly ok: boolean
  readonly facts: readonly Fact[]
}

const args = {
  file: Args.string({ required: true, description: tell({ zh: '报告的 JSON 文件', en: 'the report, its JSON file' }) }),
}
const flags = {
  folder: dockingFolder,
  key: Flags.string({
    helpValue: 'FILE',
    description: tell({
      zh: '可信公钥（JWK 或 JWKS），缺省用本对接自己的密钥',
      en: 'public keys to trust, a JWK or a JWKS; else the key of the docking itself',
    }),
  }),
  level: choiceFlag(
    'level',
    ['none', 'basic', 'standard', 'full'],
    tell({ zh: '至少要达到的等级', en: 'the level that it has to reach' }),
    { default: 'basic' },
  ),
  'max-age': countFlag(
    'max-age',
    { min: 1, max: 3650, default: 90 },
    tell({ zh: '最多多少天前检验的', en: 'how many days ago it may be from' }),
  ),
}

export class ReportVerify extends BerthCommand<ReportVerifyResult> {
  static override summary: string = tell({ zh: '核验符合性报告', en: 'Verify a conformance report' })
  static override description: string = tell({
    zh: '逐项说明证实了什么：签名、契约版本、等级、时效、豁免，以及是否就是这里的 berth.yaml 和所装的软件包。改动任何一个字节都会被发现。有不成立的一项，或没有可信公钥证实签名者时，退出码为 1。',
    en: 'Says what is proven, one by one: signature, version of the contract, level, age, exemptions, and whether it is about the berth.yaml and the packages that are here. Any byte that was altered is found. Ends with 1 where something is refuted, or no trusted key says who signed.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> report verify berth-report.json',
      description: tell({ zh: '在对接目录里', en: 'In the folder of the docking' }),
    },
    {
      command: '<%= config.bin %> report verify berth-report.json --key department.jwk --level standard --json',
      description: tell({ zh: '平台核验部门交来的报告', en: "A platform verifies a department's report" }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<ReportVerifyResult> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const { readReport } = await import('../report/read-report.ts')
    const { trustedKeys } = await import('../report/report-key.ts')
    const { unheld } = await import('@berth/conformance')
    const { verifyFacts } = await import('../report/verify-facts.ts')
    const { verifyLines } = await import('../report/verify-lines.ts')
    const kept = await readReport(given.file)
    const own = { file: join(wished.folder, '.berth', 'agent.key'), system: kept.report.subject.name }
    const facts = await verifyFacts(kept, {
      folder: wished.folder,
      trusted: await trustedKeys(wished.key, { folder: wished.folder, own }),
      maxAgeDays: wished['max-age'],
      level: wished.level === 'none' ? undefined : (wished.level as Level),
      today: new Date(),
    })
    const ok = unheld(facts).length === 0
    this.print(verifyLines(facts))
    if (!ok) this.notOk()
    return { ok, facts }
  }
}
