import { Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { catchInterruption } from '../command/interruption.ts'
import type { MessageKey } from '../messages/catalogue.ts'
import { say, tell } from '../messages/say.ts'
import type { PublishResult } from '../publish/publish-docking.ts'

const flags = {
  folder: dockingFolder,
  code: Flags.string({
    env: 'BERTH_ENROLMENT_CODE',
    description: tell({
      zh: '平台发给的登记码，只在第一次或更换密钥时需要',
      en: "the platform's enrolment code, needed once and when the key changes",
    }),
  }),
  report: Flags.string({
    helpValue: 'FILE',
    description: tell({
      zh: '一并交给平台的符合性报告，由 berth check --live --sign --report 写出',
      en: 'the conformance report to hand in with it, as berth check --live --sign --report has written it',
    }),
  }),
}

export class Publish extends BerthCommand<PublishResult> {
  static override summary: string = tell({ zh: '把目录发布到平台', en: 'Publish the catalogue to the platform' })
  static override description: string = tell({
    zh: '第一次用 --code 登记本对接的公钥，然后把 berth.yaml 中已核对的资源与操作发布到平台的目录。连接、表名和列名不发布，草稿不发布。',
    en: "Enrols the docking's public key once with --code, then publishes the reviewed resources and operations of berth.yaml. Connections, tables and columns are not published, and drafts are not.",
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> publish --code Zx81b-code-from-the-platform',
      description: tell({ zh: '第一次：登记并发布', en: 'The first time: enrol and publish' }),
    },
    {
      command: '<%= config.bin %> publish --report berth-report.json',
      description: tell({ zh: '平台要求符合性报告时', en: 'Where the platform asks for a conformance report' }),
    },
    {
      command: '<%= config.bin %> publish --json',
      description: tell({ zh: '清单改动之后', en: 'After a change of the manifest' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<PublishResult> {
    const { flags: given } = await this.given({ flags })
    const { loadDocking } = await import('../connections/load-docking.ts')
    const { publishDocking } = await import('../publish/publish-docking.ts')
    using interruption = catchInterruption()
    const result = await publishDocking(await loadDocking(given.folder), given, interruption.signal)
    const { system, version, resources, operations, drafts } = result
    if (result.enrolled) this.print(say('publish.enrolled'))
    if (result.level !== undefined)
      this.print(say('publish.report', { level: say(`level.${result.level}` as MessageKey) }))
    const details = { system, version, resources: resources.length, operations: operations.length }
    this.print(result.changed ? say('publish.done', details) : say('publish.same', { version }))
    if (drafts.length > 0) this.print(say('publish.drafts', { names: drafts.join(', ') }))
    return result
  }
}
