const short: readonly string[] = Array.from({ length: 32 }, (_, length) => '*'.repeat(length))

/** So many asterisks. */
export function asterisks(count: number): string {
  return short[count] ?? '*'.repeat(count)
}

/**
 * Keeps `start` characters at the start and `end` at the end and writes an asterisk for each other one. A text in
 * which fewer than `hidden` characters would be hidden is hidden whole. Characters are Unicode code points.
 */
export function maskMiddle(text: string, start: number, end: number, hidden: number): string {
  if (hasSurrogate(text)) return maskCharacters(Array.from(text), start, end, hidden)
  const covered = text.length - start - end
  if (covered < hidden) return asterisks(text.length)
  return text.slice(0, start) + asterisks(covered) + text.slice(text.length - end)
}

function maskCharacters(characters: readonly string[], start: number, end: number, hidden: number): string {
  const covered = characters.length - start - end
  if (covered < hidden) return asterisks(characters.length)
  return characters.slice(0, start).join('') + asterisks(covered) + characters.slice(characters.length - end).join('')
}

function hasSurrogate(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 0xd800 && unit <= 0xdfff) return true
  }
  return false
}
