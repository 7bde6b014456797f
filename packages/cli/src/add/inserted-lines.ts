/** One change of a text: where it begins, what went and what came. */
interface Change {
  /** Counted from 1, in the new text. */
  readonly line: number
  readonly removed: readonly string[]
  readonly added: readonly string[]
}

const context = 2

/** The lines that two texts differ in, each with a sign before it and two lines around; from the first difference to the last. */
export function differingLines(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  let head = 0
  while (head < old.length && head < now.length && old[head] === now[head]) head++
  let tail = 0
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++
  const change: Change = {
    line: head + 1,
    removed: old.slice(head, old.length - tail),
    added: now.slice(head, now.length - tail),
  }
  if (change.removed.length + change.added.length === 0) return []
  return [
    `@@ ${change.line} @@`,
    ...now.slice(Math.max(0, head - context), head).map((line) => `  ${line}`),
    ...change.removed.map((line) => `- ${line}`),
    ...change.added.map((line) => `+ ${line}`),
    ...now.slice(now.length - tail, now.length - tail + context).map((line) => `  ${line}`),
  ].map((line) => line.trimEnd())
}
