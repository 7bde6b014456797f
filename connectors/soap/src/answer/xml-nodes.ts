import { BerthError } from '@berth/core'
import { type Document, type Element, Node } from '@xmldom/xmldom'

/** The elements right inside. */
export function childElements(parent: Element | Document): Element[] {
  const found: Element[] = []
  for (let child = parent.firstChild; child !== null; child = child.nextSibling)
    if (child.nodeType === Node.ELEMENT_NODE) found.push(child as Element)
  return found
}

/** The first child element of that name, in any namespace unless one is given. */
export function childElement(parent: Element, name: string, namespace?: string): Element | undefined {
  return childElements(parent).find(
    (child) => child.localName === name && (namespace === undefined || child.namespaceURI === namespace),
  )
}

/** Counts what is made of an answer by references, so that a small answer cannot grow without end. */
export class Budget {
  readonly #call: string
  readonly #max: number
  #spent = 0

  constructor(call: string, max: number) {
    this.#call = call
    this.#max = max
  }

  spend(amount: number): void {
    this.#spent += amount
    if (this.#spent > this.#max) throw new BerthError('ANSWER_TOO_LARGE', { call: this.#call, maxBytes: this.#max })
  }
}
