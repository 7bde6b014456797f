import type { ConformanceReport, ReportedCase, ReportedFinding } from '../conformance-report.ts'
import { escapeMarkup } from '../escape-markup.ts'
import { both } from './markup.ts'
import { filled, words } from './words.ts'

/** Each failure with all that it takes to mend it: the clause in both languages, what came, what went in, whose it is, how to see it again. */
export function failureCards({ results, clauses }: ConformanceReport): string {
  const failed = results.filter(({ outcome }) => outcome === 'failed')
  return failed.map((result) => card(result, clauses.find(({ id }) => id === result.clause)?.text)).join('\n')
}

function card(result: ReportedCase, clause: { readonly zh: string; readonly en: string } | undefined): string {
  const { message = '', code, input, owner, replay = '', seed } = result
  const rows: [{ zh: string; en: string }, string][] = [
    [
      words.found,
      `<span class="message">${escapeMarkup(message)}</span>${code === undefined ? '' : ` <code>${escapeMarkup(code)}</code>`}`,
    ],
    [
      words.clause,
      `<p><b>${result.clause}</b> ${escapeMarkup(clause?.zh ?? '')}</p><p>${escapeMarkup(clause?.en ?? '')}</p>`,
    ],
    ...(input === undefined
      ? []
      : [[words.input, `<pre>${escapeMarkup(input)}</pre>`] as [{ zh: string; en: string }, string]]),
    ...(owner === undefined
      ? []
      : ([
          [words.owner, both(owner.title)],
          [words.next, both(owner.next)],
        ] as [{ zh: string; en: string }, string][])),
    [words.seed, `<code>${seed}</code>`],
    [words.again, `<pre>${escapeMarkup(replay)}</pre>`],
  ]
  return `<article class="failure"><h3>✗ ${escapeMarkup(result.case)} <span class="pill">${both(words.level[result.level])}</span></h3>
<dl>${rows.map(([name, content]) => `<dt>${both(name)}</dt><dd>${content}</dd>`).join('')}</dl></article>`
}

/** The exemptions, soonest first, with the days that each has left. */
export function exemptionTable({ results }: ConformanceReport, today: Date): string {
  const rows = results
    .flatMap(({ exemption, case: id, outcome }) => (exemption === undefined ? [] : [{ ...exemption, id, outcome }]))
    .sort((one, other) => (one.expires < other.expires ? -1 : 1))
  if (rows.length === 0) return ''
  const lines = rows.map(({ id, reason, owner, expires }) => {
    const days = Math.ceil((Date.parse(`${expires}T23:59:59Z`) - today.getTime()) / 86_400_000)
    const left =
      days > 0
        ? `<span class="pill exempted">${both(filled(words.daysLeft, () => ({ days })))}</span>`
        : `<span class="pill failed">✗ ${both(words.over)}</span>`
    return `<tr><td>${escapeMarkup(id)}</td><td>${escapeMarkup(reason)}</td><td>${escapeMarkup(owner)}</td><td class="number">${escapeMarkup(expires)}<br>${left}</td></tr>`
  })
  return `<div class="scroll"><table><thead><tr><th></th><th>${both(words.reason)}</th><th>${both(words.answers)}</th><th class="number">${both(words.until)}</th></tr></thead><tbody>${lines.join('\n')}</tbody></table></div>`
}

/** What the text of the manifest says that it should not. */
export function findingTable(findings: readonly ReportedFinding[]): string {
  if (findings.length === 0) return ''
  const lines = findings.map(({ rule, severity, file, line, column, message, next }) => {
    const mark = severity === 'error' ? '✗' : '!'
    const pill = severity === 'error' ? 'failed' : 'exempted'
    return `<tr><td><span class="pill ${pill}">${mark} ${escapeMarkup(rule)}</span></td><td><code>${escapeMarkup(file)}:${line}:${column}</code></td><td>${both(message)}<br><span class="about">${both(next)}</span></td></tr>`
  })
  return `<div class="scroll"><table><tbody>${lines.join('\n')}</tbody></table></div>`
}
