import { resolve } from 'node:path'
import { Args, Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { choiceFlag } from '../command/flags.ts'
import type { ConnectorKind } from '../connector/new-connector.ts'
import { language } from '../messages/language.ts'
import { say, tell } from '../messages/say.ts'
import { shownPath } from '../output/shown-path.ts'

/** What `berth connector new --json` prints. */
export interface ConnectorNewResult {
  readonly folder: string
  readonly kind: ConnectorKind
  /** Relative to the folder. */
  readonly files: readonly string[]
}

const args = {
  name: Args.string({ required: true, description: tell({ zh: '连接器的短名，如 acme', en: 'its short name: acme' }) }),
}
const flags = {
  kind: choiceFlag(
    'kind',
    ['sql', 'protocol'],
    tell({
      zh: 'sql：说 SQL 的数据库；protocol：其他',
      en: 'sql: a database that speaks SQL; protocol: anything else',
    }),
    { default: 'protocol' },
  ),
  folder: Flags.string({
    char: 'C',
    helpValue: 'FOLDER',
    description: tell({ zh: '写到哪里，缺省 connector-名称', en: 'where it is written, else connector-NAME' }),
  }),
  package: Flags.string({
    helpValue: 'NAME',
    description: tell({ zh: 'npm 包名，缺省 connector-名称', en: 'the npm package, else connector-NAME' }),
  }),
  title: Flags.string({ description: tell({ zh: '给人看的名称', en: 'its title, for people' }) }),
}

export class ConnectorNew extends BerthCommand<ConnectorNewResult> {
  static override summary: string = tell({ zh: '新建一个连接器包', en: 'Make the package of a new connector' })
  static override description: string = tell({
    zh: '写出一个接好一致性套件的连接器：在随附的样例系统上立刻是绿的，对真实系统在写好之前如实报红。从不覆盖已有文件。',
    en: 'Writes a connector that is wired to the conformance kit: green at once on the sample system that comes with it, red for the real system until that is written. Never overwrites a file.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> connector new acme --kind sql --title "Acme SQL 7"',
      description: tell({ zh: '一种 SQL 数据库', en: 'A database that speaks SQL' }),
    },
    {
      command: '<%= config.bin %> connector new legacy-feed --package @city/connector-legacy-feed',
      description: tell({ zh: '一种自有协议', en: 'A protocol of its own' }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<ConnectorNewResult> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const { newConnector } = await import('../connector/new-connector.ts')
    const folder = resolve(wished.folder ?? `connector-${given.name}`)
    const kind: ConnectorKind = wished.kind === 'sql' ? 'sql' : 'protocol'
    const { package: npm, title } = wished
    const files = await newConnector({ folder, name: given.name, kind, package: npm, title, language })
    this.print(files.map((file) => say('init.wrote', { file: shownPath(resolve(folder, file)) })))
    this.print(['', say('init.nextTitle'), say('init.nextEnter', { folder: shownPath(folder) })])
    this.print([say('init.nextInstall'), say('connector.nextTest'), say('connector.nextReal')])
    return { folder, kind, files }
  }
}
