import { TextDecoder } from 'node:util'

/** The place of the first byte from `start` on that is not valid; -1: there is none. A character may not be cut at the end. */
export type BadByteSearch = (bytes: Uint8Array, start: number) => number

/**
 * How bad bytes of a charset are found; `encoding` is a name of the encoding standard. A byte is bad that no character goes on with; of a
 * character that the end cuts it is the first. For UTF-8 and the Chinese charsets the time grows with the bytes, however many are bad.
 */
export function badByteSearch(encoding: string): BadByteSearch {
  if (encoding === 'utf-8') return badUtf8
  if (encoding === 'gbk' || encoding === 'gb18030' || encoding === 'big5') return pairSearch(encoding)
  return (bytes, start) => triedOut(encoding, bytes.subarray(start), start)
}

function badUtf8(bytes: Uint8Array, start: number): number {
  let at = start
  while (at < bytes.length) {
    const first = bytes[at] ?? 0
    if (first < 0x80) {
      at++
      continue
    }
    const length = utf8Length(first)
    if (length === 0) return at
    const [low, high] = secondOfUtf8[first] ?? [0x80, 0xbf]
    for (let next = 1; next < length; next++) {
      const byte = bytes[at + next]
      if (byte === undefined) return at
      if (next === 1 ? byte < low || byte > high : byte < 0x80 || byte > 0xbf) return at + next
    }
    at += length
  }
  return -1
}

function utf8Length(first: number): 0 | 2 | 3 | 4 {
  if (first < 0xc2 || first > 0xf4) return 0
  if (first < 0xe0) return 2
  return first < 0xf0 ? 3 : 4
}

/** What may follow a first byte where that is less than usual: no overlong form, no half of UTF-16, nothing beyond U+10FFFF. */
const secondOfUtf8: Readonly<Record<number, readonly [low: number, high: number]>> = {
  224: [0xa0, 0xbf],
  237: [0x80, 0x9f],
  240: [0x90, 0xbf],
  244: [0x80, 0x8f],
}

/** By charset, what is known of pairs so far, 1 for sound and 2 for bad: the library is asked once for each. */
const knownPairs: Map<string, Uint8Array> = new Map()

/** Characters of one and two bytes, and in GB18030 of four, whose second is a digit. */
function pairSearch(encoding: 'gbk' | 'gb18030' | 'big5'): BadByteSearch {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  const isSound = (bytes: Uint8Array): boolean => !decoder.decode(bytes).includes('\ufffd')
  const pairs = knownPairs.get(encoding) ?? new Uint8Array(1 << 16)
  knownPairs.set(encoding, pairs)
  /** How many of the four bytes from `at` on are sound. */
  const soundOfFour = (bytes: Uint8Array, at: number): number => {
    if (!isLead(bytes[at + 2])) return 2
    const fourth = bytes[at + 3]
    if (fourth === undefined || !isDigit(fourth)) return 3
    return isSound(bytes.subarray(at, at + 4)) || isReplacement(bytes, at) ? 4 : 3
  }
  const isSoundPair = (bytes: Uint8Array, at: number): boolean => {
    const pair = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
    if (pairs[pair] === 0) pairs[pair] = isSound(bytes.subarray(at, at + 2)) ? 1 : 2
    return pairs[pair] === 1
  }
  const sizeAt: CharacterSize = (bytes, at) => {
    if (!isLead(bytes[at])) return { length: 1, sound: 0 }
    if (encoding !== 'big5' && isDigit(bytes[at + 1])) return { length: 4, sound: soundOfFour(bytes, at) }
    return { length: 2, sound: isSoundPair(bytes, at) ? 2 : 1 }
  }
  return (bytes, start) => badCharacter(bytes, start, sizeAt)
}

/** How many bytes the character has that begins at `at`, and how many of them are sound. */
type CharacterSize = (bytes: Uint8Array, at: number) => { readonly length: number; readonly sound: number }

function badCharacter(bytes: Uint8Array, start: number, sizeAt: CharacterSize): number {
  let at = start
  while (at < bytes.length) {
    if ((bytes[at] ?? 0) < 0x80) at++
    else {
      const { length, sound } = sizeAt(bytes, at)
      if (sound < length) return at + sound < bytes.length ? at + sound : at
      at += length
    }
  }
  return -1
}

function isLead(byte: number | undefined): boolean {
  return byte !== undefined && byte > 0x80 && byte < 0xff
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}

/** U+FFFD in GB18030: a character like any other. */
function isReplacement(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x84 && bytes[at + 1] === 0x31 && bytes[at + 2] === 0xa4 && bytes[at + 3] === 0x37
}

/** Halves the bytes until the first bad one is left. */
function triedOut(encoding: string, bytes: Uint8Array, offset: number): number {
  const decodes = (end: number, stream: boolean): boolean => {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, end), { stream })
      return true
    } catch {
      return false
    }
  }
  if (decodes(bytes.length, false)) return -1
  let good = 0
  let bad = bytes.length
  if (decodes(bad, true)) {
    let start = bad - 1
    while (start > 0 && !decodes(start, false)) start--
    return offset + start
  }
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1
    if (decodes(middle, true)) good = middle
    else bad = middle
  }
  return offset + good
}
