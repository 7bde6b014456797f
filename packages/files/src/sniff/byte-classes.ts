/** What stands at one place of a record: bits, so that those of many records can be joined. */
export const blank = 1
export const digit = 2
export const letter = 4
export const wide = 8
export const sign = 16

/** What each byte of a line is. A character beyond ASCII is wide in all its bytes; one that is a blank is blank. */
export function byteClasses(line: Uint8Array, charset: string): Uint8Array {
  const classes = new Uint8Array(line.length)
  for (let at = 0; at < line.length; ) {
    const byte = line[at] ?? 0
    const length = Math.min(characterBytes(line, at, charset), line.length - at)
    const ideographicSpace =
      charset !== 'UTF-8' && length === 2 && byte === 0xa1 && (line[at + 1] === 0xa1 || line[at + 1] === 0x40)
    const kind = length > 1 ? (ideographicSpace ? blank : wide) : classOf(byte)
    classes.fill(kind, at, at + length)
    at += length
  }
  return classes
}

function classOf(byte: number): number {
  if (byte === 0x20) return blank
  if (byte >= 0x30 && byte <= 0x39) return digit
  const small = byte | 0x20
  if (small >= 0x61 && small <= 0x7a) return letter
  return byte > 0x7f ? wide : sign
}

function characterBytes(line: Uint8Array, at: number, charset: string): number {
  const byte = line[at] ?? 0
  if (byte < 0x80) return 1
  if (charset === 'UTF-8') return byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
  const next = line[at + 1] ?? 0
  return charset === 'GB18030' && next >= 0x30 && next <= 0x39 ? 4 : 2
}
