import { characterCount, type Value } from '@berth/core'

/** Of a cell that is at fault: characters of a text, bytes of a binary, digits of a number; 0 for NULL (SEC-2). */
export function cellLength(cell: Value): number {
  if (cell === null) return 0
  return typeof cell === 'object' ? cell.byteLength : characterCount(String(cell))
}
