import type { DefinitionDoubt, Language } from '@berth/core'
import { Document, isMap, isScalar, isSeq, visit } from 'yaml'
import { yamlComment } from './yaml-scalar.ts'

/** The lines of a definition as they stand under `datasets:`, not yet indented. What fits stands in one line, what is not sure has a comment above it. */
export function renderDefinition(
  name: string,
  definition: unknown,
  doubts: readonly DefinitionDoubt[] = [],
  language: Language = 'zh',
): string[] {
  const document = new Document({ [name]: definition })
  visit(document, (_key, node, path) => {
    if ((isMap(node) || isSeq(node)) && path.length > 3 && JSON.stringify(node).length <= 90) node.flow = true
  })
  const entries: unknown = document.get(name)
  const keys = isMap(entries) ? entries.items.map(({ key }) => key).filter((key) => isScalar(key)) : []
  for (const { entry, text } of doubts) {
    const key = keys.find(({ value }) => value === entry) ?? keys[0]
    if (key === undefined) continue
    const line = ` ${yamlComment(text[language] ?? text.zh)}`
    key.commentBefore = key.commentBefore == null ? line : `${key.commentBefore}\n${line}`
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: true }).trimEnd().split('\n')
}
