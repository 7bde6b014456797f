import type { FileContent } from '../codecs/codec.ts'

/** The beginning of a file. */
export interface FileSample {
  readonly bytes: Uint8Array
  /** It is all of it. */
  readonly whole: boolean
}

const mostBytes = 1024 * 1024

/** At most the first MiB of a file. */
export async function fileSample(content: FileContent, signal: AbortSignal): Promise<FileSample> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of content.bytes(signal)) {
    chunks.push(chunk)
    length += chunk.length
    if (length > mostBytes) break
  }
  const bytes = Buffer.concat(chunks)
  return length > mostBytes ? { bytes: bytes.subarray(0, mostBytes), whole: false } : { bytes, whole: true }
}

/** The bytes up to the last line end, where the sample is not the whole file and has one. */
export function wholeLines({ bytes, whole }: FileSample): Uint8Array {
  const end = whole ? bytes.length : bytes.lastIndexOf(0x0a) + 1
  return end === 0 ? bytes : bytes.subarray(0, end)
}
