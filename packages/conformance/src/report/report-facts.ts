import type { VerificationKey } from '@berth/trust'
import { type Level, levels } from '../requirements/requirement.ts'
import { contractVersion } from '../requirements/requirements.ts'
import { triedInPart } from '../run/result.ts'
import type { ConformanceReport } from './conformance-report.ts'
import { claimsHold } from './report-claims.ts'
import { verifyReport } from './signature.ts'

/** `proven`: it is so. `open`: nothing here says so or otherwise. `refuted`: it is not so. */
export type FactState = 'proven' | 'open' | 'refuted'

/** One thing that a report claims, held against what is here and now. */
export interface ReportFact<Name extends string = ReportFactName> {
  readonly fact: Name
  readonly state: FactState
  /** Which case of it: names the sentence that is printed. */
  readonly found: string
  readonly details: Readonly<Record<string, string | number>>
}

/** What can be looked at in a report alone. */
export type ReportFactName = 'signature' | 'contract' | 'result' | 'age' | 'exemptions'

export interface ReportFactSettings {
  /** The keys that are trusted. None: who signed stays open. */
  readonly trusted: readonly VerificationKey[]
  /** How many days ago it may be from. */
  readonly maxAgeDays: number
  /** The level that it has to reach. Undefined: whatever it says. */
  readonly level?: Level | undefined
  readonly today: Date
}

/** What can be known of a report by itself, given as the very text that it is kept as. What it is about is for the caller to compare. */
export function reportFacts(text: string, report: ConformanceReport, settings: ReportFactSettings): ReportFact[] {
  const { today, maxAgeDays, trusted, level } = settings
  return [
    signatureFact(text, report, trusted),
    contractFact(report),
    resultFact(report, level),
    ageFact(report, today, maxAgeDays),
    exemptionFact(report, today),
  ]
}

/** What keeps a report from being relied on: all that is refuted, and a signature by nobody who is trusted, for anyone can sign. */
export function unheld<Fact extends ReportFact<string>>(facts: readonly Fact[]): readonly Fact[] {
  return facts.filter(({ fact: name, state }) => state === 'refuted' || (name === 'signature' && state !== 'proven'))
}

function fact(name: ReportFactName, state: FactState, found: string, details: ReportFact['details'] = {}): ReportFact {
  return { fact: name, state, found, details }
}

function signatureFact(text: string, report: ConformanceReport, trusted: readonly VerificationKey[]): ReportFact {
  const found = verifyReport(text, report, trusted)
  const state: FactState = found === 'signed' ? 'proven' : found === 'whole' ? 'open' : 'refuted'
  return fact('signature', state, found, { key: report.signature?.key['kid'] ?? '' })
}

function contractFact({ contract }: ConformanceReport): ReportFact {
  const same = contract === contractVersion
  return fact('contract', same ? 'proven' : 'refuted', same ? 'same' : 'other', { contract, here: contractVersion })
}

/** What it claims has to follow from its own results, whoever signed. */
function resultFact(report: ConformanceReport, level: Level | undefined): ReportFact {
  const { counts, reached, complete, findings = [] } = report
  const held = reached === 'none' ? -1 : levels.indexOf(reached)
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const inPart = triedInPart(report)
  const details = { level: reached, failed: counts.failed, errors, exempted: counts.exempted, inPart }
  const reachedAs = inPart > 0 || counts.exempted > 0 ? 'reachedInPart' : 'reached'
  if (!claimsHold(report)) return fact('result', 'refuted', 'contradicts', details)
  if (errors > 0) return fact('result', 'refuted', 'findings', details)
  if (level === undefined) return fact('result', 'proven', complete ? reachedAs : 'partial', details)
  return held >= levels.indexOf(level)
    ? fact('result', 'proven', reachedAs, details)
    : fact('result', 'refuted', complete ? 'below' : 'partial', { ...details, wanted: level })
}

function ageFact({ startedAt }: ConformanceReport, today: Date, maxAgeDays: number): ReportFact {
  const days = Math.floor((today.getTime() - Date.parse(startedAt)) / 86_400_000)
  const details = { days, limit: maxAgeDays, day: startedAt.slice(0, 10) }
  if (Number.isNaN(days) || days < -1) return fact('age', 'refuted', 'future', details)
  return days > maxAgeDays ? fact('age', 'refuted', 'old', details) : fact('age', 'proven', 'fresh', details)
}

function exemptionFact({ results }: ConformanceReport, today: Date): ReportFact {
  const day = today.toISOString().slice(0, 10)
  const exemptions = results.flatMap(({ exemption }) => (exemption === undefined ? [] : [exemption]))
  const over = exemptions.filter(({ expires }) => expires < day)
  if (over.length > 0)
    return fact('exemptions', 'refuted', 'over', { cases: over.map((exemption) => exemption.case).join(', ') })
  return fact('exemptions', 'proven', exemptions.length === 0 ? 'none' : 'hold', { count: exemptions.length })
}
