import type { Language, LocalizedText } from '@berth/core'
import type { Finding } from '../findings.ts'
import type { EntryPart, ManifestSource, Position } from '../source/manifest-source.ts'
import { formatPath, type Path } from '../source/path.ts'
import { type RuleId, ruleCatalogue } from './catalogue.ts'

/** What fills the templates of a rule. Never a value of an option, which may be a secret (SEC-3). */
export type FindingDetails = Readonly<Record<string, string | number | Required<LocalizedText> | undefined>>

/** Gathers findings, each cause once. */
export interface FindingCollector {
  /** Reports something about the entry at `path`, unless what it stands in is already known to be wrong. */
  report(rule: RuleId, path: Path, part: EntryPart, details?: FindingDetails): void
  /** Reports something at a place in the text. */
  reportAt(rule: RuleId, position: Position, details?: FindingDetails): void
  /** Nothing more is reported about the entry at `path` or anything in it: its fault is known. */
  settle(path: Path): void
  /** Whether something at or above `path` is settled. */
  isSettled(path: Path): boolean
  /** In the order of the text. */
  findings(): Finding[]
}

/** A collector for one manifest. */
export function findingCollector(source: ManifestSource): FindingCollector {
  const found = new Map<string, Finding>()
  const settled = new Set<string>()
  const add = (rule: RuleId, path: string, { line, column }: Position, details: FindingDetails): void => {
    const { severity, message, next, suggest } = ruleCatalogue[rule]
    const finding: Finding = {
      rule,
      severity,
      file: source.file,
      line,
      column,
      path,
      message: filled(message, details),
      next: filled(suggest !== undefined && details['suggestion'] !== undefined ? suggest : next, details),
    }
    const cause = `${rule} ${line} ${column} ${finding.message.en}`
    if (!found.has(cause)) found.set(cause, finding)
  }
  const isSettled = (path: Path): boolean => {
    if (settled.size === 0) return false
    for (let length = path.length; length >= 0; length--) {
      if (settled.has(JSON.stringify(path.slice(0, length)))) return true
    }
    return false
  }
  return {
    report(rule, path, part, details = {}) {
      if (!isSettled(path)) add(rule, formatPath(path), source.position(path, part), details)
    },
    reportAt: (rule, position, details = {}) => add(rule, '', position, details),
    settle: (path) => void settled.add(JSON.stringify(path)),
    isSettled,
    findings: () =>
      [...found.values()].sort(
        (left, right) => left.line - right.line || left.column - right.column || (left.rule < right.rule ? -1 : 1),
      ),
  }
}

function filled(template: Required<LocalizedText>, details: FindingDetails): Required<LocalizedText> {
  return { zh: fill(template.zh, details, 'zh'), en: fill(template.en, details, 'en') }
}

function fill(template: string, details: FindingDetails, language: Language): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const detail = details[name]
    if (detail === undefined) return whole
    return typeof detail === 'object' ? detail[language] : String(detail)
  })
}
