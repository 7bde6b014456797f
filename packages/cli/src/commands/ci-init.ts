import { BerthError } from '@berth/core'
import { Args, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { say, tell } from '../messages/say.ts'

/** What `berth ci init --json` prints. */
export interface CiInitResult {
  /** Relative to the folder of the docking. */
  readonly files: readonly string[]
}

const args = {
  system: Args.string({
    required: true,
    description: tell({ zh: 'github、gitlab、jenkins 或 gitee', en: 'github, gitlab, jenkins or gitee' }),
  }),
}
const flags = { folder: dockingFolder }

export class CiInit extends BerthCommand<CiInitResult> {
  static override summary: string = tell({ zh: '写入持续集成文件', en: 'Write files for continuous integration' })
  static override description: string = tell({
    zh: '写入一份流水线和它运行的 ci/check.sh：每次改动都检查对接，写出 JSON、网页、JUnit、SARIF 报告和徽章，可签名。从不覆盖已有文件。',
    en: 'Writes a pipeline and the script ci/check.sh that it runs: every change is checked, with reports as JSON, page, JUnit, SARIF and badge, signed where there is a key. Never overwrites a file.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> ci init gitlab',
      description: tell({ zh: 'GitLab', en: 'For GitLab' }),
    },
    {
      command: '<%= config.bin %> ci init gitee -C marriage',
      description: tell({
        zh: 'Gitee Go，对接在 marriage 目录',
        en: 'For Gitee Go, with the docking in the folder marriage',
      }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<CiInitResult> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const { ciSystems, writeCiFiles } = await import('../ci/write-ci-files.ts')
    if (!Object.hasOwn(ciSystems, given.system)) {
      const problem = Object.keys(ciSystems).join(' | ')
      throw new BerthError('PARAMETER_INVALID', { parameter: 'SYSTEM', problem })
    }
    const files = await writeCiFiles(given.system, wished.folder)
    this.print(files.map((file) => say('init.wrote', { file })))
    this.print(say('ci.next'))
    return { files }
  }
}
