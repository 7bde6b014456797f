import type { ConformanceReport } from '@berth/conformance'
import type { Party } from '../enrolment/parties.ts'
import type { PlatformContext } from '../platform-context.ts'

/** What keeps a system's report from being relied on, under the platform's rule where it has one. Undefined: nothing. */
export async function reportProblem(
  context: PlatformContext,
  party: Party,
  text: string,
  report: ConformanceReport,
): Promise<string | undefined> {
  const { level, keys = [party.key], maxAgeDays = 90 } = context.reportRule ?? { level: undefined }
  if (report.role !== 'docking') return `role: ${report.role}`
  if (report.subject.name !== party.id) return 'subject: another system'
  const { reportFacts, unheld } = await import('@berth/conformance')
  const today = new Date(context.now())
  const [wrong] = unheld(reportFacts(text, report, { trusted: keys, maxAgeDays, level, today }))
  if (wrong === undefined) return undefined
  const told = Object.values(wrong.details).filter((detail) => detail !== '')
  return `${wrong.fact}: ${wrong.found}${told.length === 0 ? '' : ` (${told.join(', ').slice(0, 200)})`}`
}
