import { DOMImplementation, type Document, type Element } from '@xmldom/xmldom'
import { SaxesParser } from 'saxes'

const maxDepth = 200
/** Attributes too: each node takes some hundred times the memory of what it is written with. */
const maxNodes = 1_000_000

/** Why a text is no XML that is read. It names a place, never content. */
export class XmlProblem extends Error {}

/**
 * Reads an XML text strictly. A document type declaration is refused, so that no entity can be declared; depth and number
 * of nodes are bounded. Throws `XmlProblem`.
 */
export function xmlDocument(text: string): Document {
  const document = new DOMImplementation().createDocument(null, '', null)
  const parser = new SaxesParser({ xmlns: true, position: true })
  const open: (Document | Element)[] = [document]
  let nodes = 0
  const refuse = (problem: string): never => {
    throw new XmlProblem(`${problem} (line ${parser.line}, column ${parser.column + 1})`)
  }
  const append = (node: Parameters<Element['appendChild']>[0]): void => {
    if (++nodes > maxNodes) refuse('too many nodes')
    open.at(-1)?.appendChild(node)
  }
  parser.on('error', () => refuse('no well-formed XML'))
  parser.on('doctype', () => refuse('a document type declaration'))
  parser.on('opentag', (tag) => {
    if (open.length > maxDepth) refuse('nested too deeply')
    // Without prefixes: an XPath whose names have none finds elements of any namespace, whatever prefix they came with.
    const element = document.createElementNS(tag.uri === '' ? null : tag.uri, tag.local)
    nodes += Object.keys(tag.attributes).length
    for (const { uri, prefix, name, local, value } of Object.values(tag.attributes))
      element.setAttributeNS(uri === '' ? null : uri, prefix === 'xmlns' ? name : local, value)
    append(element)
    open.push(element)
  })
  parser.on('closetag', () => void open.pop())
  const addText = (part: string): void => {
    if (open.length > 1) append(document.createTextNode(part))
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  try {
    parser.write(text.startsWith('\uFEFF') ? text.slice(1) : text).close()
  } catch (error) {
    // The library throws what a handler did not end.
    if (error instanceof XmlProblem) throw error
    throw new XmlProblem('no well-formed XML', { cause: error })
  }
  return document
}
