import { isMap, isNode, isSeq, Pair, parseDocument } from 'yaml'
import { isEmpty, type ManifestText } from './manifest-text.ts'
import { endOfBlock, endOfContents, indentOf, spliced } from './text-places.ts'

/**
 * Inserts resources, each as its lines, behind those that are there. Every other byte of the text stays as it is:
 * comments, order, indentation and line ends are the user's. Only where the map they go into is written in braces is
 * the file printed anew, with its comments.
 */
export function insertResources(manifest: ManifestText, blocks: readonly (readonly string[])[]): string {
  const { text, root, resources } = manifest
  if (blocks.length === 0) return text
  if (root.flow === true || isInBraces(manifest)) return printedAnew(manifest, blocks)
  const rootIndent = indentOf(text, startOf(root.items[0]?.key))
  if (resources === undefined) {
    return spliced(text, endOfContents(text), ['', `${rootIndent}resources:`, ...indented(blocks, `${rootIndent}  `)])
  }
  const { value } = resources
  if (isMap(value) && value.items.length > 0) {
    const at = endOfBlock(text, lastOffset(resources), rootIndent.length)
    return spliced(text, at, ['', ...indented(blocks, indentOf(text, startOf(value.items[0]?.key)))])
  }
  const emptied = withoutValue(text, resources)
  const at = endOfBlock(emptied, endOf(resources.key), rootIndent.length)
  return spliced(emptied, at, indented(blocks, `${rootIndent}  `))
}

/** Whether `resources` stand in braces that hold something, be it a comment. */
function isInBraces({ text, resources }: ManifestText): boolean {
  const value = resources?.value
  if (!isMap(value) || value.flow !== true) return false
  return value.items.length > 0 || text.slice(startOf(value), endOf(value)).includes('#')
}

function printedAnew({ document, root }: ManifestText, blocks: readonly (readonly string[])[]): string {
  const drafted: unknown = parseDocument(['resources:', ...indented(blocks, '  ')].join('\n')).get('resources')
  const existing: unknown = document.get('resources')
  root.flow = false
  if (isMap(existing) && isMap(drafted)) {
    existing.flow = false
    existing.items.push(...drafted.items)
  } else document.set('resources', drafted)
  return document.toString({ lineWidth: 0 })
}

/** The text without the empty value of a pair, `{}` or `null`; what follows it on its line stays. */
function withoutValue(text: string, { key, value }: Pair): string {
  const start = startOf(value)
  const end = endOf(value)
  if (isEmpty(value) && start === end) return text
  const colon = text.indexOf(':', endOf(key)) + 1
  return text.slice(0, text.slice(colon, start).trim() === '' ? colon : start) + text.slice(end)
}

/** Where the last thing written in a pair ends. A block's own range may take in comments that follow it. */
function lastOffset({ key, value }: Pair): number {
  if (isEmpty(value)) return endOf(key)
  if (isMap(value) && value.flow !== true) {
    const last = value.items.at(-1)
    if (last !== undefined) return lastOffset(last)
  }
  if (isSeq(value) && value.flow !== true) {
    const last: unknown = value.items.at(-1)
    if (last !== undefined) return lastOffset(new Pair(value, last))
  }
  return endOf(value)
}

function startOf(node: unknown): number {
  return (isNode(node) ? node.range?.[0] : undefined) ?? 0
}

function endOf(node: unknown): number {
  return (isNode(node) ? node.range?.[1] : undefined) ?? 0
}

function indented(blocks: readonly (readonly string[])[], indent: string): string[] {
  return blocks.flatMap((block, index) => [...(index === 0 ? [] : ['']), ...block.map((line) => indent + line)])
}
