/** A collation: how it looks in TDS, and the charset of the bytes under it by its WHATWG label. */
export interface TdsCollation {
  readonly name: string
  readonly bytes: Buffer
  readonly charset: string
}

function collation(name: string, language: number, charset: string, flags = 0): TdsCollation {
  return { name, bytes: Buffer.from([language & 0xff, language >> 8, 0xd0, flags, 0]), charset }
}

/** The collations that the test server knows, by name. */
export const collations: Readonly<Record<string, TdsCollation>> = Object.fromEntries(
  [
    collation('Chinese_PRC_CI_AS', 0x0804, 'gbk'),
    collation('Chinese_Taiwan_Stroke_CI_AS', 0x0404, 'big5'),
    collation('Latin1_General_CI_AS', 0x0409, 'windows-1252'),
    collation('Latin1_General_BIN2', 0x0409, 'windows-1252', 0x02),
    collation('Latin1_General_100_CI_AS_SC_UTF8', 0x0409, 'utf-8', 0x04),
  ].map((each) => [each.name, each]),
)

export const defaultCollation = 'Chinese_PRC_CI_AS'

export function collationOf(name: string = defaultCollation): TdsCollation {
  const found = collations[name]
  if (found === undefined) throw new TypeError(`the test server has no collation ${name}`)
  return found
}

const encoders: Map<string, Map<string, number>> = new Map()

/** Text in a charset of one or two bytes. What it cannot hold becomes a question mark, as with SQL Server. */
export function encodeText(text: string, charset: string): Buffer {
  if (charset === 'utf-8') return Buffer.from(text)
  const encoder = encoders.get(charset) ?? encoderOf(charset)
  encoders.set(charset, encoder)
  const bytes: number[] = []
  for (const character of text) {
    const code = encoder.get(character) ?? 0x3f
    if (code > 0xff) bytes.push(code >> 8)
    bytes.push(code & 0xff)
  }
  return Buffer.from(bytes)
}

export function decodeText(bytes: Uint8Array, charset: string): string {
  return new TextDecoder(charset).decode(bytes)
}

/** Every character of the charset with its code, found by decoding all codes. */
function encoderOf(charset: string): Map<string, number> {
  const decoder = new TextDecoder(charset, { fatal: true })
  const codes: Map<string, number> = new Map()
  const add = (code: number, ...bytes: readonly number[]): void => {
    try {
      const text = decoder.decode(Uint8Array.from(bytes))
      if ([...text].length === 1 && !codes.has(text)) codes.set(text, code)
    } catch {
      // No character has this code.
    }
  }
  for (let code = 0; code < 0x100; code++) add(code, code)
  if (charset !== 'windows-1252') {
    for (let code = 0x8140; code < 0xff00; code++) if (!(code % 0x100 < 0x40)) add(code, code >> 8, code & 0xff)
  }
  return codes
}
