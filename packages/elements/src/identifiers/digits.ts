/** Whether every character from `start` to before `end` is one of 0 to 9. */
export function areDigits(text: string, start = 0, end: number = text.length): boolean {
  for (let index = start; index < end; index++) {
    const digit = text.charCodeAt(index) - 48
    if (digit < 0 || digit > 9) return false
  }
  return true
}

/** The number that the digits from `start` to before `end` write. They must be digits. */
export function numberAt(text: string, start: number, end: number): number {
  let number = 0
  for (let index = start; index < end; index++) number = number * 10 + text.charCodeAt(index) - 48
  return number
}

/** The text without its blanks and hyphens. Returns the same string where there are none. */
export function withoutSeparators(text: string): string {
  for (let index = 0; index < text.length; index++) {
    if (isSeparator(text.charCodeAt(index))) return text.replace(/[ -]/g, '')
  }
  return text
}

function isSeparator(unit: number): boolean {
  return unit === 0x20 || unit === 0x2d
}
