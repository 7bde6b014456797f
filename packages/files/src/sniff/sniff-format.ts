/** What the first bytes of a file say that it is. */
export type ContentKind =
  | { readonly kind: 'excel' | 'dbf' | 'gzip' | 'zip' | 'text' }
  /** Something that no format here reads, by its name. */
  | { readonly kind: 'other'; readonly name: string }

const signatures: readonly (readonly [string, readonly number[]])[] = [
  ['PDF', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['RAR', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['PNG', [0x89, 0x50, 0x4e, 0x47]],
  ['JPEG', [0xff, 0xd8, 0xff]],
  ['GIF', [0x47, 0x49, 0x46, 0x38]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
  ['Access (Jet)', [0x00, 0x01, 0x00, 0x00, 0x53, 0x74, 0x61, 0x6e, 0x64, 0x61, 0x72, 0x64]],
  ['SQLite', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]],
  ['Parquet', [0x50, 0x41, 0x52, 0x31]],
]
const gzip = [0x1f, 0x8b]
const zip = [0x50, 0x4b, 0x03, 0x04]
const ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/** The version bytes of dBase, FoxPro, Visual FoxPro and their kin, with and without memo. */
const dbfVersions: ReadonlySet<number> = new Set([
  0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0x8e, 0xcb, 0xf5, 0xfb,
])

/** Tells what a file is by its content; its extension is not asked. */
export function contentKind(bytes: Uint8Array): ContentKind {
  if (begins(bytes, gzip)) return { kind: 'gzip' }
  if (begins(bytes, zip)) return zipKind(bytes)
  if (begins(bytes, ole)) return oleKind(bytes)
  const known = signatures.find(([, signature]) => begins(bytes, signature))
  if (known !== undefined) return { kind: 'other', name: known[0] }
  return isDbf(bytes) ? { kind: 'dbf' } : { kind: 'text' }
}

/** The directory of a zip stands at its end; what an office program wrote begins with names that say so. */
function zipKind(bytes: Uint8Array): ContentKind {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 65_536)).toString('latin1')
  if (text.includes('opendocument.spreadsheet')) return { kind: 'other', name: 'ODS' }
  if (text.includes('word/document')) return { kind: 'other', name: 'Word' }
  if (/xl\/|\[Content_Types\]\.xml/.test(text)) return { kind: 'excel' }
  return { kind: 'zip' }
}

function oleKind(bytes: Uint8Array): ContentKind {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (['Workbook', 'Book'].some((name) => text.includes(Buffer.from(name, 'utf16le')))) return { kind: 'excel' }
  return { kind: 'other', name: text.includes(Buffer.from('WordDocument', 'utf16le')) ? 'Word' : 'OLE' }
}

/** Its version, date and lengths have to be possible, and the list of fields to end where a field could begin. */
function isDbf(bytes: Uint8Array): boolean {
  if (bytes.length < 65 || !dbfVersions.has(bytes[0] ?? 0)) return false
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const [month = 0, day = 0] = [bytes[2], bytes[3]]
  const header = view.readUInt16LE(8)
  const record = view.readUInt16LE(10)
  if (month > 12 || day > 31 || header < 65 || record < 2) return false
  for (let at = 64; at < Math.min(header, bytes.length); at += 32) if (view[at] === 0x0d) return true
  return false
}

function begins(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte)
}
