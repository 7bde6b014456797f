/** A text as it may stand in XML or HTML, between tags or in a quoted attribute. What XML cannot hold is shown as `\u0000`. */
export function escapeMarkup(text: string): string {
  return text
    .toWellFormed()
    .replace(unwritable, (character) =>
      character in entities ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replace(/[&<>"'\t\r\n]/g, (character) => entities[character] ?? character)
}

/**
 * Controls, and what Unicode has no character for: XML 1.0 forbids them, and a page should not hide them. Nor may a text turn round what
 * stands beside it.
 */
const unwritable = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\t': '&#9;',
  '\r': '&#13;',
  '\n': '&#10;',
}
