import { maskMiddle } from './mask-middle.ts'
import { compoundSurnames } from './surnames.ts'

/** Keeps the family name of a Chinese name, the first character of any other; a name of one character is hidden. */
export function maskName(text: string): string {
  const compound = text.length > 2 && compoundSurnames.has(text.slice(0, 2))
  return maskMiddle(text, compound ? 2 : 1, 0, 1)
}
