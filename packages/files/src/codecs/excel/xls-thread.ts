import { parentPort, workerData } from 'node:worker_threads'
import { type CellObject, CFB, type DenseWorkSheet, read, type WorkBook } from '@e965/xlsx'
import { type CellTime, formatTime } from './number-format.ts'
import type { SheetCell, SheetRow } from './sheet-row.ts'
import type { XlsAnswer, XlsProblem, XlsTask } from './xls-answer.ts'

/** Rows of one answer. */
const answerRows = 500

const errorSigns: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
}

/** How wide what may stand in a file is told to be is no measure: the cells that are there count. */
const times = new Map<string, CellTime | undefined>()

function timeOf(format: string): CellTime | undefined {
  if (!times.has(format)) times.set(format, formatTime(format))
  return times.get(format)
}

function cellOf(cell: CellObject | undefined): SheetCell | undefined {
  switch (cell?.t) {
    case 's':
      return { kind: 'text', text: String(cell.v) }
    case 'b':
      return { kind: 'boolean', text: cell.v === true ? '1' : '0' }
    case 'e':
      return { kind: 'error', text: errorSigns[Number(cell.v)] ?? '' }
    case 'n': {
      const time = typeof cell.z === 'string' ? timeOf(cell.z) : undefined
      return { kind: 'number', text: String(cell.v), ...(time === undefined ? {} : { time }) }
    }
    default:
      return undefined
  }
}

function* rowsOf(sheet: DenseWorkSheet): Generator<SheetRow, void> {
  for (const [index, row] of sheet['!data'].entries()) {
    const cells = Array.from(row ?? [], (cell: CellObject | undefined) => cellOf(cell))
    if (cells.some((cell) => cell !== undefined && cell.text !== '')) yield { number: index + 1, cells }
  }
}

function chosenName(
  { SheetNames: names, Sheets: sheets, Workbook: book }: WorkBook,
  wanted: string | undefined,
): string | undefined {
  const tables = names.filter((name) => sheets[name]?.['!type'] === undefined || sheets[name]['!type'] === 'sheet')
  if (wanted !== undefined) return tables.find((name) => name === wanted)
  return tables.find((name) => (book?.Sheets?.[names.indexOf(name)]?.Hidden ?? 0) === 0) ?? tables[0]
}

function open({
  bytes,
  sheet,
}: XlsTask): { readonly from1904: boolean; readonly rows: Iterator<SheetRow> } | XlsProblem {
  const container = CFB.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), { type: 'buffer' })
  if (CFB.find(container, 'EncryptedPackage') !== null) return 'encrypted'
  if (CFB.find(container, 'Workbook') === null) return CFB.find(container, 'Book') === null ? 'no-workbook' : 'old'
  const options = {
    type: 'buffer',
    dense: true,
    cellNF: true,
    cellFormula: false,
    cellHTML: false,
    cellText: false,
  } as const
  const book = read(bytes, { ...options, cellDates: false, WTF: true })
  const name = chosenName(book, sheet)
  const found = name === undefined ? undefined : (book.Sheets[name] as DenseWorkSheet | undefined)
  if (found === undefined) return 'no-sheet'
  return { from1904: book.Workbook?.WBProps?.date1904 === true, rows: rowsOf(found) }
}

function opened(): ReturnType<typeof open> {
  try {
    return open(workerData as XlsTask)
  } catch (error) {
    return error instanceof Error && /password|encrypt/i.test(error.message) ? 'encrypted' : 'damaged'
  }
}

function answer(message: XlsAnswer): void {
  parentPort?.postMessage(message)
}

const sheet = opened()
if (typeof sheet === 'string') answer({ is: 'problem', problem: sheet })
else {
  answer({ is: 'open', from1904: sheet.from1904 })
  parentPort?.on('message', () => {
    const rows: SheetRow[] = []
    while (rows.length < answerRows) {
      const next = sheet.rows.next()
      if (next.done === true) break
      rows.push(next.value)
    }
    answer({ is: 'rows', rows })
  })
}
