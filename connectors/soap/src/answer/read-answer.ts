import { decodeText, parseAnswer, type ServiceAnswer, unreadable } from '@berth/services'
import type { Document, Element } from '@xmldom/xmldom'
import { faultError } from '../errors.ts'
import { namespaces } from '../wsdl/namespaces.ts'
import type { ServiceOperation } from '../wsdl/service-description.ts'
import { inlineParts, inlineReferences } from './inline-references.ts'
import { answerParts } from './multipart.ts'
import { childElement, childElements } from './xml-nodes.ts'

/** How the answers to an operation are read. */
export interface AnswerSettings {
  readonly operation: ServiceOperation
  /** Names of the answers to other operations of the service. */
  readonly otherAnswers: ReadonlySet<string>
  /** As the docking declares it; undefined where the answer says it itself. */
  readonly charset: string | undefined
  readonly maxBytes: number
  readonly call: string
}

const envelopes: ReadonlySet<string> = new Set([namespaces.envelope11, namespaces.envelope12])

/**
 * The `Body` of an answer, with everything in its place that was kept apart; undefined for an answer without an envelope
 * where none was expected. Throws what a fault means, `ANSWER_UNREADABLE` or `ANSWER_TOO_LARGE`.
 */
export function readAnswer(answer: ServiceAnswer, settings: AnswerSettings): Element | undefined {
  const { call, operation, maxBytes } = settings
  const contentType = answer.headers['content-type']
  const parts = answerParts(answer.body, contentType, call)
  const bytes = parts?.[0].body ?? answer.body
  if (bytes.length === 0 && operation.output === undefined) return undefined
  const text = decodeText(bytes, settings.charset, parts?.[0].contentType ?? contentType, call)
  const document = parseAnswer(text, 'xml', call) as Document
  const [root] = childElements(document)
  const namespace = root?.namespaceURI ?? ''
  const body = root === undefined ? undefined : childElement(root, 'Body', namespace)
  if (root?.localName !== 'Envelope' || !envelopes.has(namespace) || body === undefined)
    throw unreadable(call, 'answer-envelope')
  const fault = childElement(body, 'Fault', namespace)
  if (fault !== undefined) throw faultError(fault, call, answer.url.hostname)
  if (operation.output?.encoded === true) inlineReferences(body, maxBytes, call)
  if (parts !== undefined) inlineParts(body, parts, maxBytes, call)
  if (operation.output !== undefined) expectAnswer(body, settings)
  return body
}

/** Throws `ANSWER_UNREADABLE` for an answer to something else. */
function expectAnswer(body: Element, { operation, otherAnswers, call }: AnswerSettings): void {
  const [first] = childElements(body)
  const [part] = operation.output?.parts ?? []
  if (operation.style === 'document') {
    const expected = part?.element
    if (expected === undefined || (first?.localName === expected.name && first.namespaceURI === expected.namespace))
      return
    throw unreadable(call, 'answer-body', { element: expected.name })
  }
  // The standard leaves the name open; that of another operation it is not.
  const name = first?.localName ?? ''
  if (first !== undefined && (name === `${operation.name}Response` || !otherAnswers.has(name))) return
  throw unreadable(call, 'answer-body', { element: `${operation.name}Response` })
}
