import type { ElementProblem } from '../element.ts'

/** Checks an e-mail address: one @ with something before it and a domain with a dot behind it, at most 254 characters. */
export function checkEmailAddress(text: string): ElementProblem | undefined {
  const length = text.length
  if (length < 6 || length > 254) return 'length'
  let at = -1
  let dot = -1
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index)
    if (unit <= 32 || unit === 127 || unit === 0x2c || unit === 0x3b) return 'character'
    if (unit === 0x40) {
      if (at >= 0) return 'shape'
      at = index
    } else if (unit === 0x2e && at >= 0) {
      if (index === at + 1 || index === dot + 1) return 'shape'
      dot = index
    }
  }
  return at > 0 && dot > at && dot < length - 1 ? undefined : 'shape'
}
