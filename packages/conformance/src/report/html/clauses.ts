import { levels } from '../../requirements/requirement.ts'
import type { Outcome } from '../../run/result.ts'
import type { ConformanceReport, ReportedCase } from '../conformance-report.ts'
import { escapeMarkup } from '../escape-markup.ts'
import { type Counts, countsLabel, lengthBar, outcomeBar, outcomes, total } from './bars.ts'
import { both } from './markup.ts'
import { words } from './words.ts'

/** The levels side by side, each with how its cases came out. */
export function levelSteps({ results, reached, complete }: ConformanceReport): string {
  const steps = levels.map((level) => {
    const counts = countsOf(results.filter((result) => result.level === level))
    const held = complete && reached !== 'none' && levels.indexOf(level) <= levels.indexOf(reached)
    const state = held ? ['held', '✓', words.held] : ['broken', '✗', words.notHeld]
    const [kind, mark, said] = complete ? state : ['', '…', { zh: '未评定', en: 'not given' }]
    return `<div class="step ${String(kind)}"><span class="state">${String(mark)} ${both(said as { zh: string; en: string })}</span><h3>${both(words.level[level])}</h3><p>${both(words.claims[level])}</p>${outcomeBar(counts, countsLabel(counts))}<p>${total(counts)} ${both(words.cases)}</p></div>`
  })
  return `<div class="steps">${steps.join('\n')}</div>`
}

/** A line for each clause with its bar; opened, its cases. The bars of all clauses have one scale. */
export function clauseList({ clauses, results }: ConformanceReport): string {
  const byClause = Map.groupBy(results, ({ clause }) => clause)
  const most = Math.max(1, ...[...byClause.values()].map(({ length }) => length))
  return clauses
    .map(({ id, text, keyword, level }) => {
      const cases = byClause.get(id) ?? []
      const counts = countsOf(cases)
      const count = counts.failed > 0 ? `${counts.failed}/${cases.length}` : cases.length
      const head = `<summary><span class="id">${id}</span>${outcomeBar(counts, countsLabel(counts), 12, most)}<span class="count">${words.mark[worst(counts)]} ${count}</span><span class="words">${both(text)}</span></summary>`
      return `<details>${head}<div class="inside"><p class="notice">${keyword} · ${both(words.level[level])}</p><table><tbody>${cases.map(caseRow).join('')}</tbody></table></div></details>`
    })
    .join('\n')
}

function caseRow({ case: id, outcome, message, durationMs }: ReportedCase): string {
  const why =
    message === undefined || outcome === 'failed' ? '' : `<br><span class="about">${escapeMarkup(message)}</span>`
  return `<tr><td><code>${escapeMarkup(id)}</code>${why}</td><td><span class="pill ${outcome}">${words.mark[outcome]} ${both(words.outcome[outcome])}</span></td><td class="number">${durationMs} ms</td></tr>`
}

/** The cases that took longest. */
export function slowest({ results }: ConformanceReport): string {
  const slow = results.toSorted((one, other) => other.durationMs - one.durationMs).slice(0, 10)
  const longest = Math.max(1, slow[0]?.durationMs ?? 1)
  const rows = slow.map(
    ({ case: id, durationMs }) =>
      `<div><code>${escapeMarkup(id)}</code>${lengthBar(durationMs / longest, `${id} ${durationMs} ms`)}<span class="number">${durationMs} ms</span></div>`,
  )
  return rows.length === 0 ? '' : `<div class="slow">${rows.join('\n')}</div>`
}

/** What the bars mean, with the counts of the whole run. */
export function legend(counts: Counts): string {
  const entry = (outcome: Outcome): string =>
    `<li><svg width="14" height="14" aria-hidden="true"><rect class="bar-${outcome}" width="14" height="14"/></svg><b>${counts[outcome]}</b> ${words.mark[outcome]} ${both(words.outcome[outcome])}</li>`
  return `<ul class="legend">${outcomes.map(entry).join('')}</ul>`
}

/** A clause is marked by the worst that came of its cases; it has passed where some did and the others do not apply. */
function worst(counts: Counts): Outcome {
  if (counts.failed > 0) return 'failed'
  if (counts.exempted > 0) return 'exempted'
  return counts.passed > 0 ? 'passed' : 'not-applicable'
}

function countsOf(results: readonly ReportedCase[]): Counts {
  const count = (outcome: Outcome): number => results.filter((result) => result.outcome === outcome).length
  return {
    passed: count('passed'),
    failed: count('failed'),
    'not-applicable': count('not-applicable'),
    exempted: count('exempted'),
  }
}
