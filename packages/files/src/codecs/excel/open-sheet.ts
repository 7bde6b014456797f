import type { FileDataset } from '../../definition/file-dataset.ts'
import type { FileContent } from '../codec.ts'
import { recordLimits } from '../limits.ts'
import { fileMalformed } from '../malformed.ts'
import type { OpenSheet } from './sheet-row.ts'
import { openXlsSheet } from './xls-sheet.ts'
import { openXlsxSheet } from './xlsx-sheet.ts'

const zip = [0x50, 0x4b, 0x03, 0x04]
const ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/** Opens the sheet of a definition, by what the file is; its extension is not asked. */
export async function openSheet(content: FileContent, dataset: FileDataset, signal: AbortSignal): Promise<OpenSheet> {
  const limits = recordLimits(content.name, dataset)
  const first = await firstBytes(content, signal)
  if (zip.every((byte, index) => first[index] === byte))
    return await openXlsxSheet(content, dataset.sheet, limits, signal)
  if (ole.every((byte, index) => first[index] === byte))
    return await openXlsSheet(content, dataset.sheet, limits, signal)
  throw fileMalformed(content.name, 'Excel', 'workbook-begins')
}

async function firstBytes(content: FileContent, signal: AbortSignal): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of content.bytes(signal)) {
    parts.push(chunk)
    length += chunk.length
    if (length >= ole.length) break
  }
  return Buffer.concat(parts)
}
