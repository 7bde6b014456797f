import type { DefinitionDoubt } from '@berth/core'
import type { FileContent } from '../codecs/codec.ts'
import { cellWords } from '../codecs/excel/excel-cell.ts'
import { openSheet } from '../codecs/excel/open-sheet.ts'
import { fileDataset } from '../definition/read-definition.ts'
import type { SampleCell } from './cell-shape.ts'
import type { ContentGuess } from './content-guess.ts'
import { doubt } from './doubts.ts'
import { sniffHead } from './sniff-header.ts'
import { unrecognised } from './unrecognised.ts'

const mostRows = 1_000
/** Of a table with very many columns fewer rows do. */
const mostCells = 200_000

/** Where the table begins on the first sheet. */
export async function sniffExcel(content: FileContent, signal: AbortSignal): Promise<ContentGuess> {
  const { rows, numbers, width } = await sampleSheet(content, signal)
  if (rows.length === 0) throw unrecognised(content, 'sheet-empty')
  const { skip, header, doubtful } = sniffHead(rows, width)
  const doubts: DefinitionDoubt[] = []
  // Empty rows between the titles count as the sheet numbers them.
  const skipLines = skip === 0 ? 0 : (numbers[skip] ?? 1) - 1
  if (skip > 0) doubts.push(doubt('skipLines', 'titles', { count: skipLines }))
  if (doubtful) doubts.push(doubt(header ? 'format' : 'header', header ? 'headerDoubtful' : 'noHeaderDoubtful'))
  if (!header) doubts.push(doubt('columns', 'unnamed'))
  const columns = header ? namedOnce(rows[skip] ?? []) : undefined
  if (columns !== undefined) doubts.push(doubt('columns', 'nameless', { count: columns.missing }))
  return {
    entries: {
      format: 'excel',
      ...(skipLines === 0 ? {} : { skipLines }),
      ...(header ? {} : { header: false, columns: unnamed(width) }),
      ...(columns === undefined ? {} : { columns: Object.fromEntries(columns.names.map((name) => [name, 'text'])) }),
    },
    doubts,
  }
}

interface SheetSample {
  readonly rows: readonly (readonly SampleCell[])[]
  /** In the sheet, of each row. */
  readonly numbers: readonly number[]
  readonly width: number
}

async function sampleSheet(content: FileContent, signal: AbortSignal): Promise<SheetSample> {
  const bare = fileDataset('sample', { files: '*', format: 'excel', header: false })
  await using sheet = await openSheet(content, bare, signal)
  const rows: SampleCell[][] = []
  const numbers: number[] = []
  let width = 0
  sample: for await (const more of sheet.rows()) {
    for (const { number, cells } of more) {
      rows.push(Array.from(cells, (cell) => cellWords(cell, sheet.from1904, bare)))
      numbers.push(number)
      width = Math.max(width, cells.length)
      if (rows.length === mostRows || rows.length * width >= mostCells) break sample
    }
  }
  return {
    rows: rows.map((row) => Array.from({ length: width }, (_each, index) => row[index] ?? null)),
    numbers,
    width,
  }
}

/** The names that a header has once, where it has others: empty ones between them, or the same twice. */
function namedOnce(
  header: readonly SampleCell[],
): { readonly names: readonly string[]; readonly missing: number } | undefined {
  const all = header.map((cell) => cell?.trim() ?? '')
  while (all.at(-1) === '') all.pop()
  const names = all.filter(
    (name, index) => name !== '' && all.indexOf(name) === index && all.lastIndexOf(name) === index,
  )
  return names.length === all.length ? undefined : { names, missing: all.length - names.length }
}

function unnamed(width: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: width }, (_each, index) => [`column${index + 1}`, 'text']))
}
