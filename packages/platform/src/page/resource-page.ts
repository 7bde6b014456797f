import type { Language } from '@berth/core'
import type { PublishedItem, PublishedResource } from '@berth/manifest'
import type { CatalogueEntry } from '../catalogue/catalogue-entry.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { inLanguage, type Words, wallClock, words } from './words.ts'

/** One resource or operation, in one of its versions. */
export interface ResourceView {
  readonly language: Language
  readonly entry: CatalogueEntry
  readonly versions: readonly { readonly version: number; readonly publishedAt: string }[]
}

/** The page of one resource or operation. */
export function resourcePage(view: ResourceView): string {
  const { language, entry, versions } = view
  const say = words[language]
  const { document, system } = entry
  const title = inLanguage(document.title, language)
  const items = entry.kind === 'resource' ? entry.document.items : entry.document.input
  const itemsTitle = entry.kind === 'resource' ? say.items : say.input
  const path = `/resources/${encodeURIComponent(system.id)}/${encodeURIComponent(document.id)}`
  const body = html`<p class="path"><a href="/${language === 'en' ? '?lang=en' : ''}">${say.catalogue}</a> / <span>${inLanguage(system.owner.title, language)}</span></p>
<h1>${title}</h1>
${entry.withdrawnAt === undefined ? html`` : html`<p class="notice" role="status">${say.withdrawn} <time datetime="${entry.withdrawnAt}">${wallClock(entry.withdrawnAt)}</time></p>`}
${document.summary === undefined ? html`` : html`<p class="lead">${inLanguage(document.summary, language)}</p>`}
<section class="card" aria-label="${say.kinds[entry.kind]}">
<dl class="facts-list">
${fact(say.kind, html`${say.kinds[entry.kind]}`)}
${fact(say.id, html`<code>${system.id}/${document.id}</code>`)}
${fact(say.owner, html`${inLanguage(system.owner.title, language)} <code>${system.owner.code}</code>`)}
${fact(say.system, html`${inLanguage(system.title, language)}`)}
${entry.kind === 'resource' ? resourceFacts(entry.document, language) : purposesFact(entry.document.purposes, say)}
${fact(say.version, html`${entry.version}`)}
${fact(say.publishedAt, html`<time datetime="${entry.publishedAt}">${wallClock(entry.publishedAt)}</time>`)}
</dl>
</section>
<section aria-labelledby="items">
<h2 id="items">${itemsTitle} <span class="muted">${say.itemCount(items.length)}</span></h2>
${itemsTable(items, itemsTitle, language)}
</section>
<section aria-labelledby="versions">
<h2 id="versions">${say.versions}</h2>
<ol class="versions">
${versions.map(
  ({ version, publishedAt }) =>
    html`<li><a href="${path}?version=${version}${language === 'en' ? '&lang=en' : ''}"${version === entry.version ? html` aria-current="true"` : html``}>${say.version} ${version}</a> <time datetime="${publishedAt}">${wallClock(publishedAt)}</time></li>
`,
)}
</ol>
</section>`
  return layout({
    language,
    switchTo: `${path}?version=${entry.version}${language === 'zh' ? '&lang=en' : ''}`,
    current: 'catalogue',
    title,
    body,
  })
}

/** What is shown for a resource that is not in the catalogue. */
export function missingPage(language: Language): string {
  const say = words[language]
  const body = html`<h1>${say.notFound}</h1><p><a href="/${language === 'en' ? '?lang=en' : ''}">${say.catalogue}</a></p>`
  return layout({ language, switchTo: language === 'zh' ? '/?lang=en' : '/', current: 'catalogue', title: '404', body })
}

function resourceFacts(resource: PublishedResource, language: Language): Html {
  const say = words[language]
  const { sharing, update, modes } = resource
  const modeNames = (['parameter', 'file', 'table'] as const).filter((mode) => modes[mode] !== undefined)
  const titles = new Map(resource.items.map((item) => [item.id, inLanguage(item.title, language)]))
  const by = modes.parameter?.by.map((set) => set.map((id) => titles.get(id) ?? id).join(' + ')) ?? []
  return html`${fact(say.sharing, html`<span class="tag ${sharing.type}">${say.sharingTypes[sharing.type]}</span>`)}
${sharing.condition === undefined ? html`` : fact(say.condition, html`${sharing.condition}`)}
${sharing.basis === undefined ? html`` : fact(say.basis, html`${sharing.basis}`)}
${purposesFact(sharing.purposes, say)}
${fact(say.cycle, html`${say.cycles[update.cycle]}`)}
${modeNames.length === 0 ? html`` : fact(say.modes, html`${modeNames.map((mode) => html`<span class="tag">${say.modeNames[mode]}</span> `)}`)}
${by.length === 0 ? html`` : fact(say.askedBy, html`${by.map((set) => html`<span class="tag">${set}</span> `)}`)}`
}

function purposesFact(purposes: readonly string[], say: Words): Html {
  if (purposes.length === 0) return fact(say.purposes, html`${say.anyPurpose}`)
  return fact(say.purposes, html`${purposes.map((purpose) => html`<span class="tag">${purpose}</span> `)}`)
}

function fact(name: string, value: Html): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`
}

function itemsTable(items: readonly PublishedItem[], caption: string, language: Language): Html {
  const say = words[language]
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
<table>
<thead><tr>${[say.title, say.id, say.type, say.element, say.grade, say.maintainer, say.authoritative, say.required].map(
    (name) => html`<th scope="col">${name}</th>`,
  )}</tr></thead>
<tbody>
${items.map(
  (item) => html`<tr>
<th scope="row">${inLanguage(item.title, language)}${item.semantics === undefined ? html`` : html`<span class="semantics">${inLanguage(item.semantics, language)}</span>`}</th>
<td><code>${item.id}</code></td>
<td><code>${item.type}</code></td>
<td>${item.element === undefined ? '' : html`<code>${item.element}</code>`}</td>
<td><span class="tag grade-${item.grade ?? 'none'}">${item.grade === undefined ? say.ungraded : say.grades[String(item.grade)]}</span></td>
<td>${item.maintainer}</td>
<td>${item.authoritative ? say.yes : say.no}</td>
<td>${item.required ? say.yes : say.no}</td>
</tr>
`,
)}
</tbody>
</table>
</div>`
}
