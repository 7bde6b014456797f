import { readFile } from 'node:fs/promises'
import { BerthError, type Receipt } from '@berth/core'

/** Receipts of a file, one JSON object a line. Rejects with `RECEIPTS_BROKEN` at the first line that is none. */
export async function readReceiptFile(file: string): Promise<Receipt[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw new BerthError('PARAMETER_INVALID', { parameter: 'FILE', problem: file }, { cause })
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as Receipt
    } catch {
      // The parser's own message quotes the line.
      throw new BerthError('RECEIPTS_BROKEN', { number: index + 1 })
    }
  })
}
