const fields = ['yyyy', 'MM', 'dd', 'HH', 'mm', 'ss', 'SSS'] as const

/** A field of a date or a time, in the letters of Unicode TR35. */
export type TemporalField = (typeof fields)[number]

/** One part of a pattern: a field of fixed width, or text that stands as it is. */
export type TemporalPart = { readonly field: TemporalField } | { readonly literal: string }

/**
 * Reads a date and time pattern: the fields `yyyy MM dd HH mm ss SSS`, each at most once, and literals. Latin letters
 * of a literal stand in single quotes, `yyyy-MM-dd'T'HH:mm`. Returns undefined when it is not one or holds no field.
 */
export function parseTemporalPattern(pattern: string): readonly TemporalPart[] | undefined {
  const parts: TemporalPart[] = []
  const seen = new Set<TemporalField>()
  let rest = pattern
  while (rest !== '') {
    const match = /^(?:(?<letters>([A-Za-z])\2*)|'(?<quoted>(?:[^']|'')*)'|(?<plain>[^A-Za-z']+))/.exec(rest)
    if (match === null) return undefined
    const { letters, quoted, plain } = match.groups ?? {}
    if (letters === undefined) {
      parts.push({ literal: quoted === undefined ? (plain ?? '') : quoted === '' ? "'" : quoted.replaceAll("''", "'") })
    } else {
      const field = fields.find((each) => each === letters)
      if (field === undefined || seen.has(field)) return undefined
      seen.add(field)
      parts.push({ field })
    }
    rest = rest.slice(match[0].length)
  }
  return seen.size === 0 ? undefined : parts
}

/** The fields a type cannot do without. A type that is not here has no pattern. */
export const temporalFields: Readonly<Record<string, readonly TemporalField[]>> = {
  date: ['yyyy', 'MM', 'dd'],
  time: ['HH', 'mm'],
  datetime: ['yyyy', 'MM', 'dd', 'HH', 'mm'],
  instant: ['yyyy', 'MM', 'dd', 'HH', 'mm'],
}
