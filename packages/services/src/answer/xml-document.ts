import type { AnswerProblem } from '@berth/core'
import { DOMImplementation, type Document, type Element } from '@xmldom/xmldom'
import { SaxesParser } from 'saxes'

const maxDepth = 200
/** Attributes too: each node takes some hundred times the memory of what it is written with. */
const maxNodes = 1_000_000

/** Why a text is no XML that is read. It names a place, never content. */
export class XmlRefusal extends Error {
  readonly problem: AnswerProblem
  readonly place: { readonly line?: number; readonly position?: number }

  constructor(problem: AnswerProblem, place: XmlRefusal['place'], cause?: unknown) {
    super(problem, { cause })
    this.problem = problem
    this.place = place
  }
}

/**
 * Reads an XML text strictly. A document type declaration is refused, so that no entity can be declared; depth and number
 * of nodes are bounded. Throws `XmlRefusal`.
 */
export function xmlDocument(text: string): Document {
  const document = new DOMImplementation().createDocument(null, '', null)
  const parser = new SaxesParser({ xmlns: true, position: true })
  const open: (Document | Element)[] = [document]
  let nodes = 0
  const refuse = (problem: AnswerProblem): never => {
    throw new XmlRefusal(problem, { line: parser.line, position: parser.column + 1 })
  }
  const append = (node: Parameters<Element['appendChild']>[0]): void => {
    if (++nodes > maxNodes) refuse('answer-xml-nodes')
    open.at(-1)?.appendChild(node)
  }
  parser.on('error', () => refuse('answer-xml-unsound'))
  parser.on('doctype', () => refuse('answer-xml-doctype'))
  parser.on('opentag', (tag) => {
    if (open.length > maxDepth) refuse('answer-xml-deep')
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
    if (error instanceof XmlRefusal) throw error
    throw new XmlRefusal('answer-xml-unsound', {}, error)
  }
  return document
}
