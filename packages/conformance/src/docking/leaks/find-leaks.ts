import type { Exit, Planted } from '../subject.ts'
import { needlesOf } from './encodings.ts'

/** A text that was found where it must not be. Never the text itself. */
export interface Leak {
  readonly exit: string
  readonly name: string
  readonly encoding: string
  readonly offset: number
}

/** Looks for each text in each exit, in every encoding that can be read back. */
export function findLeaks(exits: readonly Exit[], planted: readonly Planted[]): Leak[] {
  const seen = new Set<string>()
  const wanted = planted.map(({ name, text }) => ({ name, needles: needlesOf(text) }))
  const found: Leak[] = []
  for (const { name: exit, bytes } of exits) {
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (const { name, needles } of wanted) {
      for (const [encoding, needle] of needles) {
        const offset = content.indexOf(needle)
        if (offset < 0) continue
        // One of each kind tells where to look.
        const kind = JSON.stringify([exit, name])
        if (!seen.has(kind)) found.push({ exit, name, encoding, offset })
        seen.add(kind)
        break
      }
    }
  }
  return found
}

/** A leak in words. */
export function leakText({ exit, name, encoding, offset }: Leak): string {
  return `${name} stands in ${exit}, ${encoding}, at byte ${offset}`
}
