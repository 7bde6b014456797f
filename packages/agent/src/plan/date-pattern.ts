import { isCalendarDate } from '@berth/core'

/**
 * Reads a text by a pattern of Unicode TR35 restricted to `yyyy MM dd HH mm ss`, one to nine `S`, and literals; a
 * literal letter stands in apostrophes. Returns a `datetime` value with midnight for what the pattern does not name
 * and year 0001 where it names no day, or undefined when the text does not follow it.
 */
export type DatePatternReader = (text: string) => string | undefined

/** A pattern taken apart. */
export interface DatePattern {
  /** Whether it names year, month and day. */
  readonly date: boolean
  /** Whether it names the hour. */
  readonly time: boolean
  readonly read: DatePatternReader
}

interface Place {
  readonly start: number
  readonly length: number
}

interface Literal {
  readonly at: number
  readonly unit: number
}

const fieldShape = /^(?:yyyy|MM|dd|HH|mm|ss|S{1,9})/

/** Compiles a pattern. Undefined: it is none, or it names neither a whole day nor an hour. */
export function compileDatePattern(pattern: string): DatePattern | undefined {
  const places = new Map<string, Place>()
  const literals: Literal[] = []
  let length = 0
  let rest = pattern
  while (rest !== '') {
    const field = fieldShape.exec(rest)?.[0]
    if (field !== undefined) {
      const name = field.charAt(0)
      if (places.has(name)) return undefined
      places.set(name, { start: length, length: field.length })
      length += field.length
      rest = rest.slice(field.length)
      continue
    }
    const quoted = /^'([^']*)'/.exec(rest)
    if (quoted === null && /^['A-Za-z]/.test(rest)) return undefined
    const literal = quoted === null ? rest.charAt(0) : quoted[1] || "'"
    for (let index = 0; index < literal.length; index++) {
      literals.push({ at: length++, unit: literal.charCodeAt(index) })
    }
    rest = rest.slice(quoted === null ? 1 : quoted[0].length)
  }
  const named = ['y', 'M', 'd'].filter((name) => places.has(name)).length
  const time = places.has('H')
  if ((named !== 0 && named !== 3) || (named === 0 && !time) || (!time && /[msS]/.test([...places.keys()].join('')))) {
    return undefined
  }
  return { date: named === 3, time, read: reader(length, literals, places) }
}

function reader(length: number, literals: readonly Literal[], places: ReadonlyMap<string, Place>): DatePatternReader {
  const [year, month, day] = [places.get('y'), places.get('M'), places.get('d')]
  const [hour, minute, second, fraction] = [places.get('H'), places.get('m'), places.get('s'), places.get('S')]
  return (text) => {
    if (text.length !== length) return undefined
    for (const literal of literals) if (text.charCodeAt(literal.at) !== literal.unit) return undefined
    const y = number(text, year, 1)
    const mo = number(text, month, 1)
    const d = number(text, day, 1)
    const h = number(text, hour, 0)
    const mi = number(text, minute, 0)
    const s = number(text, second, 0)
    if (!isCalendarDate(y, mo, d) || h < 0 || h > 23 || mi < 0 || mi > 59 || s < 0 || s > 59) return undefined
    if (number(text, fraction, 0) < 0) return undefined
    const clock = `${two(h)}:${two(mi)}:${two(s)}`
    const small = fraction === undefined ? '' : `.${text.slice(fraction.start, fraction.start + fraction.length)}`
    return `${String(y).padStart(4, '0')}-${two(mo)}-${two(d)}T${clock}${small}`
  }
}

/** The number at a place; -1 when there is anything but digits. */
function number(text: string, place: Place | undefined, absent: number): number {
  if (place === undefined) return absent
  let result = 0
  for (let index = place.start; index < place.start + place.length; index++) {
    const digit = text.charCodeAt(index) - 48
    if (digit < 0 || digit > 9) return -1
    result = result * 10 + digit
  }
  return result
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}
