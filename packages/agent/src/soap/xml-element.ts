import { BerthError } from '@berth/core'
import { type SaxesAttributeNS, SaxesParser } from 'saxes'

/** An element as it was read. It has children or a text, never both. */
export interface XmlElement {
  readonly uri: string
  readonly local: string
  readonly attributes: readonly { readonly uri: string; readonly local: string; readonly value: string }[]
  readonly children: readonly XmlElement[]
  /** Blanks kept; empty where there are children. */
  readonly text: string
  readonly line: number
  readonly column: number
}

/** How much an envelope may hold. The body's bytes are bounded before. */
const bounds = { depth: 24, elements: 1000, attributes: 32, name: 200, attribute: 2000, text: 100_000 } as const

interface Open {
  readonly element: XmlElement & { readonly children: XmlElement[] }
  readonly texts: string[]
}

/**
 * Reads one XML 1.0 document, strictly: well-formed, namespaces declared, no DOCTYPE, hence no entity but the five of
 * XML, no processing instruction, nothing deeper or larger than an envelope needs, no text beside elements.
 *
 * Throws `ENVELOPE_INVALID`, which names the place and never what stands there.
 */
export function readXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: true })
  const open: Open[] = []
  let root: XmlElement | undefined
  let elements = 0
  let attributes = 0
  const fail = (problem: string): never => {
    throw envelopeInvalid(problem, parser)
  }
  const atMost = (kind: keyof typeof bounds, count: number): void => {
    if (count > bounds[kind]) fail(`${kind} > ${bounds[kind]}`)
  }
  const addText = (more: string): void => {
    const current = open.at(-1)
    if (current === undefined) return
    if (current.element.children.length > 0) {
      if (/[^ \t\r\n]/.test(more)) fail('text beside elements')
      return
    }
    atMost('text', more.length)
    current.texts.push(more)
  }
  parser.on('error', () => fail('not well-formed XML'))
  parser.on('doctype', () => fail('DOCTYPE'))
  parser.on('processinginstruction', () => fail('processing instruction'))
  parser.on('xmldecl', ({ version }) => {
    if (version !== '1.0') fail('version is not 1.0')
  })
  parser.on('opentagstart', () => {
    attributes = 0
  })
  parser.on('attribute', ({ name, value }) => {
    attributes += 1
    atMost('attributes', attributes)
    atMost('name', name.length)
    atMost('attribute', value.length)
  })
  parser.on('opentag', (tag) => {
    elements += 1
    atMost('elements', elements)
    atMost('depth', open.length + 1)
    atMost('name', tag.name.length)
    const parent = open.at(-1)
    if (parent?.texts.some((part) => /[^ \t\r\n]/.test(part)) === true) fail('text beside elements')
    const element = {
      uri: tag.uri,
      local: tag.local,
      attributes: Object.values(tag.attributes).map(plainAttribute),
      children: [],
      text: '',
      line: parser.line,
      column: parser.column,
    }
    parent?.element.children.push(element)
    root ??= element
    open.push({ element, texts: [] })
  })
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const closed = open.pop()
    if (closed === undefined || closed.element.children.length > 0) return
    const whole = closed.texts.join('')
    atMost('text', whole.length)
    Object.assign(closed.element, { text: whole })
  })
  parser.write(text).close()
  return root ?? fail('empty')
}

/** The error about a place in an envelope. */
export function envelopeInvalid(
  problem: string,
  place: { readonly line: number; readonly column: number },
): BerthError {
  return new BerthError('ENVELOPE_INVALID', { problem, line: place.line, column: place.column + 1 })
}

/** The value of an attribute; undefined where there is none. */
export function attributeOf(element: XmlElement, uri: string, local: string): string | undefined {
  return element.attributes.find((each) => each.uri === uri && each.local === local)?.value
}

/** The one child of that name, or undefined. Throws `ENVELOPE_INVALID` where there are two. */
export function onlyChild(element: XmlElement, uri: string, local: string): XmlElement | undefined {
  const [first, second] = element.children.filter((each) => each.uri === uri && each.local === local)
  if (second !== undefined) throw envelopeInvalid(`a second ${local}`, second)
  return first
}

function plainAttribute({ uri, local, value }: SaxesAttributeNS): XmlElement['attributes'][number] {
  return { uri, local, value }
}
