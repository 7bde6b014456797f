import { Args, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { tell } from '../messages/say.ts'

const shells = ['bash', 'zsh', 'fish', 'powershell'] as const

/** What `berth completion --json` prints. */
export interface CompletionResult {
  readonly shell: string
  readonly script: string
}

const args = {
  shell: Args.string({
    required: true,
    options: [...shells],
    description: tell({ zh: '命令行的种类', en: 'the shell' }),
  }),
}

export class Completion extends BerthCommand<CompletionResult> {
  static override summary: string = tell({ zh: '输出命令补全脚本', en: 'Print the completion script of a shell' })
  static override description: string = tell({
    zh: '输出 bash、zsh、fish 或 PowerShell 的补全脚本：命令、选项、选项的取值，以及当前目录 berth.yaml 中的资源。脚本本身不启动 berth。升级后重新生成。PowerShell 5.1 须先把脚本存为带 BOM 的 UTF-8。',
    en: 'Prints the completion of bash, zsh, fish or PowerShell: commands, flags, the words that flags take, and the resources of the berth.yaml in the current folder. The script starts no berth. Make it again after an upgrade. PowerShell 5.1 wants the file in UTF-8 with BOM.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> completion bash > ~/.berth-completion.bash',
      description: tell({
        zh: '然后在 ~/.bashrc 中写：source ~/.berth-completion.bash',
        en: 'Then, in ~/.bashrc: source ~/.berth-completion.bash',
      }),
    },
    {
      command: '<%= config.bin %> completion fish > ~/.config/fish/completions/berth.fish',
      description: tell({ zh: 'fish 自动读取这个文件', en: 'fish reads this file by itself' }),
    },
  ]
  static override args: Interfaces.ArgInput = args

  override async run(): Promise<CompletionResult> {
    const { args: given } = await this.given({ args })
    const { completionScript } = await import('../completion/completion-script.ts')
    const script = completionScript(given.shell, this.config.commands)
    this.printAsIs(script.trimEnd())
    return { shell: given.shell, script }
  }
}
