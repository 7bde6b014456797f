import { commentOf } from './comment.ts'
import { namespaces } from './namespaces.ts'
import { nameText, type QualifiedName, type XmlElement } from './xml-tree.ts'

/** A type by its name, or as it stands inside an element. */
export type TypeReference = QualifiedName | { readonly inside: XmlElement; readonly schema: XmlElement }

/** An element that a message or a type has. */
export interface ElementDeclaration extends QualifiedName {
  readonly type: TypeReference
  /** Whether it may stand there more than once. */
  readonly many: boolean
  /** Whether it may be left out. */
  readonly optional: boolean
  /** Whether it may stand there with `xsi:nil`. */
  readonly nillable: boolean
  readonly comment: string | undefined
}

/** What a type is, when it has a value and no elements inside. */
export interface SimpleType {
  /** The built-in type that it comes down to: `decimal`. */
  readonly base: string
  readonly maxLength?: number
  readonly totalDigits?: number
  readonly fractionDigits?: number
}

interface Component {
  readonly element: XmlElement
  readonly schema: XmlElement
}

const groups: ReadonlySet<string> = new Set(['sequence', 'all', 'choice', 'group'])
const maxDerivations = 50

/** The elements and types of all schemas of a service. */
export class SchemaSet {
  readonly schemas: readonly XmlElement[]
  readonly #components: Map<string, Component> = new Map()

  constructor(schemas: readonly XmlElement[]) {
    this.schemas = schemas
    for (const schema of schemas) {
      const namespace = schema.attributes.get('targetNamespace') ?? ''
      for (const element of schema.children) {
        const name = element.attributes.get('name')
        const kind = element.name === 'simpleType' || element.name === 'complexType' ? 'type' : element.name
        if (name !== undefined) this.#components.set(`${kind} ${nameText({ namespace, name })}`, { element, schema })
      }
    }
  }

  /** An element that messages refer to by name. */
  element(name: QualifiedName): ElementDeclaration | undefined {
    const found = this.#named('element', name)
    return found === undefined ? undefined : this.#declaration(found, name.namespace)
  }

  /** The elements inside a type, in their order; undefined for a type with a value. */
  members(type: TypeReference): readonly ElementDeclaration[] | undefined {
    const found = this.#type(type)
    if (found?.element.name !== 'complexType') return undefined
    const arrayOf = this.#arrayOf(found)
    if (arrayOf !== undefined) return [arrayOf]
    const members = this.#content(found, 0)
    return members.length === 0 && this.#simpleContent(found) !== undefined ? undefined : members
  }

  /** The value of a type; undefined for one with elements inside, and for one that is nowhere. */
  simple(type: TypeReference): SimpleType | undefined {
    let facets: Omit<SimpleType, 'base'> = {}
    let current = type
    for (let step = 0; step < maxDerivations; step++) {
      if (!('inside' in current) && isBuiltIn(current)) return { base: current.name, ...facets }
      const found = this.#type(current)
      const derivation = found === undefined ? undefined : this.#derivation(found)
      if (derivation === undefined) return undefined
      facets = { ...facetsOf(derivation.element), ...facets }
      const base = derivation.element.attributes.get('base')
      const inline = derivation.element.children.find(({ name }) => name === 'simpleType')
      if (base !== undefined) current = derivation.element.resolve(base)
      else if (inline !== undefined) current = { inside: inline, schema: derivation.schema }
      else return { base: 'string' }
    }
    return undefined
  }

  #derivation({ element, schema }: Component): Component | undefined {
    if (element.name === 'simpleType') {
      const restriction = element.children.find(({ name }) => name === 'restriction')
      // A list or a union is read as its text.
      return { element: restriction ?? { ...element, attributes: new Map(), children: [] }, schema }
    }
    const derived = this.#simpleContent({ element, schema })
    return derived === undefined ? undefined : { element: derived, schema }
  }

  #simpleContent({ element }: Component): XmlElement | undefined {
    const content = element.children.find(({ name }) => name === 'simpleContent')
    return content?.children.find(({ name }) => name === 'extension' || name === 'restriction')
  }

  /** `rpc/encoded` arrays: a restriction of `soapenc:Array` that names the type of its items in an attribute. */
  #arrayOf({ element }: Component): ElementDeclaration | undefined {
    const restriction = element.children
      .find(({ name }) => name === 'complexContent')
      ?.children.find(({ name }) => name === 'restriction')
    const base = restriction?.resolve(restriction.attributes.get('base') ?? '')
    if (restriction === undefined || base?.name !== 'Array' || base.namespace !== namespaces.encoding11)
      return undefined
    const attribute = restriction.children.find(({ attributes }) => attributes.has(`{${namespaces.wsdl}}arrayType`))
    const written = attribute?.attributes.get(`{${namespaces.wsdl}}arrayType`)?.replace(/\[[\d,]*\]$/, '')
    if (attribute === undefined || written === undefined) return undefined
    return {
      namespace: '',
      name: 'item',
      type: attribute.resolve(written),
      many: true,
      optional: true,
      nillable: true,
      comment: undefined,
    }
  }

  #content({ element, schema }: Component, depth: number): readonly ElementDeclaration[] {
    if (depth > maxDerivations) return []
    return element.children.flatMap((child): readonly ElementDeclaration[] => {
      if (groups.has(child.name)) return this.#particles({ element: child, schema }, false, depth + 1)
      if (child.name === 'complexContent') return this.#content({ element: child, schema }, depth + 1)
      if (child.name !== 'extension' && child.name !== 'restriction') return []
      const own = this.#content({ element: child, schema }, depth + 1)
      const base =
        child.name === 'extension' ? this.#type(child.resolve(child.attributes.get('base') ?? '')) : undefined
      return base === undefined ? own : [...this.#content(base, depth + 1), ...own]
    })
  }

  #particles({ element, schema }: Component, repeated: boolean, depth: number): readonly ElementDeclaration[] {
    if (depth > maxDerivations) return []
    const many = repeated || occursOften(element)
    const reference = element.attributes.get('ref')
    if (reference !== undefined) {
      const group = this.#named('group', element.resolve(reference))
      return group === undefined ? [] : this.#content(group, depth + 1)
    }
    const mayMiss = element.name === 'choice' || element.attributes.get('minOccurs') === '0'
    return element.children.flatMap((child): readonly ElementDeclaration[] => {
      if (groups.has(child.name)) return this.#particles({ element: child, schema }, many, depth + 1)
      if (child.name !== 'element') return []
      const declared = this.#local(child, schema)
      if (declared === undefined) return []
      return [
        {
          ...declared,
          many: many || occursOften(child),
          optional: mayMiss || child.attributes.get('minOccurs') === '0',
        },
      ]
    })
  }

  #local(element: XmlElement, schema: XmlElement): ElementDeclaration | undefined {
    const reference = element.attributes.get('ref')
    if (reference !== undefined) return this.element(element.resolve(reference))
    const form = element.attributes.get('form') ?? schema.attributes.get('elementFormDefault')
    const namespace = form === 'qualified' ? (schema.attributes.get('targetNamespace') ?? '') : ''
    return this.#declaration({ element, schema }, namespace)
  }

  #declaration({ element, schema }: Component, namespace: string): ElementDeclaration {
    const named = element.attributes.get('type')
    const inside = element.children.find(({ name }) => name === 'complexType' || name === 'simpleType')
    const anything = { namespace: namespaces.schema, name: 'anyType' }
    const nillable = /^(?:true|1)$/.test(element.attributes.get('nillable') ?? '')
    const annotation = element.children.find(({ name }) => name === 'annotation')
    return {
      namespace,
      name: element.attributes.get('name') ?? '',
      type: named !== undefined ? element.resolve(named) : inside === undefined ? anything : { inside, schema },
      many: false,
      optional: false,
      nillable,
      comment: annotation === undefined ? undefined : commentOf(annotation),
    }
  }

  #type(type: TypeReference): Component | undefined {
    return 'inside' in type ? { element: type.inside, schema: type.schema } : this.#named('type', type)
  }

  /** A schema without a namespace is taken over by those that include it. */
  #named(kind: string, name: QualifiedName): Component | undefined {
    return this.#components.get(`${kind} ${nameText(name)}`) ?? this.#components.get(`${kind} ${name.name}`)
  }
}

function isBuiltIn({ namespace, name }: QualifiedName): boolean {
  // Encoded messages have types of their own for the same values.
  return namespace === namespaces.schema || (namespace === namespaces.encoding11 && name !== 'Array')
}

function occursOften({ attributes }: XmlElement): boolean {
  const occurs = attributes.get('maxOccurs') ?? '1'
  return occurs === 'unbounded' || Number(occurs) > 1
}

function facetsOf(restriction: XmlElement): Omit<SimpleType, 'base'> {
  const facet = (name: string): number | undefined => {
    const value = restriction.children.find((child) => child.name === name)?.attributes.get('value') ?? ''
    return /^\d{1,9}$/.test(value) ? Number(value) : undefined
  }
  const maxLength = facet('maxLength') ?? facet('length')
  const totalDigits = facet('totalDigits')
  const fractionDigits = facet('fractionDigits')
  return {
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(totalDigits === undefined ? {} : { totalDigits }),
    ...(fractionDigits === undefined ? {} : { fractionDigits }),
  }
}
