import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { badge, type ConformanceReport, htmlReport, junitReport, reportText } from '@berth/conformance'
import { BerthError } from '@berth/core'
import { sarifLog } from '@berth/manifest'
import { formatOf, type ReportFormat } from './report-format.ts'

/** The report in one form. As SARIF it has what was found in the text of the manifest, and nothing else. */
export function renderedReport(report: ConformanceReport, format: ReportFormat): string {
  switch (format) {
    case 'json':
      return reportText(report)
    case 'html':
      return htmlReport(report)
    case 'junit':
      return junitReport(report)
    case 'badge':
      return badge(report)
    case 'sarif':
      return `${JSON.stringify(sarifLog(report.findings ?? [], { version: report.kit.version }), undefined, 2)}\n`
  }
}

/** Writes the report to every file, in the form that its name asks for. A file that is there is replaced. Rejects with `FILE_UNWRITABLE`. */
export async function writeReports(report: ConformanceReport, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const text = renderedReport(report, formatOf(file))
    try {
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, text)
    } catch (cause) {
      const nativeCode = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
      throw new BerthError('FILE_UNWRITABLE', { file, nativeCode }, { cause })
    }
  }
}
