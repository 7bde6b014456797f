import { answered } from '../answer/answered.ts'
import { decodeText } from '../answer/decode-text.ts'
import { recordsOf } from '../answer/records.ts'
import { parseAnswer } from '../answer/tree.ts'
import type { ServiceAnswer } from '../client/service-request.ts'
import { statusError } from '../client/status-error.ts'
import type { ServiceDataset } from '../definition/service-dataset.ts'
import { digestOf } from '../paging/pages.ts'
import type { ServicePage } from './service-source.ts'

/**
 * What an HTTP answer says: its status, whether it succeeded, its records. Rejects with `AUTH_FAILED`,
 * `PERMISSION_DENIED`, `SYSTEM_BUSY`, `SYSTEM_UNAVAILABLE`, `QUERY_FAILED`, `ANSWER_UNREADABLE`, `ANSWER_TOO_LARGE` or `RECORDS_MISSING`.
 */
export function readAnswer(dataset: ServiceDataset, answer: ServiceAnswer, maxBytes: number): ServicePage {
  const { name: call, answer: defined } = dataset
  const none: ServicePage = { outcome: 'none', records: [], root: undefined, digest: '', link: undefined }
  if (defined.none.has(answer.status)) return none
  if (answer.status < 200 || answer.status > 299) throw statusError(answer, call)
  const read = defined.records !== undefined || defined.success !== undefined || defined.payload?.success !== undefined
  if (!read) return { ...none, outcome: 'records' }
  const text = decodeText(answer.body, defined.charset, answer.headers['content-type'], call)
  const outer = parseAnswer(text, defined.format, call)
  const { outcome, root } = answered(outer, defined, maxBytes, call)
  const records = outcome === 'records' && defined.records !== undefined ? recordsOf(root, defined.records, call) : []
  return { outcome, records, root, digest: digestOf(answer.body), link: nextLink(answer.headers['link']) }
}

/** The address that a `Link` header gives for `rel="next"` (RFC 8288). */
function nextLink(header: string | undefined): string | undefined {
  for (const [, target, parameters = ''] of (header ?? '').matchAll(
    /<([^>]*)>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"[^"]*"|[^\s",;]+))?)*)/g,
  ))
    if (/;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next(?![\w-]))/i.test(parameters)) return target
  return undefined
}
