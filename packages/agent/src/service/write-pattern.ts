/** Where each letter of a pattern stands in a canonical `datetime`. */
const places: Readonly<Record<string, number>> = { y: 0, M: 5, d: 8, H: 11, m: 14, s: 17, S: 20 }

/**
 * Writes a canonical `date`, `time` or `datetime` by a pattern of Unicode TR35 restricted to `yyyy MM dd HH mm ss`, one
 * to nine `S`, and literals, which stand in apostrophes where they are letters. What the value does not name is zero.
 */
export function writePattern(pattern: string, value: string): string {
  const datetime = value.includes('T') ? value : value.includes(':') ? `0001-01-01T${value}` : `${value}T00:00:00`
  return pattern.replace(/'([^']*)'|([yMdHmsS])\2*/g, (run, literal: string | undefined, letter: string) => {
    if (literal !== undefined) return literal === '' ? "'" : literal
    const start = places[letter] ?? 0
    return datetime.slice(start, start + run.length).padEnd(run.length, '0')
  })
}
