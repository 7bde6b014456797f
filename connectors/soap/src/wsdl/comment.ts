import { namespaces } from './namespaces.ts'
import { childrenNamed, type XmlElement } from './xml-tree.ts'

/** What stands in `documentation`, in one line. */
export function commentOf(element: XmlElement): string | undefined {
  const [documentation] = childrenNamed(element, 'documentation', namespaces.wsdl, namespaces.schema)
  const text = documentation?.text.replace(/\s+/g, ' ').slice(0, 500)
  return text === '' ? undefined : text
}
