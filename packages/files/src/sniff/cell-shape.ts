/** A cell of a sample. */
export type SampleCell = string | null

/** A number, a date, a time or a code of digits: what data has and the name of a column has not. */
export function looksLikeData(cell: SampleCell): boolean {
  if (cell === null || !/\d/.test(cell)) return false
  return (
    /^[-+￥¥$]?[\d,]+(?:\.\d*)?%?$/.test(cell) ||
    /^\d{1,4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?(?:[T ]?\d{1,2}[:时]\d{2}.*)?$/.test(cell) ||
    /^[\dA-Za-z-]{6,}$/.test(cell)
  )
}

export function isEmptyCell(cell: SampleCell | undefined): boolean {
  return cell === undefined || cell === null || cell.trim() === ''
}
