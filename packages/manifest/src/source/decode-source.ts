import { textDecoding } from '@berth/core'

/** The text of a file, or why its bytes are not UTF-8. */
export type DecodedSource =
  | { readonly text: string }
  | {
      readonly problem: 'utf-16' | 'gb18030' | 'not-utf-8'
      /** The first byte that is not UTF-8, from 0. */
      readonly offset: number
      /** Where that byte stands, from 1. */
      readonly line: number
      readonly column: number
    }

/** Reads bytes as UTF-8, with or without a byte order mark. Other encodings that editors here write are recognised. */
export function decodeSource(bytes: Uint8Array): DecodedSource {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  if (isUtf16(bytes)) return { problem: 'utf-16', offset: 0, line: 1, column: 1 }
  try {
    return { text: decodeUtf8(bytes.subarray(start)) }
  } catch {
    return { problem: isGb18030(bytes) ? 'gb18030' : 'not-utf-8', ...firstBadByte(bytes, start) }
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
}

/** By its byte order mark, or by a zero byte in each of the first pairs, as Latin letters have it. */
function isUtf16(bytes: Uint8Array): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return true
  if (bytes.length < 8) return false
  const zeros = (first: number): boolean => [0, 2, 4, 6].every((index) => bytes[first + index] === 0)
  return zeros(0) || zeros(1)
}

/** Whether the bytes decode as Chinese text and hold a Chinese character. Much of what is neither decodes too. */
function isGb18030(bytes: Uint8Array): boolean {
  try {
    return /[\u4e00-\u9fa5]/.test(textDecoding('gb18030').decode(bytes, 'manifest'))
  } catch {
    return false
  }
}

function firstBadByte(bytes: Uint8Array, start: number): { offset: number; line: number; column: number } {
  let lineStart = start
  let line = 1
  for (let end = start; end <= bytes.length; end++) {
    if (end < bytes.length && bytes[end] !== 0x0a) continue
    const length = soundLength(bytes.subarray(lineStart, end))
    if (length < end - lineStart) {
      const before = decodeUtf8(bytes.subarray(lineStart, lineStart + length))
      return { offset: lineStart + length, line, column: [...before].length + 1 }
    }
    lineStart = end + 1
    line++
  }
  return { offset: bytes.length, line, column: 1 }
}

/** How many bytes from the start are whole UTF-8 characters. */
function soundLength(bytes: Uint8Array): number {
  let index = 0
  while (index < bytes.length) {
    const first = bytes[index] ?? 0
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    try {
      if (index + length > bytes.length) return index
      if (length > 1 || first >= 0x80) decodeUtf8(bytes.subarray(index, index + length))
    } catch {
      return index
    }
    index += length
  }
  return index
}
