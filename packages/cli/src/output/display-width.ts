import fastStringWidth from 'fast-string-width'

const graphemes = new Intl.Segmenter()
/** What a terminal draws no cell for, wherever it stands. */
const invisible = /[\u200b-\u200f\u2060-\u2064\ufeff]/g

/** How many cells of a terminal a text takes: two for a Chinese character or an emoji, none for an accent or a colour. */
export function displayWidth(text: string): number {
  let width = 0
  for (const { segment } of graphemes.segment(withoutColour(text))) width += characterWidth(segment)
  return width
}

/** Cuts a plain text to a number of cells, between two characters as people see them; what was cut off shows as `…`. */
export function cutToWidth(text: string, cells: number): string {
  if (displayWidth(text) <= cells) return text
  let cut = ''
  let width = 0
  for (const { segment } of graphemes.segment(text)) {
    width += characterWidth(segment)
    if (width > cells - 1) break
    cut += segment
  }
  return `${cut}…`
}

/** Fills up with blanks at the end to a number of cells. */
export function padToWidth(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - displayWidth(text)))
}

/** One character as people see it is never wider than two cells, of however many signs it is made. */
function characterWidth(character: string): number {
  return Math.min(2, fastStringWidth(character.replace(invisible, '')))
}

const escapeSequence = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

function withoutColour(text: string): string {
  return text.includes('\u001b') ? text.replace(escapeSequence, '') : text
}
