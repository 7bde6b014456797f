import { Document, isMap, isSeq, visit } from 'yaml'

/** The lines of a definition as they stand under `datasets:`, not yet indented. What fits stands in one line. */
export function renderDefinition(name: string, definition: unknown): string[] {
  const document = new Document({ [name]: definition })
  visit(document, (_key, node, path) => {
    if ((isMap(node) || isSeq(node)) && path.length > 3 && JSON.stringify(node).length <= 90) node.flow = true
  })
  return document.toString({ lineWidth: 0, flowCollectionPadding: true }).trimEnd().split('\n')
}
