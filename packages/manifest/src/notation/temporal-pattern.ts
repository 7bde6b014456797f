const fields = ['yyyy', 'MM', 'dd', 'HH', 'mm', 'ss', 'S'] as const

/** A field of a date or a time, in the letters of Unicode TR35; `S` stands for one to nine of it. */
export type TemporalField = (typeof fields)[number]

/** One part of a pattern: a field of so many characters, or text that stands as it is. */
export type TemporalPart = { readonly field: TemporalField; readonly length: number } | { readonly literal: string }

const part = /^(?:(?<letters>([A-Za-z])\2*)|'(?<quoted>[^']*)'|(?<plain>[^A-Za-z']+))/

/**
 * Reads a date and time pattern: the fields `yyyy MM dd HH mm ss` and `S` to `SSSSSSSSS`, each at most once, and
 * literals. Latin letters of a literal stand in single quotes, `yyyy-MM-dd'T'HH:mm`; two quotes stand for one. Returns
 * undefined when it is not one or holds no field.
 */
export function parseTemporalPattern(pattern: string): readonly TemporalPart[] | undefined {
  const parts: TemporalPart[] = []
  const seen = new Set<TemporalField>()
  let rest = pattern
  while (rest !== '') {
    const match = part.exec(rest)
    if (match === null) return undefined
    const { letters, quoted, plain } = match.groups ?? {}
    if (letters === undefined) parts.push({ literal: plain ?? (quoted || "'") })
    else {
      const field = fields.find((each) => (each === 'S' ? /^S{1,9}$/.test(letters) : each === letters))
      if (field === undefined || seen.has(field)) return undefined
      seen.add(field)
      parts.push({ field, length: letters.length })
    }
    rest = rest.slice(match[0].length)
  }
  return seen.size === 0 ? undefined : parts
}
