import { changeClasses } from '@berth/manifest'
import { Args, Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { choiceFlag } from '../command/flags.ts'
import { catchInterruption } from '../command/interruption.ts'
import type { DiffResult } from '../diff/diff-docking.ts'
import { tell } from '../messages/say.ts'

const args = {
  old: Args.string({
    required: true,
    description: tell({
      zh: '原来的：文件、目录、git:版本，或 platform（平台上已发布的）',
      en: 'the older: a file, a folder, git:REVISION, or platform (what is published there)',
    }),
  }),
  new: Args.string({
    description: tell({
      zh: '现在的，写法相同；缺省为对接目录中的 berth.yaml',
      en: 'the newer, in the same words; without it berth.yaml of the docking',
    }),
  }),
}

const flags = {
  folder: dockingFolder,
  allow: choiceFlag(
    'allow',
    changeClasses,
    tell({ zh: '不论版本，放行至此级别的变更', en: 'let changes up to this class pass, whatever the versions say' }),
  ),
  grants: Flags.string({
    helpValue: 'FILE',
    description: tell({
      zh: '授权清单（平台 GET /api/admin/grants 的答复）：指出每处变更涉及的使用方',
      en: 'a file of grants, as GET /api/admin/grants of the platform answers: every change names the consumers it concerns',
    }),
  }),
  platform: Flags.string({
    helpValue: 'URL',
    description: tell({
      zh: '改向平台取授权清单；管理员令牌为密钥 PLATFORM_ADMIN_TOKEN（环境变量 BERTH_SECRET_PLATFORM_ADMIN_TOKEN）',
      en: "ask this platform for the grants instead; the administrator's token is the secret PLATFORM_ADMIN_TOKEN (BERTH_SECRET_PLATFORM_ADMIN_TOKEN in the environment)",
    }),
  }),
}

export class Diff extends BerthCommand<DiffResult> {
  static override summary: string = tell({ zh: '比较清单的两个版本', en: 'Compare two versions of the manifest' })
  static override description: string = tell({
    zh: '把每处变更分为无感、兼容、不兼容，指出行、列与涉及的使用方，并看版本号是否已声明：不兼容须升主版本，兼容须升次版本。有未声明的变更时退出码为 1。规则见 docs/versions.md。',
    en: 'Classes every change as patch, compatible or breaking, names line, column and the consumers it concerns, and holds it against the version: a breaking change needs a higher major, a compatible one a higher minor. Ends with 1 when a change is not declared. The rules are in docs/versions.md.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> diff git:HEAD',
      description: tell({ zh: '上次提交以来改了什么', en: 'What changed since the last commit' }),
    },
    {
      command: '<%= config.bin %> diff git:origin/main --json',
      description: tell({ zh: '在持续集成中', en: 'In continuous integration' }),
    },
    {
      command: '<%= config.bin %> diff platform --platform https://platform.example',
      description: tell({
        zh: '发布之前：与已发布的比较，指出涉及的使用方',
        en: 'Before publishing: against what is published, with the consumers concerned',
      }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<DiffResult> {
    const { flags: given, args: sides } = await this.given({ flags, args })
    const { diffDocking } = await import('../diff/diff-docking.ts')
    const { diffLines } = await import('../diff/diff-lines.ts')
    using interruption = catchInterruption()
    const allow = changeClasses.find((each) => each === given.allow)
    const result = await diffDocking({ ...given, ...sides, allow, signal: interruption.signal })
    this.print(diffLines(result))
    if (!result.ok) this.notOk()
    return result
  }
}
