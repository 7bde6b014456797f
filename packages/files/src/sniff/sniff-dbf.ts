import type { ContentGuess } from './content-guess.ts'
import { doubt } from './doubts.ts'
import { sniffCharset } from './sniff-charset.ts'

const mostRecords = 2_000

/** The charset of a table, by its records: what its header says of it is wrong more often than not. The columns are its own. */
export function sniffDbf(bytes: Uint8Array): ContentGuess {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const [header, length] = [view.readUInt16LE(8), view.readUInt16LE(10)]
  const records: Buffer[] = [Buffer.from(namesOf(view, header)), Buffer.from('\n')]
  for (let at = header; at + length <= bytes.length && records.length < 2 * mostRecords; at += length)
    records.push(view.subarray(at, at + length), Buffer.from('\n'))
  // Numbers of Visual FoxPro and its NULL flags are no text.
  const text = Buffer.concat(records).map((byte) => (byte < 0x20 && byte !== 0x0a ? 0x20 : byte))
  const guess = sniffCharset(text, '')
  if (guess === undefined || guess.by === 'ascii') return { entries: { format: 'dbf' }, doubts: [] }
  const { charset, by } = guess
  const doubts =
    by === 'words'
      ? [doubt('charset', 'charsetByWords')]
      : by === 'doubtful'
        ? [doubt('charset', 'charsetDoubtful')]
        : []
  return { entries: { format: 'dbf', charset }, doubts }
}

/** The names of fields are in the charset of the records. */
function namesOf(view: Buffer, header: number): Buffer {
  const names: Buffer[] = []
  for (let at = 32; at + 32 < header && view[at] !== 0x0d; at += 32) {
    const name = view.subarray(at, at + 11)
    const end = name.indexOf(0)
    names.push(name.subarray(0, end < 0 ? 11 : end))
  }
  return Buffer.concat(names)
}
