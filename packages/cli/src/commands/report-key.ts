import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BerthError } from '@berth/core'
import type { PublicJwk } from '@berth/trust'
import { Args, Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { say, tell } from '../messages/say.ts'
import { shownPath } from '../output/shown-path.ts'

const args = {
  file: Args.string({
    default: join('.berth', 'report.key'),
    description: tell({ zh: '新密钥的文件', en: 'the file of the new key' }),
  }),
}
const flags = {
  name: Flags.string({
    required: true,
    description: tell({ zh: '谁的密钥：报告上写的名字', en: 'whose key it is: the name that reports show' }),
  }),
}

export class ReportKey extends BerthCommand<PublicJwk> {
  static override summary: string = tell({ zh: '生成签报告的密钥', en: 'Make a key to sign reports with' })
  static override description: string = tell({
    zh: '生成 Ed25519 密钥，写入只有属主可读的文件，并输出公钥。给 CI 用：对接所在的机器可直接用登记时的密钥。从不覆盖已有文件。缺省放在 .berth 下：那里不进 git，检查也不报告。',
    en: 'Makes an Ed25519 key in a file that its owner alone may read, and prints the public half. For CI: the machine of the docking itself can sign with the key that it was enrolled with. Never overwrites a file. Without FILE it goes below .berth, which is kept out of git.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> report key --name civil-affairs.marriage.ci',
      description: tell({ zh: '给 CI 一把密钥', en: 'A key for CI' }),
    },
    {
      command: '<%= config.bin %> report key .berth/ci.key --name civil-affairs.marriage.ci --json > department.jwk',
      description: tell({ zh: '保存公钥，交给平台', en: 'Keep the public half for the platform' }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<PublicJwk> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const { exportPublicJwk, loadOrCreateKey } = await import('@berth/trust')
    if (existsSync(given.file)) throw new BerthError('FILE_EXISTS', { file: given.file })
    mkdirSync(dirname(given.file), { recursive: true, mode: 0o700 })
    const jwk = exportPublicJwk(await loadOrCreateKey(given.file, wished.name))
    this.print([say('report.keyMade', { file: shownPath(given.file) }), say('report.keyPublic')])
    this.printAsIs(JSON.stringify(jwk))
    return jwk
  }
}
