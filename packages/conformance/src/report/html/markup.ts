import { escapeMarkup } from '../escape-markup.ts'

/** A text in both languages, of which the page shows one: the switch at its top says which. */
export function both(text: { readonly zh: string; readonly en: string }): string {
  return `<span lang="zh">${escapeMarkup(text.zh)}</span><span lang="en">${escapeMarkup(text.en)}</span>`
}

/** A section with a heading; nothing where there is nothing to say. */
export function section(id: string, title: { readonly zh: string; readonly en: string }, content: string): string {
  return content === '' ? '' : `<section id="${id}"><h2>${both(title)}</h2>\n${content}\n</section>\n`
}

/** Names with what belongs to them. */
export function facts(entries: readonly (readonly [name: string, content: string])[]): string {
  return `<dl class="facts">${entries.map(([name, content]) => `<div><dt>${name}</dt><dd>${content}</dd></div>`).join('')}</dl>`
}
