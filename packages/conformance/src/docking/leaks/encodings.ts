/** A text as bytes, in one of the ways in which a value may have been written somewhere. */
export interface Encoding {
  readonly name: string
  /** Each of these bytes tells that the text is there. */
  readonly needles: (text: string) => readonly Uint8Array[]
}

/** What is shorter would be found by chance, in sealed files for one. */
const leastBytes = 6

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8')

/** Every encoding that is looked for. Digests are none: nobody reads a value out of one. */
export const encodings: readonly Encoding[] = [
  { name: 'as it is', needles: (text) => [utf8(text)] },
  { name: 'GBK', needles: (text) => (isAscii(text) ? [] : [gb18030(text)].filter((bytes) => bytes !== undefined)) },
  { name: 'UTF-16', needles: (text) => [Buffer.from(text, 'utf16le'), bigEndian(text)] },
  { name: 'base64', needles: base64 },
  { name: 'hexadecimal', needles: (text) => eachCase(utf8(text).toString('hex')) },
  {
    name: 'JSON escapes',
    needles: (text) => (isAscii(text) ? [] : eachCase(escaped(text, (unit) => `\\u${hex(unit, 4)}`))),
  },
  {
    name: 'XML references',
    needles: (text) => {
      if (isAscii(text)) return []
      return [
        ...eachCase(points(text, (point) => `&#x${point.toString(16)};`)),
        utf8(points(text, (point) => `&#${point};`)),
      ]
    },
  },
  { name: 'URL encoding', needles: (text) => (isAscii(text) ? [] : eachCase(percent(text))) },
]

/** The bytes to look for, by the name of the encoding. What is too short to be sure of is left out. */
export function needlesOf(text: string): (readonly [string, Uint8Array])[] {
  return encodings.flatMap(({ name, needles }) =>
    needles(text)
      .filter(({ length }) => length >= leastBytes)
      .map((bytes) => [name, bytes] as const),
  )
}

function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text)
}

/** The part of its base64 that does not depend on what stands around it, for each of three beginnings. */
function base64(text: string): Uint8Array[] {
  const bytes = utf8(text)
  const found: Buffer[] = []
  for (let before = 0; before < 3; before++) {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    const start = Math.ceil((before * 8) / 6)
    const end = Math.floor(((before + bytes.length) * 8) / 6)
    const sure = whole.slice(start, end)
    found.push(utf8(sure))
    const url = sure.replaceAll('+', '-').replaceAll('/', '_')
    if (url !== sure) found.push(utf8(url))
  }
  return found
}

function eachCase(text: string): Uint8Array[] {
  const upper = text.toUpperCase().replaceAll('\\U', '\\u').replaceAll('&#X', '&#x')
  return upper === text ? [utf8(text)] : [utf8(text), utf8(upper)]
}

function bigEndian(text: string): Uint8Array {
  return Buffer.from(text, 'utf16le').swap16()
}

function escaped(text: string, write: (unit: number) => string): string {
  return Array.from({ length: text.length }, (_, index) => {
    const unit = text.charCodeAt(index)
    return unit < 128 ? String.fromCharCode(unit) : write(unit)
  }).join('')
}

function points(text: string, write: (point: number) => string): string {
  return Array.from(text, (character) => {
    const point = character.codePointAt(0) ?? 0
    return point < 128 ? character : write(point)
  }).join('')
}

function percent(text: string): string {
  return Array.from(utf8(text), (byte) => (byte < 128 ? String.fromCharCode(byte) : `%${hex(byte, 2)}`)).join('')
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0')
}

let known: Map<string, readonly number[]> | undefined

/** The two-byte part of GB18030, turned round: there is a decoder in the platform, and no encoder. */
function gb18030(text: string): Uint8Array | undefined {
  known ??= twoByteCharacters()
  const bytes: number[] = []
  for (const character of text) {
    const found = character < '\u0080' ? [character.charCodeAt(0)] : known.get(character)
    if (found === undefined) return undefined
    bytes.push(...found)
  }
  return Uint8Array.from(bytes)
}

function twoByteCharacters(): Map<string, readonly number[]> {
  const decoder = new TextDecoder('gb18030')
  const found = new Map<string, readonly number[]>()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue
      const pair = [lead, trail]
      const character = decoder.decode(Uint8Array.from(pair))
      if (!found.has(character)) found.set(character, pair)
    }
  }
  return found
}
