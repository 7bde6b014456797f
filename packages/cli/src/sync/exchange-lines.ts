import type { ExchangeResult } from '@berth/agent'
import { errorLines } from '../command/report-error.ts'
import { say } from '../messages/say.ts'
import { paint } from '../output/paint.ts'
import { shownPath } from '../output/shown-path.ts'
import type { SyncedExchange } from './sync-docking.ts'

/** A screen; all that were kept stand in the JSON. */
const maxRejects = 20

function rejectLine({ row, item, column, code, length }: NonNullable<ExchangeResult['rejects']>[number]): string {
  return `    ${say('preview.reject', { row, item: item ?? column ?? '-', code, length: length ?? '-' })}`
}

/** The lines that one exchange is told in. */
export function exchangeLines(exchange: SyncedExchange): string[] {
  const name = `${exchange.resource} → ${exchange.exit}`
  if (!exchange.ok) return [`${paint('red', '✗')} ${name}`, ...errorLines(exchange.error, process.stdout)]
  const { rows, rejected, durationMs, files, withheld, rejectsFile, warnings } = exchange
  const rate = Math.round(rows / Math.max(0.001, durationMs / 1000)).toLocaleString('en')
  const details = { rows: rows.toLocaleString('en'), seconds: (durationMs / 1000).toFixed(1), rate }
  const mark = rejected === 0 ? paint('green', '✓') : paint('yellow', '!')
  const lines = [
    `${mark} ${name}  ${say(exchange.dryRun ? 'sync.tried' : exchange.resumed ? 'sync.resumed' : 'sync.done', details)}`,
  ]
  for (const file of files) lines.push(`  ${say('sync.file', { file: shownPath(file) })}`)
  if (withheld.length > 0)
    lines.push(`  ${say('sync.withheld', { items: withheld.map(({ item }) => item).join(', ') })}`)
  if (rejected > 0) {
    const where = rejectsFile === undefined ? 'sync.wouldReject' : 'sync.rejected'
    const file = rejectsFile === undefined ? '' : shownPath(rejectsFile)
    lines.push(paint('yellow', `  ${say(where, { count: rejected, file })}`))
    lines.push(...(exchange.rejects ?? []).slice(0, maxRejects).map(rejectLine))
  }
  const { problem, awaited = 0, overdue = 0, contradicting = 0 } = exchange.receipts ?? {}
  if (awaited > 0) lines.push(`  ${say('sync.receipts', { awaited, overdue, contradicting })}`)
  if (problem !== undefined) lines.push(...errorLines(problem, process.stdout))
  for (const { item, code, count } of warnings) lines.push(`  ${say('sync.warning', { item, code, count })}`)
  return lines
}
