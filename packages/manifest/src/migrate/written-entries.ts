import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml'
import type { Path } from '../source/path.ts'

/** A map of a manifest as it is written, where a key stands or could stand. */
export interface WrittenEntry {
  /** Of the key. */
  readonly path: Path
  readonly map: YAMLMap
  /** Absent: the map has not this key. */
  readonly pair?: Pair
}

/** Every place of the document that a pattern names, whether or not its last key is there. */
export function writtenEntries(
  document: Document.Parsed,
  { at, uses }: { readonly at: string; readonly uses?: readonly string[] },
): readonly WrittenEntry[] {
  const steps = at.split('.').flatMap((step) => (step.endsWith('[]') ? [step.slice(0, -2), '[]'] : [step]))
  const key = steps.pop() ?? ''
  let nodes: readonly (readonly [Path, unknown])[] = [[[], document.contents]]
  for (const step of steps) nodes = nodes.flatMap(([path, node]) => children(document, path, node, step))
  return nodes.flatMap(([path, node]) => {
    const map = resolved(document, node)
    if (!isMap(map) || (uses !== undefined && !uses.includes(connectorOf(document, path)))) return []
    const pair = map.items.find((each) => keyText(each) === key)
    return [{ path: [...path, key], map, ...(pair === undefined ? {} : { pair }) }]
  })
}

/** The key of a pair as it reads. */
export function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : ''
}

function children(document: Document.Parsed, path: Path, node: unknown, step: string): (readonly [Path, unknown])[] {
  const parent = resolved(document, node)
  if (isSeq(parent)) return step === '[]' ? parent.items.map((each, index) => [[...path, index], each] as const) : []
  if (!isMap(parent)) return []
  return parent.items
    .filter((pair) => step === '*' || keyText(pair) === step)
    .map((pair) => [[...path, keyText(pair)], pair.value] as const)
}

function resolved(document: Document.Parsed, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node
}

/** The package that the connection around a place uses. */
function connectorOf(document: Document.Parsed, path: Path): string {
  if (path[0] !== 'connections' || path.length < 2) return ''
  let node: unknown = document.contents
  for (const step of [...path.slice(0, 2), 'use']) {
    const map = resolved(document, node)
    node = isMap(map) ? map.items.find((each) => keyText(each) === step)?.value : undefined
  }
  const used = resolved(document, node)
  return isScalar(used) ? String(used.value) : ''
}
