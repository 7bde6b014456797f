import { resolve } from 'node:path'
import { BerthError } from '@berth/core'
import { Args, Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
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
}

const args = {
  folder: Args.string({ default: '.', description: tell({ zh: '新对接的目录', en: 'the folder of the new docking' }) }),
}
const flags = {
  connector: Flags.string({
    description: tell({
      zh: 'sqlite、firebird、postgres、mysql、mssql、oracle、dameng、odbc，或连接器包名',
      en: 'sqlite, firebird, postgres, mysql, mssql, oracle, dameng, odbc, or the package of a connector',
    }),
  }),
  'system-id': Flags.string({
    description: tell({ zh: '业务系统标识，缺省取目录名', en: "id of the system, else the folder's name" }),
  }),
  title: Flags.string({ description: tell({ zh: '业务系统名称', en: 'name of the system' }) }),
  owner: Flags.string({ description: tell({ zh: '所属部门名称', en: 'name of the department' }) }),
  'owner-code': Flags.string({
    description: tell({ zh: '部门的统一社会信用代码', en: 'unified social credit code of the department' }),
  }),
  option: Flags.string({
    multiple: true,
    helpValue: 'NAME=VALUE',
    description: tell({
      zh: '连接选项，可多次给出；密钥不在此给出',
      en: 'an option of the connection; repeat it; never a secret',
    }),
  }),
}

export class Init extends BerthCommand<InitResult> {
  static override summary: string = tell({ zh: '新建一个对接目录', en: 'Make the folder of a new docking' })
  static override description: string = tell({
    zh: '写入 berth.yaml、.env.example、.gitignore、README.md 与 package.json。在终端上逐项询问，在脚本中全部用选项给出。从不覆盖已有文件。',
    en: 'Writes berth.yaml, .env.example, .gitignore, README.md and package.json. Asks on a terminal; in scripts everything is given by flags. Never overwrites a file.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> init marriage',
      description: tell({ zh: '逐项询问', en: 'Be asked for everything' }),
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
    const { connectionOptions } = await import('../init/connection-options.ts')
    const { scaffoldDocking } = await import('../init/scaffold-docking.ts')
    const onTerminal = process.stdin.isTTY && process.stdout.isTTY && !this.jsonEnabled()
    const ask = onTerminal ? (await import('../init/ask-docking.ts')).askOnTerminal : undefined
    const plan = await planDocking(
      {
        folder: resolve(given.folder),
        connector: wished.connector,
        systemId: wished['system-id'],
        title: wished.title,
        owner: wished.owner,
        ownerCode: wished['owner-code'],
        options: pairs(wished.option ?? []),
      },
      ask,
    )
    const files = await scaffoldDocking(plan, language)
    this.print(files.map((file) => say('init.wrote', { file: shownPath(resolve(plan.folder, file)) })))
    this.print(['', say('init.nextTitle'), say('init.nextFolder', { folder: shownPath(plan.folder) })])
    const { environment } = connectionOptions(plan.manifest, plan.options)
    if (environment.length > 0) this.print(say('init.nextSecrets'))
    this.print(say('init.nextDiscover'))
    return { folder: plan.folder, system: plan.systemId, connector: plan.connector, files }
  }
}

function pairs(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=')
      if (at < 1) throw new BerthError('PARAMETER_INVALID', { parameter: '--option', problem: 'NAME=VALUE' })
      return [text.slice(0, at), text.slice(at + 1)]
    }),
  )
}
