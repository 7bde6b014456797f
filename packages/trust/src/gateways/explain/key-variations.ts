import { createHash } from 'node:crypto'
import { finding } from './ingredient.ts'
import { formula, type Recipe } from './recipe.ts'
import type { Variation } from './variation.ts'

/** A secret that may have signed, and what to call it. */
export interface NamedKey {
  readonly name: string
  readonly text: string
}

/** Other secrets than the first, and the same one in other bytes. */
export function keyVariations(keys: readonly NamedKey[]): Variation[] {
  const [first] = keys
  if (first === undefined) return []
  const vary = (found: string, key: Uint8Array): Variation => ({
    finding: finding('key', found, first.name),
    change: (recipe) => ({ ...recipe, key }),
  })
  return [
    ...keys.slice(1).map(({ name, text }) => vary(name, Buffer.from(text))),
    ...keys.flatMap(({ name, text }) => {
      const forms: readonly (readonly [string, Uint8Array])[] = [
        ['with a line feed after it', Buffer.from(`${text}\n`)],
        ['with CR LF after it', Buffer.from(`${text}\r\n`)],
        ['with a space after it', Buffer.from(`${text} `)],
        ['without the white space around it', Buffer.from(text.trim())],
        ['in quotes', Buffer.from(`"${text}"`)],
        ['decoded from base64', Buffer.from(text, 'base64')],
        ['decoded from hex', Buffer.from(text, 'hex')],
        ['encoded in base64', Buffer.from(Buffer.from(text).toString('base64'))],
        ['encoded in hex', Buffer.from(Buffer.from(text).toString('hex'))],
        ['in upper case', Buffer.from(text.toUpperCase())],
        ['in lower case', Buffer.from(text.toLowerCase())],
        ['hashed by MD5', Buffer.from(createHash('md5').update(text).digest('hex'))],
      ]
      return forms.flatMap(([form, bytes]) => (bytes.length === 0 ? [] : [vary(`${name}, ${form}`, bytes)]))
    }),
    vary('an empty text', new Uint8Array()),
  ]
}

const hashes = ['md5', 'sha1', 'sha256', 'sha512', 'sm3'] as const

/** Other hashes, keyed and not. */
export function algorithmVariations({ algorithm, joined }: Recipe): Variation[] {
  const expected = algorithm
  const variations: Variation[] = []
  for (const hash of hashes) {
    const hmac = `hmac-${hash}`
    const add = (found: string, change: Variation['change']): void => {
      variations.push({ finding: finding('algorithm', found, expected), change })
    }
    if (algorithm !== hash && algorithm !== hmac && algorithm.startsWith('hmac-'))
      add(hmac, (recipe) => ({ ...recipe, algorithm: hmac }))
    if (algorithm.startsWith('hmac-')) {
      add(`${hash} of ${formula(joined)}, without the secret`, (recipe) => ({ ...recipe, algorithm: hash }))
      add(`${hash} of secret + ${formula(joined)}`, (recipe) => ({
        ...recipe,
        algorithm: hash,
        joined: ['secret', ...recipe.joined],
      }))
      add(`${hash} of ${formula(joined)} + secret`, (recipe) => ({
        ...recipe,
        algorithm: hash,
        joined: [...recipe.joined, 'secret'],
      }))
    } else {
      if (algorithm !== hash) add(hash, (recipe) => ({ ...recipe, algorithm: hash }))
      const rest = joined.filter((part) => part !== 'secret')
      add(`${hmac} of ${formula(rest)}, keyed by the secret`, (recipe) => ({
        ...recipe,
        algorithm: hmac,
        joined: recipe.joined.filter((part) => part !== 'secret'),
      }))
      add(`${hmac} of ${formula(joined)}, keyed by the secret`, (recipe) => ({ ...recipe, algorithm: hmac }))
    }
  }
  return variations
}
