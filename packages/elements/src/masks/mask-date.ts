import { asterisks } from './mask-middle.ts'

/** Keeps the year of a date in canonical form; anything else is hidden. */
export function maskDate(text: string): string {
  return text.length >= 10 && text.charCodeAt(4) === 0x2d ? `${text.slice(0, 4)}-**-**` : asterisks(text.length)
}
