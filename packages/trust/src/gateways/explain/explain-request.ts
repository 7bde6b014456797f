import type { Secret } from '@berth/core'
import { canonicalQuery } from '../canonical-query.ts'
import type { GatewayDialect, SignedPart } from '../dialect.ts'
import { gatewayDialects } from '../gateway-dialects.ts'
import { finding, type GatewayFinding } from './ingredient.ts'
import { orderVariations, partVariations, separatorVariations } from './join-variations.ts'
import { algorithmVariations, keyVariations } from './key-variations.ts'
import { readPresented } from './presented.ts'
import { likeness, readDialectFields } from './read-fields.ts'
import { formula, type Recipe, signatureOf } from './recipe.ts'
import { type RefusedRequest, type SentAddress, sentAddress } from './refused-request.ts'
import { timeProblems } from './time-problems.ts'
import { addressVariations, textVariations, timeVariations } from './value-variations.ts'
import type { Variation } from './variation.ts'

/** A secret that may have signed a request. */
export interface NamedSecret {
  /** What to call it in a finding. */
  readonly name: string
  readonly secret: Secret
}

export interface ExplainRequestOptions {
  /** The one that should have signed, and then others that may have: the registered one, one fetched earlier. */
  readonly secrets: readonly [NamedSecret, ...NamedSecret[]]
  /** When the gateway got the request, in milliseconds since 1970. Undefined: the clock is not looked at. */
  readonly receivedAt?: number
}

/** Why a gateway refuses a request, as far as its dialect tells. */
export interface RequestExplanation {
  readonly dialect: string
  /** Whether nothing differs: the dialect asks for just this request. */
  readonly holds: boolean
  /** What differs, all of it: mended at once, the request holds. */
  readonly findings: readonly GatewayFinding[]
  /** How many signatures were computed. */
  readonly tried: number
}

/** Two differences at once are looked for in this many signatures at most: about a second. */
const mostTried = 100_000

/**
 * Says which ingredient of a refused request differs from what its dialect asks for, by signing it in every way that
 * callers are known to go wrong, and then in every two. Pure; nothing it returns holds a secret or a value of the request.
 * A gateway that knows more than its signature (who may call what) can refuse what holds here.
 */
export function explainGatewayRequest(
  dialect: GatewayDialect,
  request: RefusedRequest,
  options: ExplainRequestOptions,
): RequestExplanation {
  const address = sentAddress(request.url)
  const { values, signature, findings } = readDialectFields(dialect, request, address)
  const found = [...findings]
  if (values.timestamp !== undefined) found.push(...timeProblems(dialect, values.timestamp, options.receivedAt))
  let tried = 0
  if (signature !== undefined) {
    // What is missing cannot be signed again: the fields have to be mended first.
    const missing = findings.some(({ ingredient }) => ingredient === 'field-missing')
    const most = missing ? 0 : mostTried
    const search = searchSignature(dialect, request, { address, values, signature, options, most })
    tried = search.tried
    const told = search.findings.filter(({ ingredient }) => !missing || ingredient !== 'unexplained')
    found.push(...told)
  }
  return { dialect: dialect.id, holds: found.length === 0, findings: distinct(found), tried }
}

/** The dialect whose fields a request has most of. Undefined where it has not even half of one. */
export function dialectOfRequest(request: RefusedRequest): GatewayDialect | undefined {
  const address = sentAddress(request.url)
  const ranked = gatewayDialects
    .map((dialect) => ({ dialect, likeness: likeness(dialect, request, address) }))
    .toSorted((left, right) => right.likeness - left.likeness)
  const [best] = ranked
  return best === undefined || best.likeness < 0.5 ? undefined : best.dialect
}

interface Sent {
  readonly address: SentAddress
  readonly values: Readonly<Partial<Record<SignedPart, string>>>
  readonly signature: string
  readonly options: ExplainRequestOptions
  /** Where to stop looking for two differences at once. */
  readonly most: number
}

function searchSignature(
  dialect: GatewayDialect,
  request: RefusedRequest,
  { address, values, signature, options, most }: Sent,
): { readonly findings: readonly GatewayFinding[]; readonly tried: number } {
  const fields = new Set(dialect.fields.map(({ name }) => name))
  // A query that carries the signature is not signed by any dialect; its own fields are left out all the same.
  const query = address.query.filter(([name]) => dialect.carrier === 'header' || !fields.has(name))
  const own: SentAddress = { ...address, query }
  const keys = options.secrets.map(({ name, secret }) => ({ name, text: secret.reveal() }))
  const asked: Recipe = {
    algorithm: dialect.algorithm,
    joined: dialect.joined,
    values: {
      ...values,
      method: (request.method ?? 'GET').toUpperCase(),
      path: address.decodedPath,
      query: canonicalQuery(query),
    },
    key: keys[0]?.text ?? '',
    charset: 'utf-8',
  }
  const presented = new Map<string, GatewayFinding | undefined>()
  for (const { bytes, problem } of readPresented(dialect, signature)) {
    const hex = bytes.toString('hex')
    if (problem === undefined || !presented.has(hex)) presented.set(hex, problem)
  }
  let tried = 0
  const compare = (recipe: Recipe): readonly GatewayFinding[] | undefined => {
    tried++
    const hex = signatureOf(recipe).toString('hex')
    if (!presented.has(hex)) return undefined
    const problem = presented.get(hex)
    return problem === undefined ? [] : [problem]
  }

  const plain = compare(asked)
  if (plain !== undefined) return { findings: plain, tried }
  const variations = allVariations(dialect, asked, { address: own, keys, body: request.body })
  for (const variation of variations) {
    const written = compare(variation.change(asked))
    if (written !== undefined) return { findings: [variation.finding, ...written], tried }
  }
  for (const [at, first] of variations.entries()) {
    const changed = first.change(asked)
    for (const second of variations.slice(0, at)) {
      if (second.finding.ingredient === first.finding.ingredient) continue
      if (tried >= most) break
      const written = compare(second.change(changed))
      if (written !== undefined) return { findings: [second.finding, first.finding, ...written], tried }
    }
  }
  return { findings: [finding('unexplained', String(tried), formula(dialect.joined))], tried }
}

function allVariations(
  dialect: GatewayDialect,
  asked: Recipe,
  known: {
    readonly address: SentAddress
    readonly keys: readonly { readonly name: string; readonly text: string }[]
    readonly body: string | undefined
  },
): readonly Variation[] {
  const names = new Map(dialect.fields.map(({ name, holds }) => [holds, name]))
  const nameOf = (part: SignedPart): string => {
    if (part === 'secret' || part === 'method' || part === 'path' || part === 'query') return part
    return names.get(part) ?? part
  }
  // The likeliest come first: where two explain it, the first is told.
  return [
    ...timeVariations(dialect, asked.values),
    ...keyVariations(known.keys),
    ...addressVariations(dialect, asked.values, known.address),
    ...separatorVariations(asked, nameOf),
    ...textVariations(dialect, asked.values),
    ...charsetVariations(known.keys[0]?.text ?? ''),
    ...algorithmVariations(asked),
    ...partVariations(asked, known.body),
    ...orderVariations(asked),
  ]
}

function charsetVariations(key: string): Variation[] {
  return (['gb18030', 'utf-16le', 'utf-16be'] as const).flatMap((charset) =>
    // Programs that key an HMAC often take the bytes of the key apart from those of the text.
    [key, Buffer.from(key)].map((bytes) => ({
      finding: finding('charset', charset, 'utf-8'),
      change: (recipe: Recipe): Recipe => ({ ...recipe, charset, key: bytes }),
    })),
  )
}

function distinct(findings: readonly GatewayFinding[]): readonly GatewayFinding[] {
  return [...new Map(findings.map((each) => [`${each.ingredient} ${each.found} ${each.expected}`, each])).values()]
}
