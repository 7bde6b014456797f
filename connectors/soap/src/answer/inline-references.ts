import { unreadable } from '@berth/services'
import type { Element } from '@xmldom/xmldom'
import { namespaces } from '../wsdl/namespaces.ts'
import type { AnswerPart } from './multipart.ts'
import { Budget, childElements } from './xml-nodes.ts'

/**
 * Encoded messages keep values apart and refer to them (`href="#id0"`; in SOAP 1.2 `enc:ref`). Afterwards each stands where
 * it is referred to, and the others are gone from the body. Throws `ANSWER_UNREADABLE` for a value that is inside itself
 * or nowhere, and `ANSWER_TOO_LARGE`.
 */
export function inlineReferences(body: Element, maxBytes: number, call: string): void {
  const values = new Map<string, Element>()
  const collect = (element: Element): void => {
    const id = element.getAttribute('id') ?? element.getAttributeNS(namespaces.encoding12, 'id')
    if (id !== null) values.set(id, element)
    for (const child of childElements(element)) collect(child)
  }
  collect(body)
  const referable = new Set(values.values())
  const [answer] = childElements(body)
  const budget = new Budget(call, maxBytes)
  const inline = (element: Element, inside: readonly Element[]): void => {
    const id = referenceOf(element)
    let around = referable.has(element) ? [...inside, element] : inside
    if (id !== undefined) {
      const value = values.get(id)
      if (value === undefined || inside.includes(value)) throw unreadable(call, 'answer-reference')
      element.removeAttribute('href')
      element.removeAttributeNS(namespaces.encoding12, 'ref')
      take(element, value, budget)
      around = [...around, value]
    }
    for (const child of childElements(element)) inline(child, around)
  }
  if (answer !== undefined) inline(answer, [])
  for (const child of childElements(body)) if (child !== answer && referable.has(child)) body.removeChild(child)
}

/** Binary parts that are sent beside the envelope (XOP) stand in it afterwards, as base64. */
export function inlineParts(body: Element, parts: readonly AnswerPart[], maxBytes: number, call: string): void {
  const budget = new Budget(call, maxBytes)
  for (const include of Array.from(body.getElementsByTagNameNS(namespaces.xop, 'Include'))) {
    const id = contentId(include.getAttribute('href') ?? '')
    const part = parts.find((each) => each.id !== undefined && each.id === id)
    if (part === undefined) throw unreadable(call, 'answer-part-missing')
    const text = part.body.toString('base64')
    budget.spend(text.length)
    const document = include.ownerDocument
    if (document !== null) include.parentNode?.replaceChild(document.createTextNode(text), include)
  }
}

function referenceOf(element: Element): string | undefined {
  const href = element.getAttribute('href')
  if (href?.startsWith('#') === true) return href.slice(1)
  return element.getAttributeNS(namespaces.encoding12, 'ref') ?? undefined
}

function take(element: Element, value: Element, budget: Budget): void {
  for (let child = value.firstChild; child !== null; child = child.nextSibling) {
    budget.spend(sizeOf(child as Element))
    element.appendChild(child.cloneNode(true))
  }
  const nil = value.getAttributeNS(namespaces.instance, 'nil')
  if (nil !== null) element.setAttributeNS(namespaces.instance, 'xsi:nil', nil)
}

/** About how much memory a copy takes. */
function sizeOf(node: Element): number {
  let size = 50
  for (let child = node.firstChild; child !== null; child = child.nextSibling) size += sizeOf(child as Element)
  return size + (node.nodeValue?.length ?? 0)
}

function contentId(href: string): string | undefined {
  if (!href.startsWith('cid:')) return undefined
  try {
    return decodeURIComponent(href.slice(4))
  } catch {
    return href.slice(4)
  }
}
