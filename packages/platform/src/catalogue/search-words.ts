import type { LocalizedText } from '@berth/core'
import type { PublishedItem, System } from '@berth/manifest'

/** Makes texts comparable: full-width and half-width letters alike, small letters. */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

/** All the words that an entry of the catalogue is found by, as one text. */
export function searchWords(
  system: System,
  entry: { readonly id: string; readonly title: LocalizedText; readonly summary?: LocalizedText },
  items: readonly PublishedItem[],
): string {
  const words = [
    entry.id,
    ...languages(entry.title),
    ...languages(entry.summary),
    system.id,
    ...languages(system.title),
    ...languages(system.owner.title),
    system.owner.code,
    ...items.flatMap((item) => [item.id, ...languages(item.title), ...languages(item.semantics), item.element ?? '']),
  ]
  return foldText(words.filter((word) => word !== '').join('\n'))
}

function languages(text: LocalizedText | undefined): string[] {
  return text === undefined ? [] : [text.zh, text.en ?? '']
}
