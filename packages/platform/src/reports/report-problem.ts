import type { ConformanceReport } from '@berth/conformance'
import type { Party } from '../enrolment/parties.ts'
import type { PlatformContext } from '../platform-context.ts'

/** What is said of a fact that does not hold, by its name and what was found. Told in Chinese by the catalogue of problems. */
const sentences: Readonly<Record<string, string>> = {
  'signature unsigned': 'nobody signed it',
  'signature altered': 'it was altered since it was signed',
  'signature foreign': 'a key that the platform does not trust signed it',
  'contract other': 'it is of another version of the contract',
  'result contradicts': 'what it claims does not follow from its results',
  'result findings': 'the manifest that it is about has errors',
  'result below': 'it does not reach the level',
  'result partial': 'only some of the cases were tried',
  'age old': 'it is older than the platform allows',
  'age future': 'it is from the future',
  'exemptions over': 'an exemption in it is over',
}

/** What keeps a system's report from being relied on, under the platform's rule where it has one. Undefined: nothing. */
export async function reportProblem(
  context: PlatformContext,
  party: Party,
  text: string,
  report: ConformanceReport,
): Promise<string | undefined> {
  const { level, keys = [party.key], maxAgeDays = 90 } = context.reportRule ?? { level: undefined }
  if (report.role !== 'docking') return 'it is not about a docking'
  if (report.subject.name !== party.id) return 'it is about another system'
  if (report.subject.digests['berth.yaml'] === undefined) return 'it names no berth.yaml'
  const { reportFacts, unheld } = await import('@berth/conformance')
  const today = new Date(context.now())
  const [wrong] = unheld(reportFacts(text, report, { trusted: keys, maxAgeDays, level, today }))
  if (wrong === undefined) return undefined
  const found = `${wrong.fact} ${wrong.found}`
  return sentences[found] ?? found
}
