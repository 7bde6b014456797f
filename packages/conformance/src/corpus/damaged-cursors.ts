/** Damaged forms of a cursor (CUR-2). */
export function damagedCursors(cursor: string): string[] {
  const middle = Math.floor(cursor.length / 2)
  const flipped = cursor[middle] === 'A' ? 'B' : 'A'
  return [
    '',
    'x',
    cursor.slice(0, -1),
    cursor.slice(0, middle),
    cursor.slice(0, middle) + flipped + cursor.slice(middle + 1),
    `${cursor}.${cursor}`,
    'null',
    '{}',
  ]
}
