import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SigningKey } from '@berth/trust'
import type { RunResult } from '../run/result.ts'
import { badge } from './badge.ts'
import { reportText } from './conformance-report.ts'
import { htmlReport } from './html/html-report.ts'
import { junitReport } from './junit.ts'
import { conformanceReport, type ReportSettings } from './make-report.ts'
import { signReport } from './signature.ts'

export interface WriteRunSettings extends ReportSettings {
  /** Signs the report. @default it is not signed */
  readonly key?: SigningKey
  /** What the files are called, without an ending. @default role, subject and system */
  readonly name?: string
}

/**
 * Writes the report of a run into a folder, which is made where it is not there: as JSON, as a page, as JUnit XML and as a badge. Files
 * of that name are replaced. Returns their paths.
 */
export async function writeRun(run: RunResult, folder: string, settings: WriteRunSettings = {}): Promise<string[]> {
  const { key, name = nameOf(run) } = settings
  const made = conformanceReport(run, settings)
  const report = key === undefined ? made : signReport(made, key)
  const files: readonly (readonly [string, string])[] = [
    ['json', reportText(report)],
    ['html', htmlReport(report)],
    ['xml', junitReport(report)],
    ['svg', badge(report)],
  ]
  await mkdir(folder, { recursive: true })
  return await Promise.all(
    files.map(async ([ending, text]) => {
      const file = join(folder, `${name}.${ending}`)
      await writeFile(file, text)
      return file
    }),
  )
}

function nameOf({ role, subject: { name, system } }: RunResult): string {
  return [role, name, ...(system === undefined ? [] : [system])]
    .map((part) => part.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-'))
    .join('-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 120)
}
