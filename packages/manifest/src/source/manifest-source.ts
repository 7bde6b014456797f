import { createHash } from 'node:crypto'
import { characterCount } from '@berth/core'
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, type Range } from 'yaml'
import type { Path } from './path.ts'

/** A place in the text. */
export interface Position {
  /** From 1. */
  readonly line: number
  /** From 1, in characters. */
  readonly column: number
}

/** Which part of an entry is meant. Of a list's element there is only the value. */
export type EntryPart = 'key' | 'value'

/** The text of a manifest and where everything in it stands. */
export interface ManifestSource {
  /** As given to the loader. */
  readonly file: string
  /** Empty when the bytes could not be decoded. */
  readonly text: string
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly digest: string
  readonly document: Document.Parsed
  /** Where an offset of the text stands. */
  positionAt(offset: number): Position
  /** Where an entry stands; where it does not exist, the nearest thing above it. */
  position(path: Path, part: EntryPart): Position
}

/** Parses the text. Syntax errors stand in `document.errors`. */
export function manifestSource(file: string, text: string, bytes: Uint8Array): ManifestSource {
  const lines = new LineCounter()
  // The parser compares every key with every other; syntax-findings.ts looks for repeated keys in linear time.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
    logLevel: 'error',
  })
  const positionAt = (offset: number): Position => {
    const at = lines.linePos(Math.min(offset, text.length))
    if (at.line === 0) return { line: 1, column: 1 }
    const lineStart = lines.lineStarts[at.line - 1] ?? 0
    return { line: at.line, column: characterCount(text.slice(lineStart, lineStart + at.col - 1)) + 1 }
  }
  return {
    file,
    text,
    digest: createHash('sha256').update(bytes).digest('hex'),
    document,
    positionAt,
    position: (path, part) => positionAt(offsetOf(document, path, part)),
  }
}

function offsetOf(document: Document.Parsed, path: Path, part: EntryPart): number {
  let node: unknown = document.contents
  let nearest = startOf(node) ?? 0
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document)
    let next: unknown
    let offset: number | undefined
    if (isMap(node)) {
      const pair = node.items.find((each) => keyOf(each) === String(step))
      if (pair === undefined) return nearest
      next = pair.value
      const keyed = part === 'key' || depth < path.length - 1
      offset = keyed ? startOf(pair.key) : (startOf(pair.value) ?? startOf(pair.key))
    } else if (isSeq(node)) {
      next = node.items[Number(step)]
      offset = startOf(next)
    }
    if (offset === undefined) return nearest
    nearest = offset
    node = next
  }
  return nearest
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key)
}

/** An empty value has no width; what is meant is then the entry. */
function startOf(node: unknown): number | undefined {
  const range = (node as { range?: Range | null } | null | undefined)?.range
  if (range === null || range === undefined) return undefined
  return isScalar(node) && range[0] === range[1] ? undefined : range[0]
}
