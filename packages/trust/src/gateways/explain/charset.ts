/** How a text becomes bytes. */
export type Charset = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

/** The bytes of a text. A character outside the two-byte part of GB 18030 becomes a question mark there. */
export function encodeText(text: string, charset: Charset): Uint8Array {
  if (charset === 'utf-8') return Buffer.from(text)
  if (charset === 'utf-16le') return Buffer.from(text, 'utf16le')
  if (charset === 'utf-16be') return Buffer.from(text, 'utf16le').swap16()
  const bytes: number[] = []
  for (const character of text) {
    if (character < '\u0080') bytes.push(character.charCodeAt(0))
    else bytes.push(...(doubleBytes().get(character) ?? [0x3f]))
  }
  return Uint8Array.from(bytes)
}

let known: ReadonlyMap<string, readonly [number, number]> | undefined

// Node decodes GB 18030 and does not encode it: its decoder is asked for each pair once.
function doubleBytes(): ReadonlyMap<string, readonly [number, number]> {
  if (known !== undefined) return known
  const decoder = new TextDecoder('gb18030')
  const pairs = new Map<string, readonly [number, number]>()
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) {
      const character = decoder.decode(Uint8Array.of(first, second))
      if (second !== 0x7f && !character.includes('\ufffd')) pairs.set(character, [first, second])
    }
  }
  known = pairs
  return pairs
}
