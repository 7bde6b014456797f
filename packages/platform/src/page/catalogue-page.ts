import type { Language } from '@berth/core'
import type { CatalogueLine } from '../catalogue/search-catalogue.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { inLanguage, words } from './words.ts'

/** One page of the catalogue's entries. */
export interface CatalogueView {
  readonly language: Language
  readonly query: string
  readonly total: number
  readonly lines: readonly CatalogueLine[]
  /** From 1. */
  readonly page: number
  readonly pageSize: number
}

/** The catalogue with its search. */
export function cataloguePage(view: CatalogueView): string {
  const { language, query, total, lines } = view
  const say = words[language]
  const body = html`<h1>${say.catalogue}</h1>
<form class="search" role="search" action="/" method="get">
<label for="q">${say.search}</label>
<div class="field">
<input id="q" name="q" type="search" value="${query}" placeholder="${say.searchHint}" maxlength="200" autocomplete="off">
${language === 'en' ? html`<input type="hidden" name="lang" value="en">` : html``}<button type="submit">${say.find}</button>
</div>
</form>
<p class="count" role="status">${total === 0 ? say.nothing : say.found(total)}</p>
<ul class="entries">
${lines.map((line) => entryCard(line, language))}
</ul>
${pager(view)}`
  return layout({
    language,
    switchTo: address(language === 'zh' ? 'en' : 'zh', query, view.page),
    current: 'catalogue',
    title: say.catalogue,
    body,
  })
}

function entryCard(line: CatalogueLine, language: Language): Html {
  const say = words[language]
  const suffix = language === 'en' ? '?lang=en' : ''
  const href = `/resources/${encodeURIComponent(line.system)}/${encodeURIComponent(line.resource)}${suffix}`
  const sharing =
    line.sharing === undefined
      ? html``
      : html`<span class="tag ${line.sharing.type}">${say.sharingTypes[line.sharing.type]}</span>`
  return html`<li class="card">
<div class="head"><h2><a href="${href}">${inLanguage(line.title, language)}</a></h2><p class="tags"><span class="tag ${line.kind}">${say.kinds[line.kind]}</span>${sharing}</p></div>
${line.summary === undefined ? html`` : html`<p class="summary">${inLanguage(line.summary, language)}</p>`}
<p class="facts"><span>${inLanguage(line.owner, language)}</span><span>${inLanguage(line.systemTitle, language)}</span><span>${say.itemCount(line.items)}</span><span>${say.version} ${line.version}</span></p>
</li>
`
}

function pager(view: CatalogueView): Html {
  const { language, query, page, pageSize, total } = view
  const last = Math.ceil(total / pageSize)
  if (last <= 1) return html``
  const say = words[language]
  return html`<nav class="pager" aria-label="${say.pages}">
${page > 1 ? html`<a rel="prev" href="${address(language, query, page - 1)}">${say.previous}</a>` : html``}
<span>${page} / ${last}</span>
${page < last ? html`<a rel="next" href="${address(language, query, page + 1)}">${say.next}</a>` : html``}
</nav>`
}

function address(language: Language, query: string, page: number): string {
  const parameters = new URLSearchParams()
  if (query !== '') parameters.set('q', query)
  if (page > 1) parameters.set('page', String(page))
  if (language === 'en') parameters.set('lang', 'en')
  return parameters.size === 0 ? '/' : `/?${parameters.toString()}`
}
