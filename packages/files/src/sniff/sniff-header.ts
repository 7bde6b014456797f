import { isEmptyCell, looksLikeData, type SampleCell } from './cell-shape.ts'

/** What the first rows of a table are. */
export interface TableHead {
  /** Rows before the header, or before the first record: titles. */
  readonly skip: number
  readonly header: boolean
  /** Nothing in the data tells whether that row is a header. */
  readonly doubtful: boolean
}

/** A title stands before a header on few lines. */
const mostTitles = 30

/**
 * Where the table begins in rows that all belong to it, and whether its first row names the columns. `width` is how many columns
 * a record has.
 */
export function sniffHead(rows: readonly (readonly SampleCell[])[], width: number): TableHead {
  let skip = 0
  while (skip < Math.min(mostTitles, rows.length - 1) && isTitle(rows[skip] ?? [], width)) skip++
  const [first = [], ...data] = rows.slice(skip)
  if (!couldBeHeader(first)) return { skip, header: false, doubtful: false }
  if (data.length === 0) return { skip, header: true, doubtful: true }
  const told = first.some((_name, column) => {
    const cells = data.map((row) => row[column] ?? null).filter((cell) => !isEmptyCell(cell))
    return cells.length > 0 && cells.filter(looksLikeData).length >= cells.length * 0.8
  })
  const again = first.some((name, column) => data.some((row) => row[column] === name))
  return { skip, header: told || !again, doubtful: !told }
}

function isTitle(row: readonly SampleCell[], width: number): boolean {
  const filled = row.filter((cell) => !isEmptyCell(cell)).length
  return width >= 2 && filled <= Math.max(1, Math.floor(width / 4))
}

/** Names are there, all different, none a number or date. A few columns may have none. */
function couldBeHeader(row: readonly SampleCell[]): boolean {
  const names = row.filter((cell) => !isEmptyCell(cell)).map((cell) => cell?.trim())
  if (names.length === 0 || names.length < row.length * 0.7 || row.some(looksLikeData)) return false
  return new Set(names).size >= names.length - 1
}
