import { organisationElements } from './catalogue/organisation.ts'
import { personElements } from './catalogue/person.ts'
import { recordElements } from './catalogue/record.ts'
import type { Element } from './element.ts'

/** Every data element there is, by its id. */
export const elements: Readonly<Record<string, Element>> = Object.freeze(
  Object.fromEntries(
    [...personElements, ...organisationElements, ...recordElements].map((element) => [element.id, element]),
  ),
)

/** The element of that id; undefined when there is none. */
export function findElement(id: string): Element | undefined {
  return Object.hasOwn(elements, id) ? elements[id] : undefined
}
