import { isMap, isNode, isSeq, Pair, parseDocument, type YAMLMap } from 'yaml'
import { isEmpty, keyOf, type ManifestText } from './manifest-text.ts'
import { endOfBlock, endOfContents, indentOf, spliced } from './text-places.ts'

/** Where entries go: the names of the maps from the root inwards, the last of which is made where it is missing. */
export type EntriesPath = readonly ['resources' | 'operations'] | readonly ['connections', string, 'datasets']

/**
 * Inserts entries into a map, each as its lines, behind those that are there. Every other byte of the text stays as it
 * is: comments, order, indentation and line ends are the user's. Only where the map they go into is written in braces is
 * the file printed anew, with its comments.
 */
export function insertEntries(
  manifest: ManifestText,
  path: EntriesPath,
  blocks: readonly (readonly string[])[],
): string {
  const { text, root } = manifest
  if (blocks.length === 0) return text
  const name = path.at(-1) ?? ''
  const holder = path.length === 1 ? root : holderOf(manifest, path.slice(0, -1))
  const pair = holder.items.find((each) => keyOf(each) === name)
  if (holder.flow === true || root.flow === true || isInBraces(text, pair)) return printedAnew(manifest, path, blocks)
  const indent = indentOf(text, startOf(holder.items[0]?.key))
  if (pair === undefined) {
    const lines = [`${indent}${name}:`, ...indented(blocks, `${indent}  `)]
    if (holder === root) return spliced(text, endOfContents(text), ['', ...lines])
    return spliced(text, endOfBlock(text, lastOffset(new Pair(holder, holder)), indent.length - 1), lines)
  }
  const { value } = pair
  if (isMap(value) && value.items.length > 0) {
    const at = endOfBlock(text, lastOffset(pair), indent.length)
    return spliced(text, at, ['', ...indented(blocks, indentOf(text, startOf(value.items[0]?.key)))])
  }
  const emptied = withoutValue(text, pair)
  const at = endOfBlock(emptied, endOf(pair.key), indent.length)
  return spliced(emptied, at, indented(blocks, `${indent}  `))
}

function holderOf({ document }: ManifestText, path: readonly string[]): YAMLMap {
  const holder: unknown = document.getIn(path, true)
  if (!isMap(holder)) throw new TypeError(`There is no map ${path.join('.')} in a sound manifest.`)
  return holder
}

/** Whether the entries stand in braces that hold something, be it a comment. */
function isInBraces(text: string, pair: Pair | undefined): boolean {
  const value = pair?.value
  if (!isMap(value) || value.flow !== true) return false
  return value.items.length > 0 || text.slice(startOf(value), endOf(value)).includes('#')
}

function printedAnew(
  { document, root }: ManifestText,
  path: EntriesPath,
  blocks: readonly (readonly string[])[],
): string {
  const drafted: unknown = parseDocument(['entries:', ...indented(blocks, '  ')].join('\n')).get('entries')
  const existing: unknown = document.getIn(path, true)
  root.flow = false
  for (let length = 1; length < path.length; length++) {
    const map: unknown = document.getIn(path.slice(0, length), true)
    if (isMap(map)) map.flow = false
  }
  if (isMap(existing) && isMap(drafted)) {
    existing.flow = false
    existing.items.push(...drafted.items)
  } else document.setIn(path, drafted)
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
