import { relative, resolve, sep } from 'node:path'
import {
  type ConformanceReport,
  conformanceReport,
  contractVersion,
  type ReportedFinding,
  type ReportSettings,
  type RunResult,
  signReport,
} from '@berth/conformance'
import type { ManifestSource } from '@berth/manifest'
import type { CheckedDocking, CheckResult } from '../check/check-docking.ts'
import { agentKeyFile } from '../connections/docking-files.ts'
import { dockingDigests } from './docking-digests.ts'
import { reportKey } from './report-key.ts'
import { writeReports } from './write-reports.ts'

export interface ReportWishes {
  /** Absolute paths; the ending says the form. */
  readonly files: readonly string[]
  /** Whether it is signed, by the key of `reportKey`. */
  readonly sign: boolean
  /** What paths of files in a report start from: where the command was called, which in CI is the root of the repository. */
  readonly base: string
}

/**
 * Writes what a check of a docking found: what the text of its manifest says that it should not, and the run of the kit, where there was
 * one. Without a run no level is given. Rejects with `REPORT_KEY_MISSING`, `KEY_INVALID`, `FILE_UNWRITABLE`.
 */
export async function writeCheckReport(
  { result, source, manifest }: CheckedDocking,
  wishes: ReportWishes,
  run?: RunResult,
  settings: ReportSettings = {},
): Promise<ConformanceReport> {
  const digests = manifest === undefined ? {} : await dockingDigests(manifest)
  const tried = run ?? notTried(manifest?.system.id ?? shortPath(result.file, wishes.base))
  const subject = { ...tried.subject, digests: { ...tried.subject.digests, ...digests } }
  const findings = reportedFindings(result, source, wishes.base)
  const report = conformanceReport({ ...tried, subject }, { ...settings, findings })
  const own = manifest === undefined ? undefined : { file: agentKeyFile(manifest), system: manifest.system.id }
  return await writeReport(report, wishes, manifest?.folder ?? '.', own)
}

/** Writes what a check of a platform found. Rejects as `writeCheckReport` does. */
export async function writePlatformReport(
  run: RunResult,
  wishes: ReportWishes,
  settings: ReportSettings = {},
): Promise<ConformanceReport> {
  return await writeReport(conformanceReport(run, settings), wishes, '.')
}

async function writeReport(
  report: ConformanceReport,
  { files, sign }: ReportWishes,
  folder: string,
  own?: { readonly file: string; readonly system: string },
): Promise<ConformanceReport> {
  const kept = sign ? signReport(report, await reportKey({ folder, ...(own === undefined ? {} : { own }) })) : report
  await writeReports(kept, files)
  return kept
}

/** A run of no case: the manifest alone was looked at. */
function notTried(name: string): RunResult {
  return {
    role: 'docking',
    subject: { name, digests: {} },
    contract: contractVersion,
    seed: 0,
    startedAt: new Date().toISOString(),
    durationMs: 0,
    complete: false,
    results: [],
    counts: { passed: 0, failed: 0, 'not-applicable': 0, exempted: 0 },
    reached: 'none',
  }
}

/** The findings, and what only shows in what the manifest refers to: that stands at the entry which refers to it. */
function reportedFindings(
  { file, findings, problems }: CheckResult,
  source: ManifestSource,
  base: string,
): ReportedFinding[] {
  const shown = shortPath(file, base)
  return [
    ...findings.map((finding) => ({ ...finding, file: shown })),
    ...problems.map(({ path, error }) => ({
      rule: error.code,
      severity: 'error' as const,
      file: shown,
      ...source.position(path.split('.'), 'key'),
      path,
      message: { zh: error.text('zh'), en: error.text('en') },
      next: { zh: error.next('zh'), en: error.next('en') },
    })),
  ]
}

/** A path from the base, with slashes. A machine's own folders never stand in a report: what lies elsewhere is its name alone. */
function shortPath(file: string, base: string): string {
  const near = relative(base, resolve(base, file))
  return near.startsWith('..') ? (near.split(sep).at(-1) ?? near) : near.split(sep).join('/')
}
