/**
 * Full-width letters, digits, signs and blanks as their half-width forms, blanks at both ends cut. Returns the same
 * string where nothing changes.
 */
export function halfWidth(text: string): string {
  const length = text.length
  let index = 0
  while (index < length && !isFullWidth(text.charCodeAt(index))) index++
  if (index === length) return cut(text)
  let result = text.slice(0, index)
  for (; index < length; index++) {
    const unit = text.charCodeAt(index)
    if (unit === 0x3000) result += ' '
    else result += isFullWidth(unit) ? String.fromCharCode(unit - 0xfee0) : text.charAt(index)
  }
  return cut(result)
}

function isFullWidth(unit: number): boolean {
  return unit >= 0x3000 && (unit === 0x3000 || (unit >= 0xff01 && unit <= 0xff5e))
}

function cut(text: string): string {
  const length = text.length
  if (length === 0 || (text.charCodeAt(0) > 32 && text.charCodeAt(length - 1) > 32)) return text
  return text.trim()
}
