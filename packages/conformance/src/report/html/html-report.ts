import { notesOf, triedInPart } from '../../run/result.ts'
import { type BadgeSettings, standingOf } from '../badge.ts'
import type { ConformanceReport } from '../conformance-report.ts'
import { escapeMarkup } from '../escape-markup.ts'
import { countsLabel, outcomeBar, patterns } from './bars.ts'
import { clauseList, legend, levelSteps, slowest } from './clauses.ts'
import { exemptionTable, failureCards, findingTable } from './failures.ts'
import { both, facts, section } from './markup.ts'
import { style } from './style.ts'
import { filled, words } from './words.ts'

/** The report as one page of HTML in both languages: without scripts, without anything from elsewhere, readable on paper. */
export function htmlReport(report: ConformanceReport, settings: BadgeSettings = {}): string {
  const { today = new Date() } = settings
  const noteList = notesOf(report.results)
    .map((note) => `<li>${both(note)}</li>`)
    .join('')
  const failures = failureCards(report)
  const title = `${report.subject.name} · ${words.title.zh} ${words.title.en}`
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeMarkup(title)}</title>
<style>${style}</style>
</head>
<body>
<input class="switch" type="radio" name="language" id="show-zh" aria-label="中文" checked>
<input class="switch" type="radio" name="language" id="show-en" aria-label="English">
<div class="page">${patterns}
<div class="top"><span class="brand chosen"><b>Berth 泊位</b> · ${both(words.title)}</span><span class="languages"><label for="show-zh">中文</label><label for="show-en">English</label></span></div>
<main class="chosen">
${hero(report, settings)}
${section('levels', words.levels, report.results.length === 0 ? '' : levelSteps(report))}${section('failures', words.failures, failures)}${section('findings', words.findings, findingTable(report.findings ?? []))}${section('exemptions', words.exemptions, exemptionTable(report, today))}${section('not-tried', words.notes, noteList === '' ? '' : `<p class="notice">${both(words.notesAbout)}</p><ul class="plain">${noteList}</ul>`)}${section('clauses', words.clauses, clauseList(report))}${section('durations', words.durations, slowest(report))}${section('proof', words.proof, proof(report))}</main>
<footer class="chosen">${both(words.footer)}</footer>
</div>
</body>
</html>
`
}

function hero(report: ConformanceReport, settings: BadgeSettings): string {
  const { role, subject, counts, reached } = report
  const standing = standingOf(report, settings)
  const mark = { held: '✓', failed: '✗', partial: '…', expired: '!' }[standing]
  const verdict = filled(words.verdict[standing], (language) => ({
    level: words.level[reached][language],
  }))
  const system = subject.system === undefined ? '' : ` · ${escapeMarkup(subject.system)}`
  const version = subject.version === undefined ? '' : ` ${escapeMarkup(subject.version)}`
  return `<header class="hero ${standing}"><h1>${escapeMarkup(subject.name)}${version}</h1><p class="about">${both(words.role[role])}${system}</p>
<p class="verdict"><span class="mark" aria-hidden="true">${mark}</span><span>${both(verdict)}</span></p>${caveats(report)}
${report.results.length === 0 ? '' : `${outcomeBar(counts, countsLabel(counts), 16)}${legend(counts)}`}
${facts([
  [both(words.contract), escapeMarkup(report.contract)],
  [
    both(words.started),
    `<time datetime="${report.startedAt}">${report.startedAt.slice(0, 16).replace('T', ' ')} UTC</time>`,
  ],
  [both(words.took), `${(report.durationMs / 1000).toFixed(1)} ${both(words.seconds)}`],
  [both(words.seed), `<code>${report.seed}</code>`],
])}</header>`
}

/** What the level does not vouch for. */
function caveats(report: ConformanceReport): string {
  const told = [
    { text: words.inPart, count: triedInPart(report) },
    { text: words.exemptedOf, count: report.counts.exempted },
  ].filter(({ count }) => report.reached !== 'none' && count > 0)
  return told.map(({ text, count }) => `<p class="notice">${both(filled(text, () => ({ count })))}</p>`).join('')
}

function proof(report: ConformanceReport): string {
  const { kit, mutation, signature, subject } = report
  const key = signature?.key['kid'] ?? ''
  const digests = Object.entries(subject.digests)
  const rows = digests.map(
    ([name, digest]) => `<tr><td>${escapeMarkup(name)}</td><td><code>${escapeMarkup(digest)}</code></td></tr>`,
  )
  const list = facts([
    [both(words.kit), escapeMarkup(`${kit.name} ${kit.version}`)],
    ...(mutation === undefined
      ? []
      : [[both(words.mutation), both(filled(words.mutationAbout, () => ({ ...mutation })))] as const]),
    [
      both(words.signature),
      signature === undefined ? both(words.unsigned) : both(filled(words.signedBy, () => ({ key }))),
    ],
  ])
  return `${list.replace('class="facts"', 'class="facts" style="border:0;margin:0;padding:0"')}${rows.length === 0 ? '' : `<h3 style="margin:18px 0 6px">${both(words.digests)}</h3><div class="scroll"><table><tbody>${rows.join('')}</tbody></table></div>`}`
}
