import { xmlEscaped } from '@berth/services'
import { namespaces } from '../wsdl/namespaces.ts'
import type { ElementDeclaration, SchemaSet, TypeReference } from '../wsdl/schema-set.ts'
import type { ServiceOperation } from '../wsdl/service-description.ts'
import type { QualifiedName } from '../wsdl/xml-tree.ts'
import type { BoundInputs, InputElement, RefuseInput } from './message-input.ts'

/** Writes what stands in the body of a request. Throws `PARAMETER_INVALID` for a text that XML cannot hold. */
export type Message = (inputs: BoundInputs) => string

const anyType: TypeReference = { namespace: namespaces.schema, name: 'anyType' }

/**
 * Compiles the message of an operation: its elements in the order and the namespaces of the schema, whatever the order in
 * the definition. `refuse` is called with the path of an input for which the message has no place.
 */
export function compileMessage(
  operation: ServiceOperation,
  schemas: SchemaSet,
  input: InputElement,
  refuse: RefuseInput,
): Message {
  const writer = new MessageWriter(schemas, operation.input.encoded, refuse)
  if (operation.style === 'rpc') {
    const parts = operation.input.parts.map(({ name, type = anyType, element }): ElementDeclaration => {
      const declared = element === undefined ? undefined : schemas.element(element)
      return { ...single('', name), type: declared?.type ?? type, nillable: true }
    })
    return writer.around({ namespace: operation.input.namespace, name: operation.name }, parts, input)
  }
  const [part] = operation.input.parts
  if (part === undefined) return input.children.size === 0 ? () => '' : refuse([...input.children.keys()].join())
  const element = part.element === undefined ? undefined : schemas.element(part.element)
  return writer.element(element ?? single(part.element?.namespace ?? '', part.element?.name ?? part.name), input)
}

/** Writes an element of which no schema says anything, as the docking has it. */
export function writeFreely(name: QualifiedName, input: InputElement, refuse: RefuseInput): Message {
  return new MessageWriter(undefined, false, refuse).element(single(name.namespace, name.name), input)
}

function single(namespace: string, name: string): ElementDeclaration {
  return { namespace, name, type: anyType, many: false, optional: false, nillable: false, comment: undefined }
}

class MessageWriter {
  readonly #schemas: Pick<SchemaSet, 'members' | 'simple'>
  readonly #encoded: boolean
  readonly #refuse: RefuseInput

  constructor(schemas: SchemaSet | undefined, encoded: boolean, refuse: RefuseInput) {
    this.#schemas = schemas ?? { members: () => undefined, simple: () => undefined }
    this.#encoded = encoded
    this.#refuse = refuse
  }

  /** The element of an `rpc` message, named as the operation, around its parts. */
  around(name: QualifiedName, parts: readonly ElementDeclaration[], input: InputElement): Message {
    const inside = this.#children(parts, input, name.namespace)
    const style = this.#encoded ? ` soap:encodingStyle="${namespaces.encoding11}"` : ''
    const [tag, declaration] = tagOf(name, '')
    return (inputs) => `<${tag}${declaration}${style}>${inside(inputs)}</${tag}>`
  }

  /** `bound`: the namespace that the prefix `m` stands for around it. */
  element(declaration: ElementDeclaration, input: InputElement, bound = ''): Message {
    const members = this.#schemas.members(declaration.type)
    const free = members === undefined && this.#schemas.simple(declaration.type) === undefined
    const [tag, namespace] = tagOf(declaration, bound)
    const open = `<${tag}${namespace}${this.#typeAttribute(declaration, input)}`
    const attributes = [...input.attributes].map(([name, text]) => ({ name, text }))
    const attributesOf = (inputs: BoundInputs): string =>
      attributes
        .map(({ name, text }) => {
          const value = text(inputs)
          return value === undefined ? '' : ` ${name}="${xmlEscaped(value, `${input.path}/@${name}`)}"`
        })
        .join('')
    if (input.text !== undefined) {
      if (members !== undefined && !isAnything(declaration.type) && members.length > 0) this.#refuse(input.path)
      const { text } = input
      const nil = declaration.nillable && !declaration.optional
      const missing = nil ? `${open} xsi:nil="true"/>` : ''
      return (inputs) => {
        const value = text(inputs)
        return value === undefined
          ? missing
          : `${open}${attributesOf(inputs)}>${xmlEscaped(value, input.path)}</${tag}>`
      }
    }
    if (members === undefined && !free && input.children.size > 0) this.#refuse(input.path)
    const known = free || isAnything(declaration.type) ? undeclared(declaration, input) : (members ?? [])
    const within = declaration.namespace === '' ? bound : declaration.namespace
    const inside = this.#children(known, input, within)
    const mayMiss = declaration.optional && input.children.size > 0
    return (inputs) => {
      const content = inside(inputs)
      const given = attributesOf(inputs)
      // Of an element that may be left out, nothing was given.
      if (mayMiss && content === '' && given === '') return ''
      return `${open}${given}>${content}</${tag}>`
    }
  }

  #children(members: readonly ElementDeclaration[], input: InputElement, bound: string): Message {
    const names = new Set(members.map(({ name }) => name))
    for (const [name, [first]] of input.children) if (!names.has(name)) this.#refuse(first?.path ?? name)
    const written = members.flatMap((member, index) => {
      // A choice may name an element twice: its first place counts.
      if (members.findIndex(({ name }) => name === member.name) !== index) return []
      const inputs = input.children.get(member.name) ?? []
      if (inputs.length > 1 && !member.many) this.#refuse(inputs[1]?.path ?? member.name)
      return inputs.map((each) => this.element(member, each, bound))
    })
    return (inputs) => written.map((write) => write(inputs)).join('')
  }

  /** Encoded messages say of every element which type it has, and of an array how many items of which. */
  #typeAttribute({ type }: ElementDeclaration, input: InputElement): string {
    if (!this.#encoded || 'inside' in type) return ''
    const items = this.#schemas.members(type)
    const [item] = items ?? []
    const declared = ` xmlns:t="${type.namespace}" xsi:type="t:${type.name}"`
    if (items?.length !== 1 || item?.many !== true || item.name !== 'item' || 'inside' in item.type) return declared
    const count = input.children.get('item')?.length ?? 0
    return `${declared} xmlns:soapenc="${namespaces.encoding11}" xmlns:i="${item.type.namespace}" soapenc:arrayType="i:${item.type.name}[${count}]"`
  }
}

function isAnything(type: TypeReference): boolean {
  return !('inside' in type) && type.namespace === namespaces.schema && type.name === 'anyType'
}

/** Elements of which the schema says nothing are written as the docking has them. */
function undeclared({ namespace }: ElementDeclaration, input: InputElement): readonly ElementDeclaration[] {
  return [...input.children.keys()].map((name) => ({ ...single(namespace, name), many: true }))
}

/** An element without a namespace is written without a prefix, and no default namespace is ever declared. */
function tagOf({ namespace, name }: QualifiedName, bound: string): [tag: string, declaration: string] {
  if (namespace === '') return [name, '']
  return [`m:${name}`, namespace === bound ? '' : ` xmlns:m="${xmlEscaped(namespace, 'namespace')}"`]
}
