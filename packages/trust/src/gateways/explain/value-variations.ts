import { canonicalQuery } from '../canonical-query.ts'
import type { GatewayDialect, SignedPart } from '../dialect.ts'
import { encodeText } from './charset.ts'
import { finding, type GatewayIngredient } from './ingredient.ts'
import type { SentAddress } from './refused-request.ts'
import { anyTime, otherTimes } from './time-problems.ts'
import type { Variation } from './variation.ts'

type Values = Readonly<Partial<Record<SignedPart, string>>>

function vary(
  ingredient: GatewayIngredient,
  part: SignedPart,
  text: string,
  found: string,
  expected: string,
): Variation {
  return {
    finding: finding(ingredient, found, expected),
    change: (recipe) => ({ ...recipe, values: { ...recipe.values, [part]: text } }),
  }
}

/** The time signed in another form than it was sent in. */
export function timeVariations({ time: { form } }: GatewayDialect, values: Values): Variation[] {
  const time = anyTime(values.timestamp ?? '')
  if (Number.isNaN(time)) return []
  const other = otherTimes(form).map(({ form: found, write }) =>
    vary('time-unit', 'timestamp', write(time), `${found} (signed)`, form),
  )
  // Sent in a wrong form, and the right one signed.
  const own =
    form === 's' ? String(Math.floor(time / 1000)) : form === 'ms' ? String(time) : new Date(time).toUTCString()
  return [...other, vary('time-unit', 'timestamp', own, `${form} (signed)`, `${form} (sent and signed)`)]
}

/** Sent values signed in other letters, and empty ones as the text of a program's nothing. */
export function textVariations({ joined }: GatewayDialect, values: Values): Variation[] {
  const sent = joined.filter((part) => typeof part === 'string' && part !== 'secret') as SignedPart[]
  return [...new Set(sent)].flatMap((part) => {
    const text = values[part] ?? ''
    if (text === '') return ['null', 'undefined', 'None'].map((word) => vary('empty-part', part, word, word, part))
    if (part === 'method' || part === 'path' || part === 'query' || part === 'timestamp') return []
    return [
      vary('letter-case', part, text.toUpperCase(), `${part} in upper case`, `${part} as it is sent`),
      vary('letter-case', part, text.toLowerCase(), `${part} in lower case`, `${part} as it is sent`),
    ]
  })
}

/** The address in other forms. */
export function addressVariations({ joined }: GatewayDialect, values: Values, address: SentAddress): Variation[] {
  const variations: Variation[] = []
  if (joined.includes('method')) {
    for (const method of ['get', 'post', 'GET', 'POST', 'PUT', 'DELETE', (values.method ?? '').toLowerCase()])
      variations.push(vary('method', 'method', method, method, values.method ?? ''))
  }
  if (joined.includes('path')) variations.push(...pathVariations(address))
  if (joined.includes('query')) variations.push(...queryVariations(address))
  return variations
}

function pathVariations({ path, decodedPath, search }: SentAddress): Variation[] {
  const expected = 'percent-decoded, from its first slash on, without query'
  const forms: (readonly [found: string, text: string])[] = [
    ['as sent, percent-encoded', path],
    ['without its first slash', decodedPath.slice(1)],
    ['with a slash at the end', `${decodedPath}/`],
    ['without its last slash', decodedPath.replace(/\/$/, '')],
    ['with the query', `${path}?${search}`],
    ['in lower case', decodedPath.toLowerCase()],
    ['encoded by encodeURIComponent', encodeURIComponent(decodedPath)],
  ]
  const segments = decodedPath.split('/')
  for (let count = 1; count < Math.min(segments.length - 1, 4); count++)
    forms.push([`without its first ${count} segments`, `/${segments.slice(count + 1).join('/')}`])
  return forms.map(([found, text]) => vary('path', 'path', text, found, expected))
}

function queryVariations({ search, query }: SentAddress): Variation[] {
  const sorted = query.toSorted(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
  const join = (pairs: SentAddress['query'], encode: (text: string) => string): string =>
    pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
  const order = (found: string, pairs: SentAddress['query']): Variation =>
    vary('query-order', 'query', join(pairs, encodeURIComponent), found, 'sorted by name, then value')
  const form = (found: string, text: string): Variation =>
    vary('query-encoding', 'query', text, found, 'encoded by encodeURIComponent, in UTF-8')
  const gb = (text: string): string =>
    Array.from(encodeText(text, 'gb18030'), (byte) =>
      /[\w.!~*'()-]/.test(String.fromCharCode(byte)) && byte < 0x80
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    ).join('')
  return [
    order('in the order sent', query),
    order('in falling order', sorted.toReversed()),
    order(
      'sorted without regard to letter case',
      query.toSorted(([nameA], [nameB]) => compare(nameA.toLowerCase(), nameB.toLowerCase())),
    ),
    order(
      'sorted by name alone',
      query.toSorted(([nameA], [nameB]) => compare(nameA, nameB)),
    ),
    vary('charset', 'query', join(sorted, gb), 'gb18030', 'utf-8'),
    form('not encoded', join(sorted, String)),
    form(
      'with + for a space',
      join(sorted, (text) => encodeURIComponent(text).replaceAll('%20', '+')),
    ),
    form(
      'with small hex digits',
      canonicalQuery(query).replaceAll(/%../g, (digits) => digits.toLowerCase()),
    ),
    form('without the = of empty values', canonicalQuery(query).replaceAll(/=(?=&|$)/g, '')),
    form(
      'without empty values',
      join(
        sorted.filter(([, value]) => value !== ''),
        encodeURIComponent,
      ),
    ),
    form('with ? before it', `?${canonicalQuery(query)}`),
    form('as sent', search),
  ]
}

function compare(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}
