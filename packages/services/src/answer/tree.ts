import { exactJson, isJsonNumber, type JsonValue } from '@berth/core'
import { Node as XmlNode } from '@xmldom/xmldom'
import type { AnswerPath } from './answer-path.ts'
import { jsonPath } from './json-path.ts'
import { jsonProblem } from './json-text.ts'
import { unreadable } from './unreadable.ts'
import { type Namespaces, xPath } from './x-path.ts'
import { XmlRefusal, xmlDocument } from './xml-document.ts'

export type AnswerFormat = 'json' | 'xml'

/** The place that a docking wrote, for answers of a format. Throws where the text is no such path. */
export function answerPath(text: string, format: AnswerFormat, namespaces: Namespaces = {}): AnswerPath {
  return format === 'json' ? jsonPath(text) : xPath(text, namespaces)
}

/** Parses an answer, bounded and strict. Throws `ANSWER_UNREADABLE`, which says what came, never its words. */
export function parseAnswer(text: string, format: AnswerFormat, call: string): unknown {
  const start = text
    .slice(0, 500)
    .replace(/^\uFEFF/, '')
    .trimStart()
    .toLowerCase()
  if (/^(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body|script)\b/s.test(start))
    throw unreadable(call, 'answer-html')
  if (start === '') throw unreadable(call, 'answer-empty')
  if (format === 'json') {
    if (start.startsWith('<')) throw unreadable(call, 'answer-xml')
    const problem = jsonProblem(text)
    if (problem !== undefined)
      throw unreadable(call, problem === 'duplicate member' ? 'answer-json-member-twice' : 'answer-json-deep')
    try {
      return exactJson(text.replace(/^\uFEFF/, ''), call)
    } catch (error) {
      throw unreadable(call, 'answer-json', { length: text.length }, error)
    }
  }
  if (!start.startsWith('<')) throw unreadable(call, 'answer-no-xml')
  try {
    return xmlDocument(text)
  } catch (error) {
    if (!(error instanceof XmlRefusal)) throw unreadable(call, 'answer-no-xml', {}, error)
    throw unreadable(call, error.problem, error.place, error)
  }
}

/** The text of what a path found; null for NULL. Undefined: it is no single text but an object, a list, an element tree. */
export function textOf(found: unknown): string | null | undefined {
  if (found === null || typeof found === 'string') return found
  if (typeof found === 'number' || typeof found === 'boolean') return String(found)
  if (isXmlNode(found)) return xmlText(found)
  if (isJsonNumber(found as JsonValue)) return (found as { readonly rawJSON: string }).rawJSON
  return undefined
}

interface XmlPart {
  readonly nodeType: number
  readonly textContent: string | null
  readonly firstChild: XmlPart | null
  readonly nextSibling: XmlPart | null
  getAttributeNS?(namespace: string, name: string): string | null
}

export function isXmlNode(found: unknown): found is XmlPart {
  return typeof found === 'object' && found !== null && 'nodeType' in found && 'ownerDocument' in found
}

const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance'

function xmlText(node: XmlPart): string | null | undefined {
  if (node.nodeType !== XmlNode.ELEMENT_NODE) return node.textContent ?? ''
  if (/^(?:true|1)$/.test(node.getAttributeNS?.(schemaInstance, 'nil') ?? '')) return null
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (child.nodeType === XmlNode.ELEMENT_NODE) return undefined
  return node.textContent ?? ''
}
