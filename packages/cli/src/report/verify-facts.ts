import { join } from 'node:path'
import {
  type ConformanceReport,
  claimsHold,
  contractVersion,
  digestFile,
  digestPackage,
  installedPackage,
  type Level,
  levels,
  triedInPart,
  verifyReport,
} from '@berth/conformance'
import type { VerificationKey } from '@berth/trust'
import type { KeptReport } from './read-report.ts'

/** `proven`: it is so. `open`: nothing here says so or otherwise. `refuted`: it is not so. */
export type FactState = 'proven' | 'open' | 'refuted'

/** What was looked at. */
export type FactName = 'signature' | 'contract' | 'result' | 'age' | 'exemptions' | 'manifest' | 'packages'

/** One thing that a report claims, held against what is here and now. */
export interface Fact {
  readonly fact: FactName
  readonly state: FactState
  /** Which case of it: names the sentence that is printed. */
  readonly found: string
  readonly details: Readonly<Record<string, string | number>>
}

export interface VerifySettings {
  /** Where `berth.yaml` and the packages are that the report should be about. */
  readonly folder: string
  readonly trusted: readonly VerificationKey[]
  readonly maxAgeDays: number
  /** The level that it has to reach. Undefined: whatever it says. */
  readonly level?: Level | undefined
  readonly today: Date
}

/** Everything that can be known of a report. It is to be relied on where nothing is refuted, and only as far as it is proven. */
export async function verifyFacts({ text, report }: KeptReport, settings: VerifySettings): Promise<Fact[]> {
  const { today, maxAgeDays, trusted, level } = settings
  return [
    signatureFact(text, report, trusted),
    contractFact(report),
    resultFact(report, level),
    ageFact(report, today, maxAgeDays),
    exemptionFact(report, today),
    await manifestFact(report, settings.folder),
    await packagesFact(report, settings.folder),
  ]
}

/**
 * What keeps a report from being relied on: all that is refuted, and a signature by nobody who is trusted, for anyone can sign.
 */
export function unheld(facts: readonly Fact[]): readonly Fact[] {
  return facts.filter(({ fact: name, state }) => state === 'refuted' || (name === 'signature' && state !== 'proven'))
}

function fact(name: FactName, state: FactState, found: string, details: Fact['details'] = {}): Fact {
  return { fact: name, state, found, details }
}

function signatureFact(text: string, report: ConformanceReport, trusted: readonly VerificationKey[]): Fact {
  const found = verifyReport(text, report, trusted)
  const state: FactState = found === 'signed' ? 'proven' : found === 'whole' ? 'open' : 'refuted'
  return fact('signature', state, found, { key: report.signature?.key['kid'] ?? '' })
}

function contractFact({ contract }: ConformanceReport): Fact {
  const same = contract === contractVersion
  return fact('contract', same ? 'proven' : 'refuted', same ? 'same' : 'other', { contract, here: contractVersion })
}

/** What it claims has to follow from its own results, whoever signed. */
function resultFact(report: ConformanceReport, level: Level | undefined): Fact {
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

function ageFact({ startedAt }: ConformanceReport, today: Date, maxAgeDays: number): Fact {
  const days = Math.floor((today.getTime() - Date.parse(startedAt)) / 86_400_000)
  const details = { days, limit: maxAgeDays, day: startedAt.slice(0, 10) }
  if (Number.isNaN(days) || days < -1) return fact('age', 'refuted', 'future', details)
  return days > maxAgeDays ? fact('age', 'refuted', 'old', details) : fact('age', 'proven', 'fresh', details)
}

function exemptionFact({ results }: ConformanceReport, today: Date): Fact {
  const day = today.toISOString().slice(0, 10)
  const exemptions = results.flatMap(({ exemption }) => (exemption === undefined ? [] : [exemption]))
  const over = exemptions.filter(({ expires }) => expires < day)
  if (over.length > 0)
    return fact('exemptions', 'refuted', 'over', { cases: over.map((exemption) => exemption.case).join(', ') })
  return fact('exemptions', 'proven', exemptions.length === 0 ? 'none' : 'hold', { count: exemptions.length })
}

async function manifestFact({ role, subject }: ConformanceReport, folder: string): Promise<Fact> {
  const said = subject.digests['berth.yaml']
  // A docking is its manifest: a report that does not say which one may be about any.
  if (said === undefined) return fact('manifest', role === 'docking' ? 'refuted' : 'open', 'untold')
  const here = await digestFile(join(folder, 'berth.yaml')).catch(() => undefined)
  if (here === undefined) return fact('manifest', 'open', 'absent', { digest: said })
  return said === here ? fact('manifest', 'proven', 'same') : fact('manifest', 'refuted', 'other')
}

async function packagesFact({ subject }: ConformanceReport, folder: string): Promise<Fact> {
  const said = Object.entries(subject.digests).filter(([name]) => name !== 'berth.yaml')
  if (said.length === 0) return fact('packages', 'open', 'untold')
  const wrong: string[] = []
  const absent: string[] = []
  for (const [name, digest] of said) {
    const here = await digestHere(name, folder)
    if (here === undefined) absent.push(name)
    else if (here !== digest) wrong.push(name)
  }
  const names = (list: readonly string[]): string => `${list.slice(0, 5).join(', ')}${list.length > 5 ? ' …' : ''}`
  if (wrong.length > 0) return fact('packages', 'refuted', 'other', { names: names(wrong), count: wrong.length })
  if (absent.length > 0) {
    // Beside a docking its packages are installed. Elsewhere a report is read by somebody who need not have them.
    const docking = await digestFile(join(folder, 'berth.yaml')).catch(() => undefined)
    const details = { names: names(absent), count: absent.length }
    return docking === undefined
      ? fact('packages', 'open', 'absent', details)
      : fact('packages', 'refuted', 'missing', details)
  }
  return fact('packages', 'proven', 'same', { count: said.length })
}

/** The digest of what stands here under a name of the report. A package of another version is not that package. */
async function digestHere(name: string, folder: string): Promise<string | undefined> {
  const at = name.lastIndexOf('@')
  if (at > 0) {
    for (const from of [folder, import.meta.dirname]) {
      // What somebody else wrote must not lead out of the packages.
      if (!/^(?:@[\w-][\w.-]*\/)?[\w-][\w.-]*$/.test(name.slice(0, at))) return undefined
      const found = await installedPackage(name.slice(0, at), from)
      if (found?.name === name) return await digestPackage(found.folder)
    }
    return undefined
  }
  // A name of a report is what somebody else wrote: it must not lead out of the folder.
  const inside = /^(?:\.\/)?[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/.test(name)
  return inside ? await digestFile(join(folder, name)).catch(() => undefined) : undefined
}
