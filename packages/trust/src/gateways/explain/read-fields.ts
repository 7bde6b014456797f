import type { DialectField, GatewayDialect, SignedPart } from '../dialect.ts'
import { finding, type GatewayFinding } from './ingredient.ts'
import type { RefusedRequest, SentAddress } from './refused-request.ts'

/** The fields of a dialect as a request has them, and what is wrong with them. */
export interface FieldsRead {
  readonly values: Readonly<Partial<Record<SignedPart, string>>>
  /** Undefined where there is none. */
  readonly signature: string | undefined
  readonly findings: readonly GatewayFinding[]
}

type Texts = readonly (readonly [name: string, text: string])[]

/** Finds the fields wherever they are, also under a name in other letters. */
export function readDialectFields(dialect: GatewayDialect, request: RefusedRequest, address: SentAddress): FieldsRead {
  const places = placesOf(dialect, request, address)
  const values: Partial<Record<SignedPart, string>> = {}
  const findings: GatewayFinding[] = []
  let signature: string | undefined
  let misplaced = false
  for (const field of dialect.fields) {
    const { holds } = field
    const found = findField(field, places, dialect.carrier)
    findings.push(...found.findings)
    if (found.misplaced) misplaced = true
    if (found.text === undefined) continue
    if (holds === 'signature') signature = found.text
    else if (typeof holds === 'string') values[holds] = found.text
    else if (found.text !== holds.text) findings.push(finding('field-text', field.name, holds.text))
  }
  const [wrong, right] = dialect.carrier === 'header' ? ['query', 'headers'] : ['headers', 'query']
  if (misplaced) findings.push(finding('field-place', wrong, right))
  return { values, signature, findings }
}

interface Places {
  readonly right: Texts
  readonly wrong: Texts
}

function placesOf(dialect: GatewayDialect, request: RefusedRequest, address: SentAddress): Places {
  const headers: Texts = Object.entries(request.headers).flatMap(([name, text]) =>
    [text ?? []].flat().map((each) => [name, each] as const),
  )
  return dialect.carrier === 'header'
    ? { right: headers, wrong: address.query }
    : { right: address.query, wrong: headers }
}

interface FieldFound {
  /** Undefined where there is none, or none that may be used. */
  readonly text: string | undefined
  readonly misplaced: boolean
  readonly findings: readonly GatewayFinding[]
}

function findField(field: DialectField, places: Places, carrier: GatewayDialect['carrier']): FieldFound {
  const { name, optional } = field
  const right = places.right.filter(([spelled]) => isNamed(field, spelled))
  const wrong = places.wrong.filter(([spelled]) => isNamed(field, spelled))
  const found = right.length > 0 ? right : wrong
  const findings: GatewayFinding[] = []
  if (found.length > 1) findings.push(finding('field-twice', name, name))
  const [spelled, text] = found[0] ?? [name, '']
  const misplaced = right.length === 0 && wrong.length > 0
  if (text === '') {
    if (optional !== true) findings.push(finding('field-missing', 'nothing', name))
    return { text: undefined, misplaced, findings }
  }
  // The names of headers are the same in any case, those of parameters are not.
  const same = carrier === 'header' || misplaced ? spelled.toLowerCase() === name.toLowerCase() : spelled === name
  if (!same) findings.push(finding('field-name', spelled, name))
  return { text, misplaced, findings }
}

/** How many of a dialect's fields a request has, of all that must be there. */
export function likeness(dialect: GatewayDialect, request: RefusedRequest, address: SentAddress): number {
  const { right, wrong } = placesOf(dialect, request, address)
  const has = (texts: Texts, field: DialectField): boolean => texts.some(([name]) => isNamed(field, name))
  const points = dialect.fields.map((field): number => {
    const worth = field.optional === true ? 0.01 : 1
    if (has(right, field)) return worth
    return has(wrong, field) ? worth / 2 : 0
  })
  const needed = dialect.fields.filter(({ optional }) => optional !== true)
  return points.reduce((sum, each) => sum + each, 0) / needed.length
}

function isNamed({ name }: DialectField, text: string): boolean {
  return plain(name) === plain(text)
}

// Hyphens, underscores and letters in other case are the usual slips.
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '')
}
