import { setImmediate as turn } from 'node:timers/promises'
import type { StrictText } from './strict-text.ts'

/** At a time: text of this size is gone with the young garbage, larger pieces stay longer than they are needed. */
const pieceBytes = 32 * 1024

/**
 * The text of a file in pieces, none of them empty. Between two of them timers get their turn, for a deadline or whoever else stops the
 * read: bytes that lie in memory never wait.
 */
export async function* decodedText(
  content: AsyncIterable<Uint8Array>,
  strict: StrictText,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  for await (const bytes of content) {
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      await turn()
      signal.throwIfAborted()
      const text = strict.take(bytes.subarray(start, start + pieceBytes))
      if (text !== '') yield text
    }
  }
  signal.throwIfAborted()
  const last = strict.end()
  if (last !== '') yield last
}
