/** The blanks before a place on its line. */
export function indentOf(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return /^ */.exec(text.slice(start, offset))?.[0] ?? ''
}

/**
 * Where a block ends whose last content ends at `offset`: behind that line and the comments below it that are indented
 * deeper than `indent`, for those belong to the block.
 */
export function endOfBlock(text: string, offset: number, indent: number): number {
  let end = text[offset - 1] === '\n' ? offset : endOfLine(text, offset)
  let next = end
  while (next < text.length) {
    const lineEnd = endOfLine(text, next)
    const line = text.slice(next, lineEnd)
    const content = line.trimStart()
    next = lineEnd
    if (content === '') continue
    if (!content.startsWith('#') || line.length - content.length <= indent) break
    end = lineEnd
  }
  return end
}

/** Where the last document of a text ends: at its end, or before its end marker. */
export function endOfContents(text: string): number {
  const marker = /(?:^|\n)\.\.\.[ \t]*(?:\r?\n\s*)?$/.exec(text)
  if (marker === null) return text.length
  return marker.index + (marker[0].startsWith('\n') ? 1 : 0)
}

/** The text with lines inserted at a place, in the line ends that it has. A blank line is not put below another. */
export function spliced(text: string, offset: number, lines: readonly string[]): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  const before = text.slice(0, offset)
  const joint = before === '' || before.endsWith('\n') ? '' : lineEnd
  const blankAbove = before.trimEnd() === '' || /\n[ \t]*\r?\n$/.test(before)
  const inserted = lines[0] === '' && blankAbove ? lines.slice(1) : lines
  return `${before}${joint}${inserted.map((line) => line + lineEnd).join('')}${text.slice(offset)}`
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end < 0 ? text.length : end + 1
}
