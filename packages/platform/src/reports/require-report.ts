import { BerthError } from '@berth/core'
import type { Publication } from '@berth/manifest'
import type { Party } from '../enrolment/parties.ts'
import type { PlatformContext } from '../platform-context.ts'
import { readReport } from './read-report.ts'
import { reportProblem } from './report-problem.ts'

/**
 * Where the platform has a rule, refuses a publication whose manifest no report is about that holds today. To withdraw
 * everything takes none. Errors: `REPORT_REQUIRED`.
 */
export async function requireReport(context: PlatformContext, party: Party, publication: Publication): Promise<void> {
  if (context.reportRule === undefined) return
  if (publication.resources.length === 0 && publication.operations.length === 0) return
  const problem = await missing(context, party, publication.manifest)
  if (problem !== undefined) throw new BerthError('REPORT_REQUIRED', { level: context.reportRule.level, problem })
}

/** Verified at each publication: a key, the rule and the age of a report may have changed since it came. */
async function missing(context: PlatformContext, party: Party, manifest: string): Promise<string | undefined> {
  const [row] = await context.store.query<{ readonly document: string }>(
    'select document from reports where system = $1',
    [party.id],
  )
  if (row === undefined) return 'none was received'
  const read = await readReport(row.document)
  if ('problem' in read) return read.problem
  if (read.report.subject.digests['berth.yaml'] !== manifest) return 'the report is about another berth.yaml'
  return reportProblem(context, party, row.document, read.report)
}
