import { cutToWidth, displayWidth, padToWidth } from './display-width.ts'
import { paint } from './paint.ts'
import { printable } from './printable.ts'

/** How wide one cell gets before it is cut. */
const maxCells = 40

/** Lines of an aligned table: a head, a rule, a line for each row. A cell is one line of plain text. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const cut = rows.map((row) => row.map((cell) => cutToWidth(printable(cell), maxCells)))
  const widths = head.map((title, column) =>
    Math.max(displayWidth(title), ...cut.map((row) => displayWidth(row[column] ?? ''))),
  )
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, column) => padToWidth(cells[column] ?? '', width))
      .join('  ')
      .trimEnd()
  return [paint('bold', line(head)), widths.map((width) => '─'.repeat(width)).join('  '), ...cut.map(line)]
}
