import { textDecoding } from '@berth/core'

/** What is read of a comment; a longer one is cut. */
export const maxCommentBytes = 8000

/** No character has more bytes than this and one. */
const maxCutBytes = 3

/**
 * Reads the bytes of a comment. They should be UTF-8; before Firebird 3, programs that connected without a charset
 * could store them in their own, which is that of the data. Undefined for no comment and for one that is neither.
 */
export function commentReader(charset: string | undefined): (raw: unknown) => string | undefined {
  const decodings = ['utf-8', ...(charset === undefined ? [] : [charset])].map((label) => textDecoding(label))
  return (raw) => {
    if (!(raw instanceof Uint8Array) || raw.length === 0) return undefined
    for (const decoding of decodings) {
      for (let cut = 0; cut <= (raw.length === maxCommentBytes ? maxCutBytes : 0); cut++) {
        try {
          return decoding.decode(raw.subarray(0, raw.length - cut), 'RDB$DESCRIPTION')
        } catch {
          // The next attempt may read it; without one there is no comment.
        }
      }
    }
    return undefined
  }
}
