/** Characters that a terminal draws two cells wide: East Asian Wide and Fullwidth of Unicode TR11, and emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
/** Characters drawn on top of the one before. */
const combining = /\p{Mn}|\p{Me}|\p{Cf}/u
const escapeSequence = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

/** How many cells of a terminal a text takes. Colour codes take none. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text.replace(escapeSequence, '')) {
    if (combining.test(character)) continue
    width += wide.test(character) ? 2 : 1
  }
  return width
}

/** Cuts a plain text to a number of cells; what was cut off shows as `…`. */
export function cutToWidth(text: string, cells: number): string {
  if (displayWidth(text) <= cells) return text
  let cut = ''
  let width = 0
  for (const character of text) {
    const step = displayWidth(character)
    if (width + step > cells - 1) break
    cut += character
    width += step
  }
  return `${cut}…`
}

/** Fills up with blanks at the end to a number of cells. */
export function padToWidth(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - displayWidth(text)))
}
