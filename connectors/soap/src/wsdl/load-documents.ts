import { namespaces } from './namespaces.ts'
import { wsdlInvalid } from './wsdl-invalid.ts'
import { type XmlElement, xmlTree } from './xml-tree.ts'

/** One WSDL or schema file of a service. */
export interface WsdlDocument {
  /** What it was asked for by: an absolute URL, `file:` included. */
  readonly url: string
  readonly text: string
  readonly root: XmlElement
  /** Where its imports and includes lead, as they are written there. */
  readonly imports: ReadonlyMap<string, string>
}

/** Reads the text of a document at an absolute URL, or refuses to. */
export type FetchDocument = (url: URL, document: string, signal: AbortSignal) => Promise<string>

const maxDocuments = 100
const importing: ReadonlySet<string> = new Set(['import', 'include', 'redefine'])

/**
 * Reads a WSDL with everything that it imports, each document once, however they import each other. The first is the
 * WSDL itself. Rejects with `WSDL_INVALID` for more than 100 documents and for what is no WSDL, and with what `fetch`
 * says.
 */
export async function loadDocuments(
  start: URL,
  fetch: FetchDocument,
  signal: AbortSignal,
): Promise<readonly WsdlDocument[]> {
  const waiting = [start]
  const known = new Set([start.href])
  const documents: WsdlDocument[] = []
  for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
    const name = documentName(url)
    const text = await fetch(url, name, signal)
    const root = xmlTree(text, name)
    const first = documents.length === 0
    const isWsdl = root.name === 'definitions' && root.namespace === namespaces.wsdl
    if (first ? !isWsdl : !isWsdl && !isSchema(root)) throw wsdlInvalid(name, 'wsdl-root', { root: root.name })
    const imports = new Map<string, string>()
    for (const location of locationsIn(root)) {
      if (!URL.canParse(location, url.href)) throw wsdlInvalid(name, 'wsdl-import-address')
      const target = new URL(location, url)
      target.hash = ''
      imports.set(location, target.href)
      if (known.has(target.href)) continue
      if (known.size >= maxDocuments) throw wsdlInvalid(name, 'wsdl-imports', { maximum: maxDocuments })
      known.add(target.href)
      waiting.push(target)
    }
    documents.push({ url: url.href, text, root, imports })
  }
  return documents
}

/** How a document is named in errors: without the query, which may hold a key. */
export function documentName(url: URL): string {
  const name = url.pathname.split('/').at(-1) ?? ''
  const file = URL.canParse(`x:/${name}`) ? decodeURIComponent(name) : name
  return url.protocol === 'file:' ? file : `${url.host}/${file}`
}

/** Whether the root is a schema, which a WSDL may import. */
export function isSchema({ name, namespace }: XmlElement): boolean {
  return name === 'schema' && namespace === namespaces.schema
}

function locationsIn(element: XmlElement): readonly string[] {
  const { namespace, name, attributes, children } = element
  const own = importing.has(name) && (namespace === namespaces.schema || namespace === namespaces.wsdl)
  const location = own ? (attributes.get('schemaLocation') ?? attributes.get('location')) : undefined
  // Schemas stand in definitions/types, and their imports right inside them.
  const inside = ['definitions', 'types', 'schema'].includes(name) ? children.flatMap(locationsIn) : []
  return location === undefined || location === '' ? inside : [location, ...inside]
}
