import type { ConformanceReport } from '@berth/conformance'
import { Args, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { tell } from '../messages/say.ts'

const args = {
  file: Args.string({ required: true, description: tell({ zh: '报告的 JSON 文件', en: 'the report, its JSON file' }) }),
}

export class ReportShow extends BerthCommand<ConformanceReport> {
  static override summary: string = tell({
    zh: '在终端显示符合性报告',
    en: 'Show a conformance report on the terminal',
  })
  static override description: string = tell({
    zh: '像检验时一样显示：逐条结果、豁免、没有试的、每个未通过用例的条款、发现、责任方和重现命令。',
    en: 'Shows it as the run did: clause by clause, exemptions, what was not tried, and for each failure clause, finding, owner and the command that replays it.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> report show berth-report.json',
      description: tell({ zh: '显示', en: 'Show it' }),
    },
    {
      command: '<%= config.bin %> report show berth-report.json --json',
      description: tell({ zh: '检查格式后原样输出', en: 'Check its form, and print it as it is' }),
    },
  ]
  static override args: Interfaces.ArgInput = args

  override async run(): Promise<ConformanceReport> {
    const { args: given } = await this.given({ args })
    const { readReport } = await import('../report/read-report.ts')
    const { runOfReport } = await import('../report/report-run.ts')
    const { runLines } = await import('../check/terminal-reporter.ts')
    const { report } = await readReport(given.file)
    const replays = new Map(report.results.map((result) => [result.case, result.replay ?? '']))
    this.print(runLines(runOfReport(report, given.file), { replay: ({ id }) => replays.get(id) ?? '' }))
    return report
  }
}
