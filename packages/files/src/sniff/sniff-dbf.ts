import type { ContentGuess } from './content-guess.ts'
import { doubt } from './doubts.ts'
import { sniffCharset } from './sniff-charset.ts'

const mostRecords = 2_000

/**
 * The charset of a table, by the names of its fields and its texts: what its header says of it is wrong more often than not. The
 * columns are its own.
 */
export function sniffDbf(bytes: Uint8Array): ContentGuess {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const [header, length] = [view.readUInt16LE(8), view.readUInt16LE(10)]
  const fields = fieldsOf(view, header)
  const lineEnd = Buffer.from('\n')
  const lines: Buffer[] = fields.flatMap(({ name }) => [name, lineEnd])
  const texts = fields.filter(({ isText }) => isText)
  let record = header
  for (let count = 0; count < mostRecords && record + length <= bytes.length; count++, record += length) {
    for (const { start, size } of texts) lines.push(view.subarray(record + start, record + start + size), lineEnd)
  }
  // Some programs fill up with zeros.
  const guess = sniffCharset(
    Buffer.concat(lines).map((byte) => (byte === 0 ? 0x20 : byte)),
    '',
  )
  if (guess === undefined || guess.by === 'ascii') return { entries: { format: 'dbf' }, doubts: [] }
  const { charset, by } = guess
  const about = by === 'words' ? 'charsetByWords' : by === 'doubtful' ? 'charsetDoubtful' : undefined
  return { entries: { format: 'dbf', charset }, doubts: about === undefined ? [] : [doubt('charset', about)] }
}

interface Field {
  readonly name: Buffer
  /** In the record, behind its mark for deletion. */
  readonly start: number
  readonly size: number
  readonly isText: boolean
}

function fieldsOf(view: Buffer, header: number): Field[] {
  const fields: Field[] = []
  let start = 1
  for (let at = 32; at + 32 <= Math.min(header, view.length) && view[at] !== 0x0d; at += 32) {
    const name = view.subarray(at, at + 11)
    const end = name.indexOf(0)
    const size = view[at + 16] ?? 0
    const isBinary = ((view[at + 18] ?? 0) & 4) !== 0
    fields.push({
      name: name.subarray(0, end < 0 ? 11 : end),
      start,
      size,
      isText: view[at + 11] === 0x43 && !isBinary,
    })
    start += size
  }
  return fields
}
