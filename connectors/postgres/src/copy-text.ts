/** A text of about this many characters is handed to the driver at once. */
const partLength = 65_536

const hasSpecial = /[\\\n\r\t\b\f\v]/
const special = /[\\\n\r\t\b\f\v]/g
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
}

/** Rows of bound cells in the text form of COPY. */
export function* copyText(rows: readonly (readonly unknown[])[]): Iterable<string> {
  let text = ''
  for (const row of rows) {
    let separator = ''
    for (const cell of row) {
      text += separator + copyCell(cell)
      separator = '\t'
    }
    text += '\n'
    if (text.length >= partLength) {
      yield text
      text = ''
    }
  }
  if (text !== '') yield text
}

function copyCell(cell: unknown): string {
  if (typeof cell === 'number') return String(cell)
  if (cell === null) return '\\N'
  if (cell instanceof Uint8Array)
    return `\\\\x${Buffer.from(cell.buffer, cell.byteOffset, cell.length).toString('hex')}`
  const text = typeof cell === 'string' ? cell : String(cell)
  return hasSpecial.test(text) ? text.replace(special, (character) => escapes[character] ?? character) : text
}
