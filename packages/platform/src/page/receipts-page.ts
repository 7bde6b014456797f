import type { ExchangeOutcome, Language, Receipt } from '@berth/core'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { wallClock, words } from './words.ts'

/** How many exchanges there were, and the last of them. */
export interface ReceiptsView {
  readonly language: Language
  readonly counts: Partial<Record<ExchangeOutcome, number>>
  /** The newest first. */
  readonly receipts: readonly Receipt[]
}

const outcomes: readonly ExchangeOutcome[] = ['answered', 'delivered', 'accepted', 'queued', 'refused', 'failed']

/** The page of receipts: names and counts, nothing of the data (LOG-1). */
export function receiptsPage(view: ReceiptsView): string {
  const { language, counts, receipts } = view
  const say = words[language]
  const columns = [
    say.number,
    say.time,
    say.kinds.resource,
    say.consumer,
    say.outcome,
    say.given,
    say.withheld,
    say.rows,
    say.hash,
  ]
  const body = html`<h1>${say.receipts}</h1>
<p class="lead">${say.receiptsNote}</p>
<dl class="tiles">
${outcomes.map(
  (outcome) =>
    html`<div class="card ${outcome}"><dt>${say.outcomes[outcome]}</dt><dd>${counts[outcome] ?? 0}</dd></div>
`,
)}
</dl>
<section aria-labelledby="last">
<h2 id="last">${say.lastReceipts}</h2>
<div class="scroll" role="region" aria-labelledby="last" tabindex="0">
<table class="receipts">
<thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${receipts.map((receipt) => receiptRow(receipt, language))}
</tbody>
</table>
</div>
</section>`
  const switchTo = language === 'zh' ? '/receipts?lang=en' : '/receipts'
  return layout({ language, switchTo, current: 'receipts', title: say.receipts, body })
}

function receiptRow(receipt: Receipt, language: Language): Html {
  const say = words[language]
  return html`<tr>
<th scope="row">${receipt.number}</th>
<td><time datetime="${receipt.at}">${wallClock(receipt.at)}</time></td>
<td><code>${receipt.resource}</code><span class="semantics">${say.journeys[receipt.journey]}</span></td>
<td>${receipt.consumer}<span class="semantics">${receipt.purpose ?? ''}</span></td>
<td><span class="tag ${receipt.outcome}">${say.outcomes[receipt.outcome]}</span>${receipt.code === undefined ? html`` : html`<code class="code">${receipt.code}</code>`}</td>
<td class="number">${receipt.items.length}</td>
<td class="number">${receipt.withheld.length}</td>
<td class="number">${receipt.rows}</td>
<td><code>${receipt.hash.slice(0, 10)}</code></td>
</tr>
`
}
