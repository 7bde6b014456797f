import { Args, Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { say, tell } from '../messages/say.ts'
import { shownPath } from '../output/shown-path.ts'

/** What `berth report convert --json` prints. */
export interface ReportConvertResult {
  readonly files: readonly string[]
}

const args = {
  file: Args.string({ required: true, description: tell({ zh: '报告的 JSON 文件', en: 'the report, its JSON file' }) }),
}
const flags = {
  to: Flags.string({
    required: true,
    multiple: true,
    helpValue: 'FILE',
    description: tell({
      zh: '写到哪里，格式由扩展名决定：.html .xml（JUnit） .sarif .svg（徽章），可多次给出',
      en: 'where to, in the form that the ending names: .html, .xml (JUnit), .sarif, .svg (a badge); repeat it',
    }),
  }),
}

export class ReportConvert extends BerthCommand<ReportConvertResult> {
  static override summary: string = tell({ zh: '转换符合性报告', en: 'Convert a conformance report' })
  static override description: string = tell({
    zh: '把 JSON 报告写成网页、JUnit XML、SARIF 或 SVG 徽章。不核验签名：核验用 berth report verify。',
    en: 'Writes a JSON report as a page, as JUnit XML, as SARIF or as an SVG badge. Does not verify the signature: berth report verify does.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> report convert berth-report.json --to report.html --to badge.svg',
      description: tell({ zh: '网页和徽章', en: 'A page and a badge' }),
    },
    {
      command: '<%= config.bin %> report convert berth-report.json --to junit.xml --json',
      description: tell({ zh: '给 CI 系统', en: 'For a CI system' }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<ReportConvertResult> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const { formatOf } = await import('../report/report-format.ts')
    for (const file of wished.to) formatOf(file, '--to')
    const { readReport } = await import('../report/read-report.ts')
    const { writeReports } = await import('../report/write-reports.ts')
    const { report } = await readReport(given.file)
    await writeReports(report, wished.to)
    this.print(wished.to.map((file) => say('report.wrote', { file: shownPath(file) })))
    return { files: wished.to }
  }
}
