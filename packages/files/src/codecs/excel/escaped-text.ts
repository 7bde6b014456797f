/** A text of a workbook, in which `_x000D_` stands for a character that XML cannot hold. */
export function unescapedText(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (whole, digits: string) => {
    const code = Number.parseInt(digits, 16)
    return code >= 0xd800 && code < 0xe000 ? whole : String.fromCharCode(code)
  })
}
