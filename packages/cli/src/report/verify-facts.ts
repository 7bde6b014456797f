import { join } from 'node:path'
import {
  type ConformanceReport,
  digestFile,
  digestPackage,
  installedPackage,
  type ReportFact,
  type ReportFactName,
  type ReportFactSettings,
  reportFacts,
} from '@berth/conformance'
import type { KeptReport } from './read-report.ts'

/** What was looked at. */
export type FactName = ReportFactName | 'manifest' | 'packages'

/** One thing that a report claims, held against what is here and now. */
export type Fact = ReportFact<FactName>

export interface VerifySettings extends ReportFactSettings {
  /** Where `berth.yaml` and the packages are that the report should be about. */
  readonly folder: string
}

/** Everything that can be known of a report. It is to be relied on where nothing is refuted, and only as far as it is proven. */
export async function verifyFacts({ text, report }: KeptReport, settings: VerifySettings): Promise<Fact[]> {
  return [
    ...reportFacts(text, report, settings),
    await manifestFact(report, settings.folder),
    await packagesFact(report, settings.folder),
  ]
}

function fact(name: FactName, state: Fact['state'], found: string, details: Fact['details'] = {}): Fact {
  return { fact: name, state, found, details }
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
