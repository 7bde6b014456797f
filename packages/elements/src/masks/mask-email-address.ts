import { asterisks, maskMiddle } from './mask-middle.ts'

/** Keeps the first character and the domain; without an @ all is hidden. */
export function maskEmailAddress(text: string): string {
  const at = text.lastIndexOf('@')
  if (at < 1) return asterisks(text.length)
  return maskMiddle(text.slice(0, at), 1, 0, 1) + text.slice(at)
}
