/** Numbers of entries that were skipped, `from` to `to`, and may still be committed until a moment of our own clock. */
export interface LateRange {
  readonly from: number
  readonly to: number
  /** Milliseconds since 1970. */
  readonly until: number
}

/** More ranges than this are joined: then entries in between are told again, which loses nothing. */
const maxRanges = 100

/** The numbers behind `after` that are not among `seen`, up to its last. `seen` ascends. */
export function skipped(after: number, seen: readonly number[], until: number): LateRange[] {
  const ranges: LateRange[] = []
  let last = after
  for (const number of seen) {
    if (number > last + 1) ranges.push({ from: last + 1, to: number - 1, until })
    last = Math.max(last, number)
  }
  return ranges
}

/** The ranges without the numbers that have been seen in the meantime. `seen` ascends. */
export function withoutSeen(ranges: readonly LateRange[], seen: readonly number[]): LateRange[] {
  return ranges.flatMap(({ from, to, until }) => {
    const inside = seen.filter((number) => number >= from && number <= to)
    return skipped(from - 1, [...inside, to + 1], until)
  })
}

/** At most as many ranges as a cursor is to hold. */
export function joined(ranges: readonly LateRange[]): LateRange[] {
  const result = [...ranges].sort((left, right) => left.from - right.from)
  while (result.length > maxRanges) {
    const [first, second] = result.splice(0, 2)
    if (first === undefined || second === undefined) break
    result.unshift({ from: first.from, to: second.to, until: Math.max(first.until, second.until) })
  }
  return result
}
