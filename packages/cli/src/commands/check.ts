import { resolve } from 'node:path'
import { Flags, type Interfaces } from '@oclif/core'
import type { CheckResult } from '../check/check-docking.ts'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { catchInterruption } from '../command/interruption.ts'
import { reportFlags } from '../command/report-flags.ts'
import { say, tell } from '../messages/say.ts'

const flags = {
  folder: dockingFolder,
  live: Flags.boolean({
    description: tell({
      zh: '打开每个连接，与实际的表和字段核对',
      en: 'open every connection and compare with the real tables and columns',
    }),
  }),
  ...reportFlags,
}

export class Check extends BerthCommand<CheckResult> {
  static override summary: string = tell({ zh: '检查清单', en: 'Check the manifest' })
  static override description: string = tell({
    zh: '检查 berth.yaml 与连接器的选项，每条发现都给出行、列、原因和下一步。有错误时退出码为 1。',
    en: 'Checks berth.yaml and the options of its connectors. Every finding names line, column, cause and next step. Ends with 1 when there are errors.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> check',
      description: tell({ zh: '不连接业务系统', en: 'Without touching the system' }),
    },
    {
      command: '<%= config.bin %> check --live --json',
      description: tell({ zh: '在持续集成中与实际系统核对', en: 'In continuous integration, against the live system' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<CheckResult> {
    const { flags: given } = await this.given({ flags })
    const { checkDocking } = await import('../check/check-docking.ts')
    const { checkLines } = await import('../check/check-lines.ts')
    const { formatOf } = await import('../report/report-format.ts')
    const base = process.cwd()
    const files = (given.report ?? []).map((file) => resolve(base, file))
    for (const file of files) formatOf(file)
    using interruption = catchInterruption()
    const checked = await checkDocking({ folder: given.folder, live: given.live, signal: interruption.signal })
    this.print(checkLines(checked))
    if (files.length > 0) {
      const { writeCheckReport } = await import('../report/check-report.ts')
      await writeCheckReport(checked, { files, sign: given.sign, base })
      this.print((given.report ?? []).map((file) => say('report.wrote', { file })))
    }
    if (!checked.result.ok) this.notOk()
    return checked.result
  }
}
