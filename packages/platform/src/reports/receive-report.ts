import { BerthError } from '@berth/core'
import type { Party } from '../enrolment/parties.ts'
import type { PlatformContext } from '../platform-context.ts'
import { readReport } from './read-report.ts'
import { reportProblem } from './report-problem.ts'

/** What a platform says of a report that it took: the manifest that it is about, and the level. */
export interface ReceivedReport {
  readonly manifest: string
  readonly level: string
}

/**
 * Takes the conformance report of a docking in place of the one before, where it holds by itself.
 *
 * Errors: `REPORT_REFUSED`.
 */
export async function receiveReport(
  context: PlatformContext,
  party: Party,
  content: Uint8Array,
): Promise<ReceivedReport> {
  const text = decoded(content)
  const read = text === undefined ? { problem: 'it is not UTF-8' } : await readReport(text)
  if (text === undefined || 'problem' in read) throw refused('problem' in read ? read.problem : 'it is not UTF-8')
  const { report } = read
  const problem = await reportProblem(context, party, text, report)
  if (problem !== undefined) throw refused(problem)
  await context.store.query(
    `insert into reports (system, document, received_at) values ($1, $2, $3)
      on conflict (system) do update set document = excluded.document, received_at = excluded.received_at`,
    [party.id, text, new Date(context.now())],
  )
  return { manifest: report.subject.digests['berth.yaml'] ?? '', level: report.reached }
}

function decoded(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch {
    return undefined
  }
}

function refused(problem: string): BerthError {
  return new BerthError('REPORT_REFUSED', { problem })
}
