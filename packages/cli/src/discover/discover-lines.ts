import { findElement } from '@berth/elements'
import { language } from '../messages/language.ts'
import { say, tell } from '../messages/say.ts'
import { paint } from '../output/paint.ts'
import { shownPath } from '../output/shown-path.ts'
import { textTable } from '../output/text-table.ts'
import type { DiscoveredProcedure, DiscoveredResource, DiscoverResult } from './discover-docking.ts'
import type { PlannedQuestions } from './planned-questions.ts'

/** A screen or two; all of them stand in berth.yaml and in the JSON. */
const maxGuesses = 80

/** The lines that `berth discover` prints. */
export function discoverLines(result: DiscoverResult): string[] {
  const { added, procedures, kept, skipped, unsampled, refused } = result
  const lines = added.length === 0 ? [] : [...resourceTable(added), '', ...guessTable(added), '']
  if (procedures.length > 0) lines.push(...procedureTable(procedures), '')
  for (const { dataset, error } of unsampled) {
    lines.push(paint('yellow', say('discover.unsampled', { dataset, code: error.code })), `  ${error.text(language)}`)
  }
  for (const { dataset, error } of refused) {
    lines.push(paint('yellow', say('discover.refused', { dataset, code: error.code })))
    lines.push(`  ${error.text(language)}`, `  ${error.next(language)}`)
  }
  if (kept.length > 0) lines.push(say('discover.kept', { count: kept.length }))
  if (skipped.length > 0) lines.push(say('discover.skipped', { names: skipped.join(', ') }))
  if (added.length + kept.length + skipped.length + refused.length === 0)
    lines.push(paint('yellow', say('discover.noTables')))
  lines.push(say('discover.added', { count: added.length, file: shownPath(result.file) }))
  if (result.defined.length > 0) lines.push(say('discover.defined', { count: result.defined.length }))
  if (added.length > 0) lines.push(say('discover.review'))
  if (procedures.length > 0) lines.push(say('discover.callable'))
  return lines
}

function resourceTable(added: readonly DiscoveredResource[]): string[] {
  const head = ['dataset', 'rows', 'resource', 'items', 'recognised', 'key', 'changes'] as const
  const rows = added.map((each) => [
    each.dataset,
    each.rowCount === undefined ? '-' : each.rowCount.toLocaleString('en'),
    each.id,
    String(each.items),
    String(each.recognised),
    each.key.join(' ') || '-',
    each.changes ?? '-',
  ])
  const titles = head.map((title) => say(`discover.${title}`))
  return textTable(titles, rows)
}

function procedureTable(procedures: readonly DiscoveredProcedure[]): string[] {
  const rows = procedures.map(({ name, parameters, comment }) => [
    name,
    parameters.map((each) => `${each.name} ${each.nativeType}`).join(', ') || '-',
    comment ?? '',
  ])
  return textTable([say('discover.procedure'), say('discover.parameters'), say('discover.comment')], rows)
}

function guessTable(added: readonly DiscoveredResource[]): string[] {
  const rows = added.flatMap(({ dataset, guesses }) =>
    guesses.map(({ column, element, confidence, grade }) => {
      const title = findElement(element)?.title
      const shown = title === undefined ? element : `${tell(title)} (${element})`
      return [dataset, column, shown, `${Math.round(confidence * 100)}%`, String(grade)]
    }),
  )
  const head = ['dataset', 'column', 'element', 'confidence', 'grade'] as const
  const titles = head.map((title) => say(`discover.${title}`))
  if (rows.length === 0) return [say('discover.nothingGuessed')]
  const more = rows.length - maxGuesses
  const lines = textTable(titles, rows.slice(0, maxGuesses))
  return more <= 0 ? lines : [...lines, say('discover.moreGuesses', { count: more })]
}

/** What a run would ask of the systems, for `--dry-run`. */
export function dryRunLines(
  plan: readonly PlannedQuestions[],
  wishes: { readonly tables: readonly string[]; readonly sampleRows: number },
): string[] {
  const tables = wishes.tables.length === 0 ? say('discover.allTables') : wishes.tables.join(', ')
  const { sampleRows: rows } = wishes
  return [
    ...plan.flatMap(({ connection, use, asks }) => [
      say('discover.dryConnect', { connection, use }),
      ...(asks.length === 0 ? [say('discover.dryUnsaid')] : asks.flatMap(statementLines)),
    ]),
    say('discover.dryDescribe', { tables }),
    rows === 0 ? say('discover.dryNoSample') : say('discover.drySample', { rows }),
    say('discover.dryWrite'),
  ]
}

function statementLines(statement: string): string[] {
  const lines = statement.trim().split('\n')
  return lines.map((line, index) => paint('dim', `  ${index === 0 ? '> ' : '  '}${line.trimEnd()}`))
}
