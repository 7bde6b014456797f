import { BerthError } from '@berth/core'
import type { PublishedItem } from '@berth/manifest'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The member of a line that says what happened to its row; no item is called so. */
const changeMark = '$change'

/** A batch that holds nothing but what the catalogue says. */
export interface CheckedBatch {
  /** The bytes as text, exactly. */
  readonly text: string
  readonly rows: number
  /** The items that it holds. */
  readonly items: ReadonlySet<string>
}

/**
 * Checks that a batch is NDJSON in UTF-8, that every line is an object of plain values, and that every member is an
 * item that is published and graded (SEC-1, from the receiving side), but for `$change`, which may say that the row is
 * deleted (CHG-2). The last line may end without a line feed.
 *
 * Errors: `BATCH_REFUSED` with the line; it names items, never a value.
 */
export function checkBatch(
  batch: string,
  content: Uint8Array,
  declaredRows: number,
  items: readonly PublishedItem[],
): CheckedBatch {
  const refuse = (line: number, problem: string): BerthError =>
    new BerthError('BATCH_REFUSED', { batch, line, problem })
  const graded = new Map(items.map((item) => [item.id, item.grade !== undefined]))
  const text = decode(content, refuse)
  const held = new Set<string>()
  let rows = 0
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start)
    const end = feed < 0 ? text.length : feed
    rows++
    const problem = lineProblem(text.slice(start, end), graded, held)
    if (problem !== undefined) throw refuse(rows, problem)
    start = end + 1
  }
  if (rows === 0) throw refuse(1, 'empty')
  if (rows !== declaredRows) throw refuse(rows, `Berth-Rows ${declaredRows}`)
  return { text, rows, items: held }
}

function decode(content: Uint8Array, refuse: (line: number, problem: string) => BerthError): string {
  try {
    return decoder.decode(content)
  } catch {
    throw refuse(0, 'UTF-8')
  }
}

function lineProblem(line: string, graded: ReadonlyMap<string, boolean>, held: Set<string>): string | undefined {
  let record: unknown
  try {
    record = JSON.parse(line)
  } catch {
    return 'JSON'
  }
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return 'JSON object'
  const ids = Object.keys(record)
  if (ids.length === 1 && ids[0] === changeMark) return `${changeMark} without a key`
  for (const id of ids) {
    const value = (record as Readonly<Record<string, unknown>>)[id]
    if (id === changeMark && value !== 'delete') return `${changeMark} is not "delete"`
    if (id === changeMark) continue
    const known = graded.get(id)
    if (known === undefined) return `item ${id.slice(0, 64)} is not published`
    if (!known) return `item ${id} has no grade`
    if (typeof value === 'object' && value !== null) return `item ${id} is not a plain value`
    held.add(id)
  }
  return undefined
}
