import { BerthError } from '@berth/core'
import { type GivenValues, mentionable, unknownParameter } from '../service/given-values.ts'
import { namespaces } from './namespaces.ts'
import type { SoapOperation } from './soap-operations.ts'
import { givenValue } from './written-values.ts'
import { attributeOf, type XmlElement } from './xml-element.ts'

/**
 * Reads the element of an operation: its purpose and the values asked by. Throws `PARAMETER_MISSING`,
 * `PARAMETER_UNKNOWN` or `PARAMETER_INVALID`, never with a value.
 */
export function readQuestion(
  content: XmlElement,
  { by }: SoapOperation,
): { readonly purpose: string; readonly values: GivenValues } {
  const given = new Map<string, XmlElement>()
  for (const child of content.children) {
    const known = child.local === 'Purpose' || by.some(({ id }) => id === child.local)
    if (!known) throw unknownParameter(child.local)
    if (child.uri !== content.uri) throw invalid(child.local, `xmlns="${content.uri}"`)
    if (given.has(child.local)) throw invalid(child.local, '1')
    if (child.children.length > 0) throw invalid(child.local, 'text')
    given.set(child.local, child)
  }
  const values = by.map((item) => {
    const element = required(given, item.id)
    return [item.id, isNil(element) ? null : givenValue(element.text, item)] as const
  })
  const purpose = required(given, 'Purpose').text
  if (!/^[^\p{Cc}]{1,200}$/u.test(purpose)) throw invalid('Purpose', '1..200')
  return { purpose, values: Object.fromEntries(values) }
}

function required(given: ReadonlyMap<string, XmlElement>, name: string): XmlElement {
  const element = given.get(name)
  if (element === undefined) throw new BerthError('PARAMETER_MISSING', { parameter: name })
  return element
}

function isNil(element: XmlElement): boolean {
  return ['1', 'true'].includes(attributeOf(element, namespaces.instance, 'nil')?.trim() ?? '')
}

function invalid(name: string, problem: string): BerthError {
  return new BerthError('PARAMETER_INVALID', { parameter: mentionable(name), problem })
}
