import { commentOf } from './comment.ts'
import { isSchema, type WsdlDocument } from './load-documents.ts'
import { namespaces } from './namespaces.ts'
import { SchemaSet } from './schema-set.ts'
import { wsdlInvalid } from './wsdl-invalid.ts'
import { childrenNamed, nameText, type QualifiedName, type XmlElement } from './xml-tree.ts'

/** A part of a message: an element of its own, or a value of a type. */
export interface MessagePart {
  readonly name: string
  readonly element?: QualifiedName
  readonly type?: QualifiedName
}

/** One message of an operation, as its binding puts it in the body. */
export interface OperationMessage {
  readonly parts: readonly MessagePart[]
  readonly encoded: boolean
  /** Of the element around the parts, in the style `rpc`. */
  readonly namespace: string
}

/** An operation at one port. */
export interface ServiceOperation {
  readonly service: string
  readonly port: string
  readonly name: string
  readonly address: string
  readonly version: '1.1' | '1.2'
  readonly style: 'document' | 'rpc'
  /** The SOAPAction; the empty text where there is none. */
  readonly action: string
  readonly input: OperationMessage
  /** Undefined for an operation that answers with nothing. */
  readonly output: OperationMessage | undefined
  readonly comment: string | undefined
}

/** What a WSDL says, as far as calls need it. */
export interface ServiceDescription {
  readonly targetNamespace: string
  readonly operations: readonly ServiceOperation[]
  readonly schemas: SchemaSet
}

const bindings = { [namespaces.soap11Binding]: '1.1', [namespaces.soap12Binding]: '1.2' } as const

/** Reads the services of a WSDL. Throws `WSDL_INVALID` where it names something that is nowhere. */
export function serviceDescription(documents: readonly WsdlDocument[], document: string): ServiceDescription {
  const parts = new Definitions(documents, document)
  const [first] = documents
  return {
    targetNamespace: first?.root.attributes.get('targetNamespace') ?? '',
    operations: parts.all('service').flatMap((service) => operationsOf(service, parts)),
    schemas: new SchemaSet(
      documents.flatMap(({ root }) =>
        isSchema(root)
          ? [root]
          : childrenNamed(root, 'types', namespaces.wsdl).flatMap(({ children }) => children.filter(isSchema)),
      ),
    ),
  }
}

class Definitions {
  readonly #document: string
  readonly #named: Map<string, XmlElement> = new Map()

  constructor(documents: readonly WsdlDocument[], document: string) {
    this.#document = document
    for (const { root } of documents) {
      const namespace = root.attributes.get('targetNamespace') ?? ''
      for (const child of root.namespace === namespaces.wsdl ? root.children : []) {
        const name = child.attributes.get('name')
        if (name !== undefined) this.#named.set(`${child.name} ${nameText({ namespace, name })}`, child)
      }
    }
  }

  all(kind: string): readonly XmlElement[] {
    return [...this.#named].flatMap(([key, element]) => (key.startsWith(`${kind} `) ? [element] : []))
  }

  named(kind: string, by: XmlElement, attribute: string): XmlElement {
    const name = by.resolve(by.attributes.get(attribute) ?? '')
    const found = this.#named.get(`${kind} ${nameText(name)}`)
    if (found !== undefined) return found
    throw wsdlInvalid(this.#document, 'wsdl-name', { kind, name: name.name, namespace: name.namespace })
  }
}

function operationsOf(service: XmlElement, definitions: Definitions): readonly ServiceOperation[] {
  return childrenNamed(service, 'port', namespaces.wsdl).flatMap((port) => {
    const address = soapChild(port, 'address')
    const at = address?.attributes.get('location')
    // A port without an address of SOAP is one for HTTP GET, or not reachable.
    if (address === undefined || at === undefined) return []
    const binding = definitions.named('binding', port, 'binding')
    const portType = definitions.named('portType', binding, 'type')
    const abstract = childrenNamed(portType, 'operation', namespaces.wsdl)
    return childrenNamed(binding, 'operation', namespaces.wsdl).flatMap((bound) => {
      const declared = abstract.filter(({ attributes }) => attributes.get('name') === bound.attributes.get('name'))
      return declared.map((operation) => ({
        service: service.attributes.get('name') ?? '',
        port: port.attributes.get('name') ?? '',
        name: bound.attributes.get('name') ?? '',
        address: at.trim(),
        version: bindings[address.namespace as keyof typeof bindings],
        style: styleOf(bound, binding),
        action: soapChild(bound, 'operation')?.attributes.get('soapAction') ?? '',
        input: message('input', operation, bound, definitions) ?? { parts: [], encoded: false, namespace: '' },
        output: message('output', operation, bound, definitions),
        comment: commentOf(operation),
      }))
    })
  })
}

function soapChild(element: XmlElement, name: string): XmlElement | undefined {
  return childrenNamed(element, name, namespaces.soap11Binding, namespaces.soap12Binding)[0]
}

function styleOf(bound: XmlElement, binding: XmlElement): 'document' | 'rpc' {
  const own = soapChild(bound, 'operation')?.attributes.get('style')
  return (own ?? soapChild(binding, 'binding')?.attributes.get('style')) === 'rpc' ? 'rpc' : 'document'
}

function message(
  direction: 'input' | 'output',
  operation: XmlElement,
  bound: XmlElement,
  definitions: Definitions,
): OperationMessage | undefined {
  const [declared] = childrenNamed(operation, direction, namespaces.wsdl)
  const [binding] = childrenNamed(bound, direction, namespaces.wsdl)
  if (declared === undefined) return undefined
  const body = binding === undefined ? undefined : soapBody(binding)
  const only = body?.attributes.get('parts')?.split(/\s+/)
  const parts = childrenNamed(definitions.named('message', declared, 'message'), 'part', namespaces.wsdl)
  return {
    parts: parts.map(partOf).filter(({ name }) => only === undefined || only.includes(name)),
    encoded: body?.attributes.get('use') === 'encoded',
    namespace: body?.attributes.get('namespace') ?? '',
  }
}

/** The body, also where it stands in the root part of a MIME binding. */
function soapBody(element: XmlElement): XmlElement | undefined {
  return (
    soapChild(element, 'body') ??
    element.children.map((child) => (child.namespace.includes('/mime/') ? soapBody(child) : undefined)).find(Boolean)
  )
}

function partOf(part: XmlElement): MessagePart {
  const element = part.attributes.get('element')
  const type = part.attributes.get('type')
  return {
    name: part.attributes.get('name') ?? '',
    ...(element === undefined ? {} : { element: part.resolve(element) }),
    ...(type === undefined ? {} : { type: part.resolve(type) }),
  }
}
