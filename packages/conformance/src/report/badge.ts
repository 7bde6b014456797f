import { triedInPart } from '../run/result.ts'
import type { ConformanceReport } from './conformance-report.ts'
import { escapeMarkup } from './escape-markup.ts'

export interface BadgeSettings {
  /** Today. @default now */
  readonly today?: Date
  /** How many days after the run the badge says that the report has become too old. @default 90 */
  readonly maxAgeDays?: number
}

/** How a report stands today: what its badge shows. */
export type Standing = 'held' | 'failed' | 'partial' | 'expired'

const looks: Readonly<Record<Standing, { readonly mark: string; readonly fill: string }>> = {
  held: { mark: '✓', fill: '#0b6e4f' },
  failed: { mark: '✗', fill: '#b3261e' },
  partial: { mark: '…', fill: '#6b5900' },
  expired: { mark: '!', fill: '#5f6368' },
}

/** How a report stands: an old one, and one with an exemption whose day is over, has expired. */
export function standingOf(
  report: ConformanceReport,
  { today = new Date(), maxAgeDays = 90 }: BadgeSettings = {},
): Standing {
  const errors = report.findings?.some(({ severity }) => severity === 'error') === true
  if (report.counts.failed > 0 || errors || (report.complete && report.reached === 'none')) return 'failed'
  if (!report.complete) return 'partial'
  const age = (today.getTime() - Date.parse(report.startedAt)) / 86_400_000
  const day = today.toISOString().slice(0, 10)
  const over = report.results.some(({ exemption }) => exemption !== undefined && exemption.expires < day)
  return age > maxAgeDays || over ? 'expired' : 'held'
}

/** A badge as SVG: contract, level, day of the run. A mark and a word tell failed and expired ones, not the colour alone. */
export function badge(report: ConformanceReport, settings: BadgeSettings = {}): string {
  const standing = standingOf(report, settings)
  const day = report.startedAt.slice(0, 10)
  const level = report.complete ? [report.reached, ...caveats(report)].join(', ') : 'partial run'
  const words: Readonly<Record<Standing, string>> = {
    held: `${level} · ${day}`,
    failed: report.reached === 'none' ? `failed · ${day}` : `failed, ${level} held · ${day}`,
    partial: `partial run · ${day}`,
    expired: `expired · ${level} · ${day}`,
  }
  const { mark, fill } = looks[standing]
  const left = `berth contract ${report.contract}`
  const right = `${mark} ${words[standing]}`
  const [leftWidth, rightWidth] = [widthOf(left), widthOf(right)]
  const width = leftWidth + rightWidth
  const label = escapeMarkup(`${report.subject.name}: ${left}: ${words[standing]}`)
  const text = (words: string, x: number, length: number): string =>
    `<text x="${x}" y="14" textLength="${length - 16}" lengthAdjust="spacingAndGlyphs">${escapeMarkup(words)}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${label}">
<title>${label}</title>
<clipPath id="round"><rect width="${width}" height="20" rx="3"/></clipPath>
<g clip-path="url(#round)"><rect width="${leftWidth}" height="20" fill="#33383e"/><rect x="${leftWidth}" width="${rightWidth}" height="20" fill="${fill}"/></g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${text(left, 8, leftWidth)}${text(right, leftWidth + 8, rightWidth)}</g>
</svg>
`
}

/** What the level does not vouch for. */
function caveats(report: ConformanceReport): string[] {
  const counts = { exempted: report.counts.exempted, 'in part': triedInPart(report) }
  return Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []))
}

function widthOf(text: string): number {
  return Math.ceil([...text].length * 6.6) + 16
}
