import type { ErrorDetails, WsdlProblem } from '@berth/core'
import { SaxesParser } from 'saxes'
import { wsdlInvalid } from './wsdl-invalid.ts'

/** A name in its namespace; the empty text is no namespace. */
export interface QualifiedName {
  readonly namespace: string
  readonly name: string
}

/** An element of a description, small enough to be kept. */
export interface XmlElement extends QualifiedName {
  /** By local name; attributes of other namespaces as `{namespace}name`. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** The text directly inside, trimmed. */
  readonly text: string
  /** What `prefix:name` means here. Without a prefix: the default namespace. */
  resolve(text: string): QualifiedName
}

const maxDepth = 100
const maxElements = 200_000

interface OpenElement extends XmlElement {
  readonly attributes: Map<string, string>
  readonly children: XmlElement[]
  text: string
  readonly scope: Readonly<Record<string, string>>
}

/**
 * Reads a WSDL or schema. A document type declaration is refused, so no entity can be declared; depth and number of
 * elements are bounded. Throws `WSDL_INVALID`, which names document, line and column.
 */
export function xmlTree(text: string, document: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: true })
  const open: OpenElement[] = []
  let root: XmlElement | undefined
  let elements = 0
  const refuse = (problem: WsdlProblem, details: ErrorDetails = {}, cause?: unknown): never => {
    throw wsdlInvalid(document, problem, { ...details, line: parser.line, position: parser.column + 1 }, cause)
  }
  parser.on('error', (error) => refuse('wsdl-xml', {}, error))
  parser.on('doctype', () => refuse('wsdl-doctype'))
  parser.on('opentag', (tag) => {
    if (open.length >= maxDepth) refuse('wsdl-deep', { maximum: maxDepth })
    if (++elements > maxElements) refuse('wsdl-elements', { maximum: maxElements })
    const around = open.at(-1)?.scope ?? {}
    const scope = Object.keys(tag.ns ?? {}).length === 0 ? around : { ...around, ...tag.ns }
    const attributes = new Map(
      Object.values(tag.attributes).map(({ uri, local, value }) => [uri === '' ? local : `{${uri}}${local}`, value]),
    )
    open.push({
      namespace: tag.uri,
      name: tag.local,
      attributes,
      children: [],
      text: '',
      scope,
      resolve: (name) => resolved(name, scope),
    })
  })
  const addText = (part: string): void => {
    const top = open.at(-1)
    if (top !== undefined) top.text += part
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const closed = open.pop()
    if (closed === undefined) return
    closed.text = closed.text.trim()
    const parent = open.at(-1)
    if (parent === undefined) root = closed
    else parent.children.push(closed)
  })
  parser.write(text).close()
  return root ?? refuse('wsdl-empty')
}

/** The children of that name, in any of the namespaces. */
export function childrenNamed(element: XmlElement, name: string, ...namespaces: string[]): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name && namespaces.includes(child.namespace))
}

/** `{namespace}name`, for maps and messages. */
export function nameText({ namespace, name }: QualifiedName): string {
  return namespace === '' ? name : `{${namespace}}${name}`
}

function resolved(text: string, scope: Readonly<Record<string, string>>): QualifiedName {
  const [prefix, name] = text.includes(':') ? splitAtColon(text) : ['', text]
  const namespace = Object.hasOwn(scope, prefix) ? scope[prefix] : undefined
  return { namespace: namespace ?? '', name }
}

function splitAtColon(text: string): [string, string] {
  const colon = text.indexOf(':')
  return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()]
}
