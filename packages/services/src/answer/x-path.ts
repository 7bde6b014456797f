import { type Attr, type Document, type Element, Node } from '@xmldom/xmldom'
import xpathLibrary from 'xpath'
import type { AnswerPath } from './answer-path.ts'

/** The part of the library that is used; its own types want those of a browser. */
interface ParsedXPath {
  evaluate(options: Readonly<Record<string, unknown>>): XPathResult
}
interface XPathResult {
  toArray?(): unknown[]
  stringValue(): string
}
const { parse } = xpathLibrary as unknown as { parse(expression: string): ParsedXPath }

/** Prefixes and what they stand for. A name without a prefix is found in any namespace. */
export type Namespaces = Readonly<Record<string, string>>

interface Step {
  readonly attribute: boolean
  readonly namespace: string | undefined
  readonly name: string
}

/** An XPath 1.0. Throws where it is none, or where it uses a prefix that `namespaces` does not have. */
export function xPath(text: string, namespaces: Namespaces): AnswerPath {
  const parsed = parse(text)
  for (const [, prefix = ''] of text.replaceAll(/"[^"]*"|'[^']*'/g, '').matchAll(/([\w.-]+):(?!:)[\w*]/g))
    if (!Object.hasOwn(namespaces, prefix)) throw new TypeError(`no namespace for the prefix ${prefix}`)
  const find = plainPath(text, namespaces) ?? ((node: unknown) => evaluated(parsed, node, namespaces))
  const list = around(text, namespaces)
  return { find, ...(list === undefined ? {} : { list: { find: list } }) }
}

/** What finds the element around those that a path ends at; undefined where it does not end at a plain step. */
function around(text: string, namespaces: Namespaces): AnswerPath['find'] | undefined {
  const [, path] = /^(.*[^/])\/[\p{L}\p{N}_.:*-]+$/u.exec(text) ?? []
  return path === undefined ? undefined : (plainPath(path, namespaces) ?? xPath(path, namespaces).find)
}

function evaluated(parsed: ParsedXPath, node: unknown, namespaces: Namespaces): readonly unknown[] {
  const result = parsed.evaluate({ node, namespaces, allowAnyNamespaceForNoPrefix: true })
  return result.toArray === undefined ? [result.stringValue()] : result.toArray()
}

/** Names one inside the other, `/a/p:b/@c`, which need no library: undefined for anything else. */
function plainPath(text: string, namespaces: Namespaces): AnswerPath['find'] | undefined {
  if (text === '.') return (node) => [node]
  const absolute = text.startsWith('/')
  const steps: Step[] = []
  for (const part of (absolute ? text.slice(1) : text).split('/')) {
    const match = /^(@?)(?:([\p{L}_][\p{L}\p{N}_.-]*):)?([\p{L}_][\p{L}\p{N}_.-]*)$/u.exec(part)
    const [, mark, prefix, name = ''] = match ?? []
    if (match === null || steps.at(-1)?.attribute === true) return undefined
    steps.push({ attribute: mark === '@', name, namespace: prefix === undefined ? undefined : namespaces[prefix] })
  }
  return (start) => {
    const from = start as Element | Document
    const document = from.ownerDocument ?? from
    let nodes: readonly unknown[] = [absolute ? document : from]
    for (const each of steps) nodes = nodes.flatMap((node) => taken(node as Element, each))
    return nodes
  }
}

function taken(element: Element, { attribute, namespace, name }: Step): unknown[] {
  const found: unknown[] = []
  const fits = (node: Element | Attr): boolean =>
    node.localName === name && (namespace === undefined || node.namespaceURI === namespace)
  if (attribute) {
    for (const each of Array.from(element.attributes ?? [])) if (fits(each)) found.push(each)
    return found
  }
  for (let child = element.firstChild; child !== null; child = child.nextSibling)
    if (child.nodeType === Node.ELEMENT_NODE && fits(child as Element)) found.push(child)
  return found
}
