/** A schema with its references followed and its parts merged. */
export interface Schema {
  /** Empty where it may be several things, or says nothing. */
  readonly type: string
  readonly format: string
  readonly maxLength: number | undefined
  readonly description: string | undefined
  readonly nullable: boolean
  /** What it says it is by example, default or as the only choice. */
  readonly sample: string | undefined
  readonly properties: ReadonlyMap<string, () => Schema>
  readonly required: ReadonlySet<string>
  readonly items: (() => Schema) | undefined
}

type Node = Readonly<Record<string, unknown>>

const maxReferences = 50

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * What a reference within the document leads to, however often it leads on. References to other documents are not
 * followed. Undefined: nothing is there, or they run in a circle.
 */
export function followed(root: Node, value: unknown): Node | undefined {
  let node = value
  for (let step = 0; step < maxReferences; step++) {
    if (!isNode(node)) return undefined
    const reference = node['$ref']
    if (typeof reference !== 'string') return node
    if (!reference.startsWith('#/')) return undefined
    let target: unknown = root
    for (const part of reference.slice(2).split('/')) {
      const name = decoded(part).replaceAll('~1', '/').replaceAll('~0', '~')
      target = isNode(target) && Object.hasOwn(target, name) ? target[name] : undefined
    }
    node = target
  }
  return undefined
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

const nothing: Schema = {
  type: '',
  format: '',
  maxLength: undefined,
  description: undefined,
  nullable: false,
  sample: undefined,
  properties: new Map(),
  required: new Set(),
  items: undefined,
}

/** The schemas of one document. Each is merged once, so that references to the same one cost nothing, however many. */
export class Schemas {
  readonly #root: Node
  readonly #merged: WeakMap<Node, Schema> = new WeakMap()

  constructor(root: Node) {
    this.#root = root
  }

  /** What a schema or a reference to one says. Properties are looked at when they are asked for. */
  of(value: unknown): Schema {
    const node = followed(this.#root, value)
    if (node === undefined) return nothing
    const known = this.#merged.get(node)
    if (known !== undefined) return known
    // A schema that is part of itself says nothing there.
    this.#merged.set(node, nothing)
    const schema = this.#merge(node)
    this.#merged.set(node, schema)
    return schema
  }

  #merge(node: Node): Schema {
    const parts = (Array.isArray(node['allOf']) ? node['allOf'] : []).map((part) => this.of(part))
    const properties = new Map(parts.flatMap((part) => [...part.properties]))
    for (const [name, property] of Object.entries(isNode(node['properties']) ? node['properties'] : {}))
      properties.set(name, () => this.of(property))
    const named = [node['type']].flat().filter((type) => typeof type === 'string')
    const kinds = named.filter((type) => type !== 'null')
    const several = node['oneOf'] !== undefined || node['anyOf'] !== undefined
    const own = kinds.length === 1 ? String(kinds[0]) : properties.size > 0 && !several ? 'object' : ''
    const inherited = parts.find(({ type }) => type !== '')
    const required = Array.isArray(node['required']) ? node['required'].map(String) : []
    return {
      type: own === '' && !several ? (inherited?.type ?? '') : own,
      format: typeof node['format'] === 'string' ? node['format'] : (inherited?.format ?? ''),
      maxLength: typeof node['maxLength'] === 'number' ? node['maxLength'] : inherited?.maxLength,
      description: textOf(node['description']) ?? textOf(node['title']) ?? inherited?.description,
      nullable: node['nullable'] === true || named.includes('null'),
      sample: sampleOf(node) ?? inherited?.sample,
      properties,
      required: new Set([...required, ...parts.flatMap((part) => [...part.required])]),
      items: node['items'] === undefined ? inherited?.items : () => this.of(node['items']),
    }
  }
}

function sampleOf(node: Node): string | undefined {
  const only = Array.isArray(node['enum']) && node['enum'].length === 1 ? node['enum'][0] : undefined
  const value: unknown = node['const'] ?? only ?? node['default'] ?? node['example']
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined
}

/** A text on one line. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.replaceAll(/\s+/g, ' ').trim().slice(0, 200)
  return text === '' ? undefined : text
}
