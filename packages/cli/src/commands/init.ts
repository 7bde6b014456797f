import { resolve } from 'node:path'
import { BerthError } from '@berth/core'
import { Args, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { catchInterruption } from '../command/interruption.ts'
import type { DiscoverResult } from '../discover/discover-docking.ts'
import { initFlags as flags, optionPairs } from '../init/init-flags.ts'
import { language } from '../messages/language.ts'
import { say, tell } from '../messages/say.ts'
import { shownPath } from '../output/shown-path.ts'

/** What `berth init --json` prints. */
export interface InitResult {
  readonly folder: string
  readonly system: string
  readonly connector: string
  /** Relative to the folder. */
  readonly files: readonly string[]
  readonly installed: boolean
  /** What reading the tables came to, where that was wished for. */
  readonly discovered?: DiscoverResult | { readonly error: BerthError }
}

const args = {
  folder: Args.string({ default: '.', description: tell({ zh: '新对接的目录', en: 'the folder of the new docking' }) }),
}

export class Init extends BerthCommand<InitResult> {
  static override summary: string = tell({ zh: '新建一个对接目录', en: 'Make the folder of a new docking' })
  static override description: string = tell({
    zh: '写入 berth.yaml、.env.example、.gitignore、package.json、测试、持续集成文件与 README.md。在终端上逐项询问，并猜测附近的数据库与文件；在脚本中全部用选项给出。从不覆盖已有文件。npm create berth 同此，另加 --install 与 --discover。',
    en: 'Writes berth.yaml, .env.example, .gitignore, package.json, tests, a pipeline and README.md. Asks on a terminal, and guesses from databases and files near by; in scripts everything is given by flags. Never overwrites a file. npm create berth is the same with --install and --discover.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> init marriage --install --discover',
      description: tell({ zh: '逐项询问，装好，起草', en: 'Be asked, have it installed and drafted' }),
    },
    {
      command: '<%= config.bin %> init trial --sample --install --discover',
      description: tell({ zh: '在样例数据库上试一遍', en: 'Try it on a sample database' }),
    },
    {
      command:
        '<%= config.bin %> init marriage --connector sqlite --option file=registry.db --system-id civil-affairs.marriage --title 婚姻登记系统 --owner 某市民政局 --owner-code 91350100M000100Y43',
      description: tell({ zh: '在脚本中新建', en: 'Make one from a script' }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<InitResult> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const { planDocking } = await import('../init/plan-docking.ts')
    const { scaffoldDocking } = await import('../init/scaffold-docking.ts')
    const { nearbySystems } = await import('../init/nearby-systems.ts')
    const { guessCi } = await import('../init/guess-ci.ts')
    using interruption = catchInterruption()
    const { signal } = interruption
    const onTerminal = process.stdin.isTTY && process.stdout.isTTY && !this.jsonEnabled() && !wished.yes
    const ask = onTerminal ? (await import('../init/ask-docking.ts')).askOnTerminal : undefined
    const folder = resolve(given.folder)
    const enter = folder === process.cwd() ? undefined : shownPath(folder)
    const ci = wished.ci ?? guessCi(folder)
    const plan = await planDocking(
      {
        folder,
        connector: wished.connector,
        systemId: wished['system-id'],
        title: wished.title,
        owner: wished.owner,
        ownerCode: wished['owner-code'],
        options: optionPairs(wished.option ?? []),
        near: nearbySystems(folder, process.cwd()),
        ci: ci === 'none' ? undefined : ci,
        pin: wished.pin,
        sample: wished.sample,
      },
      ask,
    )
    const files = await scaffoldDocking(plan, language)
    this.print(files.map((file) => say('init.wrote', { file: shownPath(resolve(folder, file)) })))
    if (plan.guessed !== undefined) this.print(say('init.guessed', { found: plan.guessed }))
    if (wished.install) {
      this.print(say('init.installing'))
      await (await import('../init/install-docking.ts')).installDocking(folder, signal)
    }
    const discover = wished.discover ? (await import('../init/first-discovery.ts')).firstDiscovery : undefined
    const discovered = await discover?.(folder, language, signal)
    const { nextLines } = await import('../init/next-lines.ts')
    this.print(nextLines(plan, { enter, installed: wished.install, discovered }))
    if (BerthError.is(discovered)) this.notOk()
    const result = { folder, system: plan.systemId, connector: plan.connector, files, installed: wished.install }
    if (discovered === undefined) return result
    return { ...result, discovered: BerthError.is(discovered) ? { error: discovered } : discovered }
  }
}
