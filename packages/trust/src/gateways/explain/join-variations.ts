import type { SignedPart } from '../dialect.ts'
import { finding } from './ingredient.ts'
import { formula, type Joined, type Recipe } from './recipe.ts'
import type { Variation } from './variation.ts'

const separators = ['', ',', '&', '\n', ':', ';', '|', '-', '_', '.', '+', ' ', '\r\n']

/** At most 7 parts: 5040 orders. */
const mostPermuted = 7

/** Other marks between the parts, and other line feeds. */
export function separatorVariations({ joined }: Recipe, nameOf: (part: SignedPart) => string): Variation[] {
  const expected = formula(joined)
  const parts = joined.filter((part) => typeof part === 'string')
  const ended = typeof joined.at(-1) === 'object'
  const separated = separators.map((text) => ({
    finding: finding('separator', text === '' ? 'nothing' : JSON.stringify(text), expected),
    change: (recipe: Recipe): Recipe => {
      const own = recipe.joined.filter((part) => typeof part === 'string')
      const last = ended ? recipe.joined.slice(-1) : []
      return { ...recipe, joined: [...own.flatMap((part, at) => (at === 0 ? [part] : [{ text }, part])), ...last] }
    },
  }))
  const named = parts.flatMap((part, at) => [{ text: `${at === 0 ? '' : '&'}${nameOf(part)}=` }, part])
  return [
    ...lineFeedVariations(joined),
    ...separated,
    {
      finding: finding('separator', 'name=value&name=value', expected),
      change: (recipe) => ({ ...recipe, joined: named }),
    },
  ]
}

function lineFeedVariations(joined: readonly Joined[]): Variation[] {
  const last = joined.at(-1)
  const ends = typeof last === 'object' && last.text === '\n'
  const vary = (found: string, change: (joined: readonly Joined[]) => readonly Joined[]): Variation => ({
    finding: finding('line-feed', found, ends ? 'one after the last part' : 'none after the last part'),
    change: (recipe) => ({ ...recipe, joined: change(recipe.joined) }),
  })
  if (!ends)
    return ['\n', '\r\n'].map((text) => vary(`${JSON.stringify(text)} at the end`, (own) => [...own, { text }]))
  return [
    vary('none after the last part', (own) => own.slice(0, -1)),
    vary('two after the last part', (own) => [...own, { text: '\n' }]),
    vary('"\\r\\n"', (own) => own.map((part) => (typeof part === 'object' ? { text: '\r\n' } : part))),
  ]
}

/** Parts left out, and others signed too. */
export function partVariations({ joined, values, algorithm }: Recipe, body: string | undefined): Variation[] {
  const expected = formula(joined)
  const without = joined.flatMap((part, at): Variation[] => {
    if (typeof part !== 'string') return []
    const leave = (count: number, start = at): Variation => ({
      finding: finding('part-left-out', part, expected),
      change: (recipe) => ({ ...recipe, joined: recipe.joined.toSpliced(start, count) }),
    })
    const marked = typeof joined[at + 1] === 'object'
    const before = typeof joined[at - 1] === 'object'
    return [leave(1), ...(marked ? [leave(2)] : []), ...(before ? [leave(2, at - 1)] : [])]
  })
  const everywhere = [...new Set(joined.filter((part) => typeof part === 'string'))].map(
    (part): Variation => ({
      finding: finding('part-left-out', part, expected),
      change: (recipe) => ({ ...recipe, joined: recipe.joined.filter((each) => each !== part) }),
    }),
  )
  const names = Object.keys(values) as SignedPart[]
  const parts: readonly SignedPart[] = [...names, ...(algorithm.startsWith('hmac-') ? (['secret'] as const) : [])]
  const add = (found: string, part: Joined): Variation[] =>
    [(own: readonly Joined[]) => [...own, part], (own: readonly Joined[]) => [part, ...own]].map((change) => ({
      finding: finding('part-added', found, expected),
      change: (recipe) => ({ ...recipe, joined: change(recipe.joined) }),
    }))
  const added = parts.flatMap((part) => add(part, part))
  return [
    ...without,
    ...everywhere,
    ...added,
    ...(body === undefined || body === '' ? [] : add('body', { text: body })),
  ]
}

/** Every other order of the parts, the marks left where they are. */
export function orderVariations({ joined }: Recipe): Variation[] {
  const expected = formula(joined)
  const parts = joined.filter((part) => typeof part === 'string')
  if (parts.length > mostPermuted) return []
  return permutations(parts).map((order): Variation => {
    const place = (own: readonly Joined[]): Joined[] => {
      let at = 0
      return own.map((part) => (typeof part === 'string' ? (order[at++] ?? part) : part))
    }
    return {
      finding: finding('order', formula(place(joined)), expected),
      change: (recipe) =>
        recipe.joined.filter((part) => typeof part === 'string').length === order.length
          ? { ...recipe, joined: place(recipe.joined) }
          : recipe,
    }
  })
}

function permutations(parts: readonly SignedPart[]): (readonly SignedPart[])[] {
  if (parts.length <= 1) return [parts]
  // One of equal parts is enough to begin with.
  return [...new Set(parts)].flatMap((first) =>
    permutations(parts.toSpliced(parts.indexOf(first), 1)).map((rest) => [first, ...rest]),
  )
}
